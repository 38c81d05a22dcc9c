import { hashPassword } from '@belltower/auth';
import { ImportStatus, ImportView } from '@belltower/dto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Client } from '../../apps/api/testing/client';
import { startScratchApplication } from '../start/scratch-application';
import type { Bench, BenchContext } from './bench';
import { CONTACT_HEADER, contactLine, person, writeRows } from './contacts-file';
import { memoryOf, mostInThirds } from './memory';

const ROWS = { quick: 50_000, full: 1_000_000 };
const MEGABYTE = 1_048_576;
const MOST_MEMORY = 300;
/** Of the speed of COPY of the same rows into the same table. */
const TARGET = 0.5;
const LOOK_MS = 200;
const PASSWORD = 'correct horse battery';
const COLUMNS =
  'account_id, phonebook_id, number, raw_number, first_name, last_name, email, address, city, state, postcode, country, variables';

/**
 * Imports a file over HTTP, as a customer would, against COPY of the same rows into the same indexed table. Memory
 * is that of the whole process that serves: API, dialer and the import itself.
 */
const bench: Bench = async (context) => {
  const { quick, directory, say } = context;
  const rows = quick ? ROWS.quick : ROWS.full;
  const { url } = await context.database();
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  context.onEnd(() => database.end());
  const account = await givenAccount(database);
  const csv = join(directory, 'contacts.csv');
  const tsv = join(directory, 'contacts.tsv');
  await writeRows(csv, rows, contactLine, [CONTACT_HEADER]);
  await writeRows(tsv, rows, (index) => copyLine(index, account));
  const megabytes = ((await stat(csv)).size / MEGABYTE).toFixed(0);
  say(`${rows.toLocaleString('en')} rows of 10 columns, ${megabytes} MB`);
  const before = await timedCopy(database, tsv, rows);
  say(`COPY: ${rate(before)}`);
  const { perSecond, memory } = await timedImport(context, url, csv, rows, account);
  say(`import: ${rate(perSecond)}, most memory in each third ${memory.join(', ')} MB`);
  await database.query('truncate contact');
  const after = await timedCopy(database, tsv, rows);
  say(`COPY again: ${rate(after)}`);
  const label = `${rows.toLocaleString('en')} contacts`;
  const limit = Math.max(before, after);
  context.row({
    row: `${label}, rows per second against COPY`,
    value: Math.round(perSecond),
    limit: Math.round(limit),
    target: `>= ${TARGET} of COPY`,
    met: perSecond >= TARGET * limit,
  });
  const most = Math.max(...memory);
  context.row({
    row: `${label}, most memory in MB`,
    value: most,
    target: `< ${MOST_MEMORY}`,
    met: most < MOST_MEMORY,
  });
};
export default bench;

interface Account {
  id: number;
  phonebookId: number;
}

async function givenAccount(database: pg.Client): Promise<Account> {
  const hash = await hashPassword(PASSWORD);
  const { rows } = await database.query<Account>(
    `with account as (
       insert into account (name, default_country, time_zone) values ('Bench', 'US', 'UTC') returning id),
     owner as (
       insert into "user" (account_id, name, email, role, password_hash)
       select id, 'Owner', 'bench@example.org', 'owner', $1 from account)
     select id from account`,
    [hash],
  );
  const { id } = rows[0]!;
  const made = await database.query<{ id: number }>(
    `insert into phonebook (account_id, name) values ($1, 'COPY') returning id`,
    [id],
  );
  return { id, phonebookId: made.rows[0]!.id };
}

/** Rows a second of COPY into the table as it is, with its keys and indexes; leaves it empty. */
async function timedCopy(database: pg.Client, file: string, rows: number): Promise<number> {
  await database.query('checkpoint');
  const start = performance.now();
  const copy = database.query(copyFrom(`copy contact (${COLUMNS}) from stdin`));
  await pipeline(createReadStream(file), copy);
  const perSecond = (rows / (performance.now() - start)) * 1_000;
  await database.query('truncate contact');
  await database.query('checkpoint');
  return perSecond;
}

interface Imported {
  perSecond: number;
  /** Most megabytes in each third of the import. */
  memory: number[];
}

async function timedImport(
  { directory, say, onEnd }: BenchContext,
  databaseUrl: string,
  csv: string,
  rows: number,
  account: Account,
): Promise<Imported> {
  const environment = { DATABASE_URL: databaseUrl, DEMO: 'false' };
  const start = () => startScratchApplication(join(directory, 'data'), environment);
  // The first start may have to build, which leaves its mark on the memory of the process.
  await (await start()).stop();
  const application = await start();
  onEnd(() => application.stop());
  const client = new Client(application.url);
  await client.post('sessions', { email: 'bench@example.org', password: PASSWORD });
  const upload = await client.fetch('imports?fileName=contacts.csv', {
    method: 'POST',
    body: Readable.toWeb(createReadStream(csv)) as RequestInit['body'],
    duplex: 'half',
  } as RequestInit);
  const { id } = (await upload.json()) as ImportView;
  say(`memory after the upload: ${await memoryOf(client)} MB`);
  await client.post(`imports/${id}/start`, { phonebookId: account.phonebookId });
  const { view, memory } = await watch(client, id);
  if (view.status !== ImportStatus.Finished || view.imported !== rows) {
    throw new Error(`The import did not take every row: ${JSON.stringify(view)}`);
  }
  await application.stop();
  const seconds = (Date.parse(view.endedAt!) - Date.parse(view.startedAt!)) / 1_000;
  return { perSecond: rows / seconds, memory };
}

async function watch(client: Client, id: number) {
  const samples: number[] = [];
  for (;;) {
    const { body: view } = await client.get<ImportView>(`imports/${id}`);
    samples.push(await memoryOf(client));
    if (view.status !== ImportStatus.Queued && view.status !== ImportStatus.Running) {
      return { view, memory: mostInThirds(samples) };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function copyLine(index: number, { id, phonebookId }: Account): string {
  const { number, written, first, last, email, address, postcode, balance } = person(index);
  const notes = index % 5 ? address : `${address}, floor 2`;
  const who = `${id}\t${phonebookId}\t+1${number}\t${written}\t${first}\t${last}\t${email}`;
  return `${who}\t${notes}\tNew York\tNY\t${postcode}\tUS\t{"Balance": "${balance}"}\n`;
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')} rows/s`;
}
