import { hashPassword } from '@belltower/auth';
import { loadConfig, type Queryable } from '@belltower/core';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { createApi } from '../../apps/api/create-api';
import { Client } from '../../apps/api/testing/client';
import type { BenchContext } from './bench';
import { fillCallHistory } from './call-history';

const PASSWORD = 'correct horse battery';
const ACCOUNTS = 20;
/** Of all calls, those of the largest account, which is the one that is measured. */
const LARGEST = 0.6;
const YEAR_MS = 365 * 86_400_000;

/** The API over a year of calls, and the owner of the account that has most of them. */
export interface ReportData {
  /** Of the database. */
  url: string;
  /** Of the API. */
  address: string;
  client: Client;
  accountId: number;
  campaignIds: number[];
  /** Calls of that account, and of all. */
  calls: number;
  allCalls: number;
  /** The end of the year, at which the newest calls lie. */
  until: Date;
}

/** Fills a scratch database with calls of uneven accounts over twelve months and serves it. */
export async function givenReportData(context: BenchContext, calls: number): Promise<ReportData> {
  const { url } = await context.database();
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  context.onEnd(() => db.end());
  const until = new Date();
  const begin = performance.now();
  const accounts: Account[] = [];
  for (let index = 0; index < ACCOUNTS; index++) {
    const account = await givenAccount(db, index);
    const share = index ? (1 - LARGEST) / (ACCOUNTS - 1) : LARGEST;
    await fillCallHistory(queryable(db), {
      ...account,
      calls: Math.round(calls * share),
      from: new Date(until.getTime() - YEAR_MS),
      until,
      timeZone: 'Europe/Madrid',
      seed: index / 100,
    });
    accounts.push(account);
  }
  await db.query('vacuum analyze');
  const counts = await db.query<{ own: string; all: string }>(
    'select count(*) filter (where account_id = $1) as own, count(*) as all from call',
    [accounts[0]!.accountId],
  );
  const { own, all } = counts.rows[0]!;
  const seconds = Math.round((performance.now() - begin) / 1_000);
  context.say(`${all} calls of ${ACCOUNTS} accounts, ${own} of the largest, in ${seconds} s`);
  const { address, client } = await serve(context, url);
  return {
    url,
    address,
    client,
    ...accounts[0]!,
    calls: Number(own),
    allCalls: Number(all),
    until,
  };
}

interface Account {
  accountId: number;
  campaignIds: number[];
  gatewayIds: number[];
}

async function givenAccount(db: pg.Client, index: number): Promise<Account> {
  const one = async (sql: string, values: unknown[]) =>
    Number((await db.query<{ id: string }>(sql, values)).rows[0]!.id);
  const accountId = await one(
    `insert into account (name, default_country, time_zone) values ($1, 'US', 'Europe/Madrid') returning id`,
    [`Account ${index}`],
  );
  await db.query(
    `insert into "user" (account_id, name, email, role, password_hash) values ($1, 'Owner', $2, 'owner', $3)`,
    [accountId, `owner${index}@example.org`, index ? null : await hashPassword(PASSWORD)],
  );
  const campaignIds: number[] = [];
  for (let campaign = 0; campaign < (index ? 4 : 12); campaign++) {
    campaignIds.push(
      await one(
        `insert into campaign (account_id, name, channel, message, calls_per_minute, ring_timeout_seconds,
                max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
                hours_until, week_days, excluded_dates, time_zone, status, created_at)
         values ($1, $2, 'voice', 'Hello', 60, 45, 600, 1, 300, '{busy}', '2020-01-01Z', '2100-01-01Z',
                 '00:00', '24:00', '{monday}', '{}', 'UTC', $3, now() - interval '1 year') returning id`,
        [accountId, `Campaign ${campaign}`, campaign < 3 ? 'running' : 'finished'],
      ),
    );
  }
  const gatewayIds: number[] = [];
  for (let gateway = 0; gateway < 2; gateway++) {
    const id = await one(
      `insert into gateway (name, channel, driver, channels, calls_per_second)
       values ($1, 'voice', 'simulator', 30, 10) returning id`,
      [`Gateway ${index}-${gateway}`],
    );
    await db.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      accountId,
      id,
    ]);
    gatewayIds.push(id);
  }
  return { accountId, campaignIds, gatewayIds };
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
  const { status } = await client.post('sessions', {
    email: 'owner0@example.org',
    password: PASSWORD,
  });
  if (status !== 201) throw new Error(`The owner cannot sign in: ${status}`);
  return { address, client };
}

function queryable(db: pg.Client): Queryable {
  return {
    query: async <T>(sql: string, values?: unknown[]) => (await db.query(sql, values)).rows as T,
  };
}
