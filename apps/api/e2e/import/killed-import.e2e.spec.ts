import { Import } from '@belltower/import';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..', '..', '..');
/** Several batches. */
const ROWS = 45_000;
/** Every hundredth row has no number, every thousandth the number of the row before it. */
const isBad = (index: number) => index % 100 === 50;
const isRepeat = (index: number) => index % 1_000 === 999;

describe('an import whose process is killed', () => {
  let database: TestDatabase;
  let directory: string;
  beforeAll(async () => {
    database = await createTestDatabase([Import]);
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    directory = mkdtempSync(join(ROOT, 'dist', 'killed-import-'));
    buildInto(join(directory, 'server'));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('goes on at the last committed batch: no row twice, none lost', async () => {
    const { accountId, id } = await givenQueuedImport();
    const state = () => database.source.getRepository(Import).findOneByOrFail({ accountId, id });

    const first = startApi();
    while ((await state()).position === 0) await breath();
    first.kill('SIGKILL');
    await once(first, 'exit');
    const killed = await state();
    expect(killed.status).toBe('running');
    expect(killed.position).toBeLessThan(ROWS);
    expect(await contacts(accountId)).toBe(killed.imported);

    // As if the time had passed after which others take it for dead.
    await database.source.query(`update import set beat_at = now() - interval '1 minute'`);
    const second = startApi();
    while ((await state()).status !== 'finished') await breath();
    second.kill('SIGTERM');
    await once(second, 'exit');

    const done = await state();
    const count = (holds: (index: number) => boolean) =>
      Array.from({ length: ROWS }, (_, index) => index).filter(holds).length;
    expect(done).toMatchObject({
      rows: ROWS,
      rejected: count(isBad),
      duplicatesInFile: count(isRepeat),
      duplicatesInPhonebook: 0,
      imported: ROWS - count(isBad) - count(isRepeat),
    });
    expect(await contacts(accountId)).toBe(done.imported);
    const [size] = await database.source.query<[Record<string, number>]>(
      'select all_contacts, active_contacts from phonebook_size',
    );
    expect(size).toEqual({ all_contacts: done.imported, active_contacts: done.imported });
    const [rejects] = await database.source.query<[{ count: number }]>(
      'select count(distinct line) from import_reject',
    );
    expect(rejects.count).toBe(count(isBad));
  });

  async function givenQueuedImport(): Promise<{ accountId: number; id: number }> {
    const { accountId } = await givenAccount(database.source);
    const [phonebook] = await database.source.query<[{ id: number }]>(
      `insert into phonebook (account_id, name) values ($1, 'Everybody') returning id`,
      [accountId],
    );
    const lines = Array.from({ length: ROWS }, (_, index) => {
      const number = `212${2_000_000 + (isRepeat(index) ? index - 1 : index)}`;
      return `${isBad(index) ? '' : number},Person ${index}`;
    });
    mkdirSync(join(directory, 'data', 'imports'), { recursive: true });
    writeFileSync(join(directory, 'data', 'imports', 'people'), lines.join('\n'));
    const settings = {
      delimiter: 'comma',
      encoding: 'utf-8',
      header: false,
      columns: ['number', 'firstName'],
      defaultCountry: 'US',
      duplicates: 'skip',
    };
    const [made] = await database.source.query<[{ id: number }]>(
      `insert into import (account_id, file_name, file, size_bytes, status, phonebook_id, settings)
       values ($1, 'people.csv', 'people', 1000000, 'queued', $2, $3) returning id`,
      [accountId, phonebook.id, settings],
    );
    return { accountId, id: made.id };
  }

  async function contacts(accountId: number): Promise<number> {
    const [row] = await database.source.query<[{ count: number }]>(
      'select count(distinct number) from contact where account_id = $1',
      [accountId],
    );
    return row.count;
  }

  function startApi() {
    return spawn(process.execPath, [join(directory, 'server', 'api.mjs')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        DATABASE_URL: database.url,
        DATA_DIR: join(directory, 'data'),
        SECRET_KEY: 'for tests only, and long enough for the rule',
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'error',
        DIALER_IN_PROCESS: 'false',
        DEMO: 'false',
      },
    });
  }
});

function buildInto(output: string): void {
  const script = `
    import { bundle } from ${JSON.stringify(join(ROOT, 'tools', 'build', 'bundle.ts'))};
    await bundle(${JSON.stringify(ROOT)}, ${JSON.stringify(output)}, { api: 'apps/api/main.ts' });`;
  execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Lets the event loop turn between two questions. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
