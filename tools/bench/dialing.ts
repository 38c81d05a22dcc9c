import { Config, loadConfig, Queryable } from '@belltower/core';
import { SimulatorSettings } from '@belltower/dto';
import type { INestApplicationContext } from '@nestjs/common';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { createDialer } from '../../apps/dialer/create-dialer';
import { CampaignRow, givenCampaign, givenGateway } from '../../libs/server/dialer/dialer.builder';
import { makePartitions } from '../../libs/server/dialer/partitions';
import type { BenchContext } from './bench';

const PATIENCE_MS = 60_000;

export interface DialingProcess {
  pid: number;
  stop(): Promise<void>;
}

/** A scratch database with one account, to be filled with numbers and dialled. */
export class DialingBench {
  private constructor(
    readonly context: BenchContext,
    readonly db: pg.Client,
    readonly url: string,
    readonly accountId: number,
  ) {}

  static async open(context: BenchContext): Promise<DialingBench> {
    const { url } = await context.database();
    const db = new pg.Client({ connectionString: url });
    await db.connect();
    context.onEnd(() => db.end());
    // Indexes for searches in the panel, which dialling never touches: filling is faster without.
    await db.query('drop index contact_number_part_idx; drop index subscriber_number_part_idx');
    await makePartitions(queryable(db), new Date());
    const { rows } = await db.query<{ id: number }>(
      `insert into account (name, default_country, time_zone) values ('Bench', 'US', 'UTC') returning id`,
    );
    return new DialingBench(context, db, url, rows[0]!.id);
  }

  async query<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    const { rows } = await this.db.query(sql, values);
    return rows as T[];
  }

  gateway(settings: Partial<SimulatorSettings>, values: object = {}): Promise<number> {
    return givenGateway(queryable(this.db), this.accountId, {
      channels: 100_000,
      calls_per_second: 10_000,
      settings,
      ...values,
    });
  }

  campaign(gatewayIds: readonly number[], values: Partial<CampaignRow> = {}): Promise<number> {
    return givenCampaign(queryable(this.db), this.accountId, gatewayIds, values);
  }

  /** Contacts of a phonebook of their own, and all of them in the campaign's queue. */
  async fill(campaignId: number, numbers: number): Promise<void> {
    const [{ id: phonebookId }] = (await this.query<{ id: number }>(
      'insert into phonebook (account_id, name) values ($1, $2) returning id',
      [this.accountId, `Phonebook ${campaignId}`],
    )) as [{ id: number }];
    await this.query('insert into campaign_phonebook values ($1, $2, $3)', [
      this.accountId,
      campaignId,
      phonebookId,
    ]);
    // Whatever is filled in fits together; checking that row by row takes longer than the filling.
    await this.query('set session_replication_role = replica');
    await this.query(
      `insert into contact (account_id, phonebook_id, number, raw_number, first_name, last_name)
       select $1, $2, '+1' || (2000000000::bigint + $4 + n), '', 'First ' || n, 'Last' from generate_series(1, $3::bigint) as n`,
      // Numbers of its own: those who opt out of one campaign would be missing in the others.
      [this.accountId, phonebookId, numbers, (campaignId % 90) * 10_000_000],
    );
    await this.query(
      `insert into subscriber (account_id, campaign_id, contact_id, number, next_attempt_at)
       select account_id, $2, id, number, now() from contact where account_id = $1 and phonebook_id = $3 order by id`,
      [this.accountId, campaignId, phonebookId],
    );
    await this.query(
      `insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number)
       select account_id, campaign_id, next_attempt_at, id, contact_id, number
         from subscriber where account_id = $1 and campaign_id = $2 order by id`,
      [this.accountId, campaignId],
    );
    await this.query(`insert into subscriber_count values ($1, $2, 'waiting', $3)`, [
      this.accountId,
      campaignId,
      numbers,
    ]);
    await this.query('set session_replication_role = origin');
  }

  /** Removes everything dialled and to be dialled, but not the account. */
  async clear(): Promise<void> {
    await this.query(
      `truncate call, call_stat, attempt_stat, message, message_part, message_stat, message_attempt_stat, due, inflight, subscriber, subscriber_count, campaign_phonebook, contact, phonebook,
         campaign_gateway, campaign_gauge, opt_out, suppression, campaign, gateway_grant, gateway_gauge, dialer, gateway cascade`,
    );
  }

  async settle(): Promise<void> {
    await this.db.query('vacuum analyze contact, subscriber, due');
    await this.db.query('checkpoint');
  }

  config(environment: Record<string, string> = {}): Readonly<Config> {
    return loadConfig({ ...this.environment(), ...environment });
  }

  private environment(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      DATABASE_URL: this.url,
      SECRET_KEY: 'only for a benchmark, and long enough',
      DATA_DIR: this.context.directory,
      DIALER_DRAIN_SECONDS: '0',
      LOG_LEVEL: 'error',
    };
  }

  dial(environment?: Record<string, string>): Promise<INestApplicationContext> {
    return createDialer(this.config(environment));
  }

  /** A dialing process of its own, as a fleet runs it. */
  async spawn(): Promise<DialingProcess> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'dialer.mjs')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...this.environment(), LOG_LEVEL: 'silent', PATH: '' },
    });
    const stop = async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    };
    this.context.onEnd(stop);
    return { pid: child.pid!, stop };
  }

  /** Waits for something that comes to be within a minute. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const end = performance.now() + PATIENCE_MS; !(await holds()); await sleep(0.1))
      if (performance.now() > end) throw new Error(`It never came to: ${what}.`);
  }

  async callsSoFar(): Promise<number> {
    const [row] = await this.query<{ calls: number }>(
      'select coalesce(sum(calls), 0) calls from call_stat',
    );
    return row!.calls;
  }
}

/** Statements over a connection of the driver, in the shape that the server's code wants. */
function queryable(db: pg.Client): Queryable {
  return {
    query: async (sql: string, values?: unknown[]) => (await db.query(sql, values)).rows,
  } as Queryable;
}

export const sleep = (seconds: number) =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
