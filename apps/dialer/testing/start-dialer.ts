import { Clock, Config, loadConfig } from '@belltower/core';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { LedgerEntry, readLedger } from '@belltower/telephony';
import { INestApplicationContext } from '@nestjs/common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDialer } from '../create-dialer';

/** A database, a directory for the carrier's ledger, and dialing processes over both. */
export interface DialingRoom {
  database: TestDatabase;
  config: Readonly<Config>;
  accountId: number;
  /** Starts a dialer in this process; `clock` is that of the machine it thinks it runs on. */
  start(environment?: Record<string, string>, clock?: Clock): Promise<INestApplicationContext>;
  ledger(gatewayId: number): Promise<LedgerEntry[]>;
  query<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Waits until a query answers at least one row; the engine works by itself. */
  until(sql: string, values?: unknown[]): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;
const LOOK_MS = 50;

export async function openDialingRoom(): Promise<DialingRoom> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'belltower-dialer-'));
  const { accountId } = await givenAccount(database.source);
  const dialers: INestApplicationContext[] = [];
  const configWith = (environment: Record<string, string> = {}) =>
    loadConfig({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      SECRET_KEY: 'for tests only, and long enough for the rule',
      DATA_DIR: dataDir,
      DIALER_DRAIN_SECONDS: '0',
      DIALER_GUARD_SECONDS: '1',
      LOG_LEVEL: 'silent',
      ...environment,
    });
  return {
    database,
    config: configWith(),
    accountId,
    start: async (environment, clock) => {
      const dialer = await createDialer(configWith(environment), clock);
      dialers.push(dialer);
      return dialer;
    },
    ledger: (gatewayId) => readLedger(dataDir, gatewayId),
    query: (sql, values) => database.source.query(sql, values),
    until: async (sql, values = []) => {
      for (const end = performance.now() + PATIENCE_MS; ;) {
        const rows = await database.source.query<unknown[]>(sql, values);
        if (rows.length) return;
        if (performance.now() > end) throw new Error(`It never came to: ${sql}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    close: async () => {
      await Promise.all(dialers.map((dialer) => dialer.close()));
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
