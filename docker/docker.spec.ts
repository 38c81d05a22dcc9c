import { configKeys, loadConfig } from '@belltower/core';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  container_name?: string;
  ports?: string[];
  volumes?: string[];
  stop_grace_period?: string;
  profiles?: string[];
}

const ROOT = join(__dirname, '..');
const compose = parse(readFileSync(join(__dirname, 'compose.yaml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === 'belltower');
const dockerfile = readFileSync(join(__dirname, 'Dockerfile'), 'utf8');
/** Each instruction with its words, continued lines joined. */
const instructions = dockerfile
  .replace(/^#.*$/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim())
  .map((line) => /^([A-Z]+)\s+(.*)$/.exec(line) ?? [line, '', '']);

describe('compose.yaml', () => {
  it('runs a database, migrates it, and runs the API and dialers on it', () => {
    const always = services.filter(([, { profiles }]) => !profiles);
    expect(always.map(([name]) => name)).toEqual(['database', 'migrate', 'api', 'dialer']);
  });

  it('brings a phone network to try with, which nobody gets who does not ask for it', () => {
    expect(compose.services['sip-peer']?.profiles).toEqual(['try']);
  });

  it('waits for what is there and for volumes that are declared', () => {
    for (const [, { depends_on = {}, volumes = [] }] of services) {
      for (const other of Object.keys(depends_on)) expect(compose.services).toHaveProperty(other);
      for (const volume of volumes) {
        expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
      }
    }
  });

  it('says of everything that keeps running whether it is well', () => {
    const unwatched = services.filter(([, { healthcheck }]) => !healthcheck).map(([name]) => name);
    expect(unwatched).toEqual(['migrate']);
  });

  it('gives a configuration that the server accepts, of keys that it knows', () => {
    for (const [, { environment = {} }] of ours) {
      expect(Object.keys(environment).filter((key) => !configKeys().includes(key))).toEqual([]);
      expect(() => loadConfig(filledIn(environment))).not.toThrow();
    }
  });

  it('holds no secret itself, and refuses to start without them', () => {
    const secrets = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([key]) => /SECRET|PASSWORD|DATABASE_URL/.test(key)),
    );
    expect(secrets.length).toBeGreaterThan(5);
    for (const [, value] of secrets) expect(value).toMatch(/\$\{\w+:\?/);
  });

  it('lets dialers be many: none has a name or a port of its own', () => {
    const { container_name: name, ports } = compose.services['dialer'] ?? {};
    expect({ name, ports }).toEqual({ name: undefined, ports: undefined });
  });

  it('gives a stopping dialer longer than it takes', () => {
    const { DIALER_DRAIN_SECONDS } = loadConfig(filledIn(ours[0]?.[1].environment ?? {}));
    const grace = parseInt(compose.services['dialer']?.stop_grace_period ?? '0');
    expect(grace).toBeGreaterThan(DIALER_DRAIN_SECONDS + 10);
  });

  it('starts programs that the build makes', () => {
    const built = ['dist/server/api.mjs', 'dist/server/dialer.mjs'];
    const commands = ours.flatMap(([, { command = [] }]) => command);
    const programs = commands.filter((word) => word.startsWith('dist/'));
    expect(programs.length).toBeGreaterThan(1);
    expect(programs.filter((program) => !built.includes(program))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  it('has known instructions only, and ends as an ordinary user', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'CMD'];
    expect(instructions.filter(([, name = '']) => !known.includes(name))).toEqual([]);
    const last = instructions.findLastIndex(([, name]) => name === 'FROM');
    const user = instructions
      .slice(last)
      .filter(([, name]) => name === 'USER')
      .at(-1);
    expect(user?.[2]).toBe('node');
  });

  it('copies what exists, from stages that exist', () => {
    const stages = instructions.map(([, , words = '']) => / AS (\w+)$/.exec(words)?.[1]);
    for (const [, name, words = ''] of instructions) {
      if (name !== 'COPY') continue;
      const stage = /--from=(\w+)/.exec(words)?.[1];
      const sources = words.split(' ').slice(0, -1);
      if (stage) expect(stages).toContain(stage);
      else for (const source of sources) expect(existsSync(join(ROOT, source))).toBe(true);
    }
  });

  it('brings no package for development, no database and no secret into the image', () => {
    expect(dockerfile).toContain('--omit=dev');
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.data', 'node_modules', '.git']));
  });
});

/** As docker compose fills a service's environment in. */
function filledIn(environment: Record<string, string>): Record<string, string> {
  const random = 'hQ7vK2mZ9xL4pR8tB3nW6yC1dF5gJ0sA';
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [
      key,
      value.replace(/\$\{\w+:\?[^}]*\}/g, random).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]),
  );
}
