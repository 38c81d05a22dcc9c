import { rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import {
  ScratchApplication,
  scratchDirectory,
  startScratchApplication,
} from './scratch-application';

// The first start of a fresh clone builds the panel.
jest.setTimeout(300_000);

const QUIET = { LOG_LEVEL: 'silent', DIALER_IN_PROCESS: 'false' };

describe('npm start', () => {
  let dataDir: string;
  const running: ScratchApplication[] = [];
  const start = async (environment: Record<string, string> = {}) => {
    const application = await startScratchApplication(dataDir, { ...QUIET, ...environment });
    running.push(application);
    return application;
  };
  const refusal = (environment: Record<string, string> = {}) =>
    start(environment).then(
      () => 'it started',
      (error: Error) => error.message,
    );

  beforeEach(() => {
    dataDir = scratchDirectory('start');
  });
  afterEach(async () => {
    for (const application of running.splice(0)) await application.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('serves panel and API, prints the first sign-in, and keeps its secrets to itself', async () => {
    const { url, setUpLink } = await start();
    const page = await fetch(`${url}/phonebooks`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<app-root');
    expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
    expect(setUpLink).toContain(`${url}/set-up?token=`);
    for (const file of ['secret-key', 'postgresql/password']) {
      expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0);
    }
  });

  it('keeps its key and its people when it is killed and started again', async () => {
    const first = await start();
    const token = new URL(first.setUpLink ?? '').searchParams.get('token');
    await post(`${first.url}/api/v1/setup`, { ...SET_UP, token });
    await first.stop('SIGKILL');
    const second = await start();
    expect(second.setUpLink).toBeNull();
    const { status } = await post(`${second.url}/api/v1/sessions`, CREDENTIALS);
    expect(status).toBe(201);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with everything it started on %s',
    async (signal) => {
      const { url, stop } = await start();
      await stop(signal);
      await expect(fetch(url)).rejects.toThrow();
      expect(() => statSync(join(dataDir, 'postgresql', 'cluster', 'postmaster.pid'))).toThrow();
    },
  );

  it('says that its port is taken and how to choose another', async () => {
    const other = await listen();
    const { port } = other.address() as AddressInfo;
    const said = await refusal({ PORT: String(port) });
    expect(said).toMatch(
      /Port \d+ is taken by another program\. Choose another: PORT=\d+ npm start/,
    );
    expect(said).not.toContain('    at ');
    other.close();
  });

  it('refuses data that another one is using, and leaves that one alone', async () => {
    const first = await start();
    const { port } = new URL(first.url);
    expect(await refusal({ PORT: port })).toMatch(/runs already on the data in .* \(process \d+\)/);
    expect((await fetch(`${first.url}/api/health/ready`)).status).toBe(200);
  });

  it('names every bad key and does not start', async () => {
    const said = await refusal({ DATABASE_POOL: 'many', LOG_LEVEL: 'loud', NODE_ENV: 'prod' });
    for (const key of ['DATABASE_POOL', 'LOG_LEVEL', 'NODE_ENV']) expect(said).toContain(key);
  });

  it('insists on a secret key of its reader’s own in production', async () => {
    expect(await refusal({ NODE_ENV: 'production' })).toContain('SECRET_KEY');
    const example = 'change-me-change-me-change-me-change-me';
    expect(await refusal({ NODE_ENV: 'production', SECRET_KEY: example })).toContain('SECRET_KEY');
  });

  it('works on any PostgreSQL that DATABASE_URL names', async () => {
    const database = await scratchDatabase();
    const { url } = await start({ DATABASE_URL: database.url });
    expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
    expect(() => statSync(join(dataDir, 'postgresql'))).toThrow();
    await running.pop()?.stop();
    await database.drop();
  });

  it('says in one line that the database cannot be reached', async () => {
    const said = await refusal({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(said).toContain('The database of DATABASE_URL cannot be used');
    expect(said).not.toContain('    at ');
  });

  it('logs requests as JSON with their ids, and no secret', async () => {
    const { url, setUpLink, printed } = await start({ LOG_LEVEL: 'trace' });
    const token = new URL(setUpLink ?? '').searchParams.get('token') ?? '';
    await fetch(`${url}/set-up?token=${token}`, { headers: { accept: 'text/html' } });
    await post(`${url}/api/v1/setup`, { ...SET_UP, token });
    const { cookies } = await post(`${url}/api/v1/sessions`, CREDENTIALS);
    const headers = { cookie: cookies, authorization: 'Bearer bt_secret', 'x-request-id': 'abc-1' };
    await fetch(`${url}/api/v1/me`, { headers });
    await running.pop()?.stop();

    const greeting = printed().indexOf('\n\n', printed().indexOf('answers at'));
    const log = printed()
      .replace(setUpLink ?? '', '')
      .slice(greeting);
    const lines = log.split('\n').filter((line) => line.startsWith('{'));
    const requests = lines.map((line) => JSON.parse(line)).filter(({ req }) => req);
    expect(requests.map(({ req }) => req.url)).toEqual(
      ['setup', 'sessions', 'me'].map((path) => `/api/v1/${path}`),
    );
    expect(requests.every(({ req }) => typeof req.id === 'string')).toBe(true);
    expect(requests.map(({ req }) => req.id)).toContain('abc-1');
    const secrets = [token, CREDENTIALS.password, 'bt_secret', ...cookieValues(cookies)];
    for (const secret of secrets) expect(log).not.toContain(secret);
  });
});

const CREDENTIALS = { email: 'owner@example.org', password: 'correct horse battery' };
const SET_UP = { ...CREDENTIALS, name: 'Clinic', userName: 'Owner' };

async function post(address: string, body: object) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return { status: answer.status, cookies: cookies.join('; ') };
}

function cookieValues(cookies: string): string[] {
  return cookies.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1));
}

function listen(): Promise<Server> {
  return new Promise((listening) => {
    const server = createServer().listen(0, '0.0.0.0', () => listening(server));
  });
}

async function scratchDatabase() {
  const server = process.env['TEST_DATABASE_URL'] ?? '';
  const name = `belltower_start_${process.pid}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  return { url, drop: () => run(`drop database ${name} with (force)`) };
}
