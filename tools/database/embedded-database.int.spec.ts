import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedDatabase } from './embedded-database';

jest.setTimeout(60_000);

describe('the embedded database', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'belltower-embedded-'));
    chmodSync(directory, 0o755);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('keeps its data over a stop and a start, and its password to itself', async () => {
    const first = await startEmbeddedDatabase({ directory });
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await startEmbeddedDatabase({ directory });
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(statSync(join(directory, 'password')).mode & 0o077).toBe(0);
    await second.stop();
  });

  it('adopts the server of a process that was killed, and ends it', async () => {
    const child = startInChild(directory);
    const [url] = (await once(child.stdout, 'data')) as [Buffer];
    await ask(url.toString().trim(), 'create table kept as select 42 as answer');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const adopted = await startEmbeddedDatabase({ directory });
    expect(adopted.adopted).toBe(true);
    expect(await ask(adopted.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await adopted.stop();
    await expect(ask(adopted.url, 'select 1')).rejects.toThrow();
  });

  it('refuses a directory that another living process uses', async () => {
    const child = startInChild(directory);
    await once(child.stdout, 'data');
    await expect(startEmbeddedDatabase({ directory })).rejects.toThrow(/in use by process/);
    child.stdin.end();
    await once(child, 'exit');
    expect(existsSync(join(directory, 'owner.pid'))).toBe(false);
  });

  (process.getuid?.() === 0 ? it : it.skip)(
    'runs for root below a home that others may not enter',
    async () => {
      chmodSync(directory, 0o700);
      const database = await startEmbeddedDatabase({ directory: join(directory, 'clone') });
      expect(await ask(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      const place = dirnameOfCluster(await ask(database.url, 'show data_directory'));
      await database.stop();
      rmSync(place, { recursive: true, force: true });
    },
  );
});

function startInChild(directory: string) {
  const script = `
    import { startEmbeddedDatabase } from ${JSON.stringify(join(__dirname, 'embedded-database.ts'))};
    const database = await startEmbeddedDatabase({ directory: ${JSON.stringify(directory)} });
    console.log(database.url);
    process.stdin.resume().on('end', async () => { await database.stop(); process.exit(0); });`;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function dirnameOfCluster(rows: unknown[]): string {
  const [row] = rows as [{ data_directory: string }];
  return join(row.data_directory, '..');
}
