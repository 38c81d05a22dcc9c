import { hashPassword } from '@belltower/auth';
import { loadConfig, type Queryable } from '@belltower/core';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { createApi } from '../../apps/api/create-api';
import { Client } from '../../apps/api/testing/client';
import { closeSteps } from '../../libs/server/report/closed-steps';
import { CALL_STEPS, MESSAGE_STEPS } from '../../libs/server/report/step-levels';
import type { BenchContext } from './bench';
import { fillAccounts, fillPeople, OWNER_EMAIL, PEOPLE_TABLES } from './bench-accounts';
import { withoutIndexes } from './bulk-load';
import { fillCalls, rollUpCalls } from './call-history';
import {
  filledUntil,
  hasMessages,
  noteFilling,
  noteMessages,
  type ReportDataSize,
} from './filling';
import { fillMessages, messagesClosedUntil, rollUpMessages } from './message-history';
import type { Past } from './past-days';

const PASSWORD = 'correct horse battery';
const TIME_ZONE = 'Europe/Madrid';
const ACCOUNTS = { quick: 20, full: 200 };
const YEAR_MS = 365 * 86_400_000;
const CONNECTIONS = 2;

/** The API over a year of calls and messages, and the owner of the account that has most of them. */
export interface ReportData {
  /** Of the database. */
  url: string;
  /** Of the API. */
  address: string;
  client: Client;
  accountId: number;
  campaignIds: number[];
  phonebookIds: number[];
  /** Calls of that account, and of all. */
  calls: number;
  allCalls: number;
  messages: number;
  allMessages: number;
  /** The end of the year, at which the newest of both lie. */
  until: Date;
}

/** Serves calls and messages of uneven accounts over twelve months, which it fills in where no earlier run has left them. */
export async function givenReportData(
  context: BenchContext,
  size: ReportDataSize,
): Promise<ReportData> {
  const { url } = await context.keptDatabase();
  const connections = await connect(context, url);
  const [db] = connections as [Queryable];
  const until = (await filledUntil(db, size)) ?? (await fill(context, connections, size));
  if (!(await hasMessages(db, size))) await addMessages(context, connections, size, until);
  // A newer schema may count steps again.
  await closeAll(connections, until);
  const data = await measured(db);
  context.say(data.words);
  return { url, until, ...data, ...(await serve(context, url)) };
}

/** Answers until when the calls go. */
async function fill(
  context: BenchContext,
  connections: readonly Queryable[],
  size: ReportDataSize,
): Promise<Date> {
  const { calls, people, listed } = size;
  const [db] = connections as [Queryable];
  const timed = stopwatch(context);
  const until = new Date();
  const history = yearOf(calls, until);
  await whileCareless(db, async () => {
    const accounts = context.quick ? ACCOUNTS.quick : ACCOUNTS.full;
    await fillAccounts(db, { accounts, people, passwordHash: await hashPassword(PASSWORD) });
    if (listed === 'people')
      await timed('people', () =>
        withoutIndexes(connections, PEOPLE_TABLES, () => fillPeople(connections)),
      );
    await timed('calls', () =>
      withoutIndexes(connections, ['call'], () => fillCalls(connections, history)),
    );
    await timed('roll-up', () =>
      withoutIndexes(connections, ['call_stat'], () => rollUpCalls(connections, history)),
    );
    await timed('closed hours, days, weeks and months', () => closeAll(connections, until));
    await timed('vacuum', () => db.query('vacuum analyze'));
    await noteFilling(db, size, until);
  });
  return until;
}

/** A year of messages to accounts that are there. */
async function addMessages(
  context: BenchContext,
  connections: readonly Queryable[],
  size: ReportDataSize,
  until: Date,
): Promise<void> {
  const [db] = connections as [Queryable];
  const timed = stopwatch(context);
  const history = yearOf(size.messages, until);
  await whileCareless(db, async () => {
    await timed('messages', () =>
      withoutIndexes(connections, ['message'], () => fillMessages(connections, history)),
    );
    await timed('their roll-up', () =>
      withoutIndexes(connections, ['message_stat'], () => rollUpMessages(connections, history)),
    );
    // Days were closed while there were none.
    await db.query('delete from message_stat_mark');
    await timed('their hours, days, weeks and months', () => closeAll(connections, until));
    await timed('vacuum', () => db.query('vacuum analyze'));
    await noteMessages(db, size);
  });
}

/** As much of the full size as is asked for. */
export function sizeOf(
  { sized }: BenchContext,
  { calls, messages, people }: Omit<ReportDataSize, 'listed'>,
): Omit<ReportDataSize, 'listed'> {
  return { calls: sized(calls), messages: sized(messages), people: sized(people) };
}

function yearOf(attempts: number, until: Date): Past {
  return { attempts, from: new Date(until.getTime() - YEAR_MS), until, timeZone: TIME_ZONE };
}

/** Connections that read times and numbers as the application does. */
async function connect(context: BenchContext, url: string): Promise<Queryable[]> {
  const connections: Queryable[] = [];
  for (let index = 0; index < CONNECTIONS; index++) {
    const db = new pg.Client({ connectionString: url });
    await db.connect();
    context.onEnd(() => db.end());
    connections.push({
      query: async <T>(sql: string, values?: unknown[]) => (await db.query(sql, values)).rows as T,
    });
  }
  return connections;
}

/** While a crash may take everything: what is filled can be filled again. */
async function whileCareless(db: Queryable, fill: () => Promise<void>): Promise<void> {
  const settings = { fsync: 'off', full_page_writes: 'off', max_wal_size: `'8GB'` };
  for (const [name, value] of Object.entries(settings))
    await db.query(`alter system set ${name} = ${value}`);
  await db.query('select pg_reload_conf()');
  await fill();
  await db.query('alter system reset all');
  await db.query('select pg_reload_conf()');
  await db.query('checkpoint');
}

async function closeAll(connections: readonly Queryable[], until: Date): Promise<void> {
  const accounts = await connections[0]!.query<{ id: number }[]>(
    'select account_id as id from bench_account order by number',
  );
  await Promise.all(
    connections.map(async (db) => {
      for (let account = accounts.shift(); account; account = accounts.shift())
        for (const [source, end] of [
          [CALL_STEPS, until],
          [MESSAGE_STEPS, messagesClosedUntil(until)],
        ] as const)
          while (await closeSteps(db, source, account.id, TIME_ZONE, end));
    }),
  );
}

async function measured(db: Queryable) {
  const [own] = await db.query<
    [Omit<ReportData, 'url' | 'address' | 'client' | 'until' | 'allCalls' | 'allMessages'>]
  >(
    `select account_id as "accountId",
            array(select first_campaign + n from generate_series(0, campaigns - 1) as n)::int[] as "campaignIds",
            array(select first_phonebook + n from generate_series(0, phonebooks - 1) as n)::int[] as "phonebookIds",
            (select sum(calls) from call_stat where account_id = account.account_id)::bigint as calls,
            (select sum(messages) from message_stat where account_id = account.account_id)::bigint as messages
       from bench_account as account where number = 1`,
  );
  const [all] = await db.query<
    [
      {
        calls: number;
        messages: number;
        people: number;
        accounts: number;
        quarters: number;
        steps: number;
        campaign_steps: number;
        message_quarters: number;
        message_steps: number;
        message_campaign_steps: number;
        gigabytes: number;
      },
    ]
  >(
    `select (select sum(calls) from call_stat)::bigint as calls, (select count(*) from contact) as people,
            (select sum(messages) from message_stat)::bigint as messages,
            (select count(*) from bench_account) as accounts,
            (select count(*) from call_stat where account_id = $1) as quarters,
            (select count(*) from call_stat_step where account_id = $1) as steps,
            (select count(*) from call_campaign_step where account_id = $1) as campaign_steps,
            (select count(*) from message_stat where account_id = $1) as message_quarters,
            (select count(*) from message_stat_step where account_id = $1) as message_steps,
            (select count(*) from message_campaign_step where account_id = $1) as message_campaign_steps,
            round(pg_database_size(current_database()) / 1e9, 1) as gigabytes`,
    [own.accountId],
  );
  return {
    ...own,
    allCalls: all.calls,
    allMessages: all.messages,
    words:
      `${all.calls} calls, ${all.messages} messages and ${all.people} contacts of ${all.accounts} accounts in ${all.gigabytes} GB; ` +
      `of the largest ${own.calls} calls, ${all.quarters} rows of quarters, ${all.steps} of closed steps, ${all.campaign_steps} by campaign alone; ` +
      `${own.messages} messages, ${all.message_quarters} rows of quarters, ${all.message_steps} of closed steps, ${all.message_campaign_steps} by campaign alone`,
  };
}

/** Tells how long a part has taken. */
function stopwatch(context: BenchContext) {
  return async (what: string, work: () => Promise<unknown>) => {
    const begin = performance.now();
    await work();
    context.say(`${what}: ${((performance.now() - begin) / 1_000).toFixed(1)} s`);
  };
}

async function serve(
  context: BenchContext,
  url: string,
): Promise<Pick<ReportData, 'address' | 'client'>> {
  const config = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: url,
    SECRET_KEY: 'only for a benchmark, and long enough',
    DATA_DIR: context.directory,
    LOG_LEVEL: 'silent',
    DIALER_IN_PROCESS: 'false',
    DEMO: 'false',
    RATE_LIMIT_PER_MINUTE: '0',
  });
  const app = await createApi(config);
  await app.listen(0, '127.0.0.1');
  context.onEnd(() => app.close());
  const { port } = app.getHttpServer().address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const client = new Client(address);
  const { status } = await client.post('sessions', { email: OWNER_EMAIL, password: PASSWORD });
  if (status !== 201) throw new Error(`The owner cannot sign in: ${status}`);
  return { address, client };
}
