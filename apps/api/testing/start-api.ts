import { hashPassword } from '@belltower/auth';
import { Clock, Config, loadConfig } from '@belltower/core';
import { Role } from '@belltower/dto';
import { createTestDatabase } from '@belltower/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createApi } from '../create-api';
import { Client } from './client';

/** Of everybody that {@link startApi} signs in. */
export const TEST_PASSWORD = 'correct horse battery';

/** The real API on a port of its own, with a database of its own, and people to talk to it. */
export interface TestApi {
  app: NestExpressApplication;
  config: Readonly<Config>;
  database: DataSource;
  url: string;
  /** Ids of the first account and of the second. */
  accountId: number;
  strangerAccountId: number;
  /** People of the first account; the operator is an owner of it too. */
  operator: Client;
  owner: Client;
  manager: Client;
  viewer: Client;
  /** Owner of the second account. */
  stranger: Client;
  anonymous: Client;
  /** Somebody who carries only this API key. */
  withKey(key: string): Client;
  /** Signs somebody in, in a browser of their own. */
  signIn(email: string, password?: string): Promise<Client>;
  close(): Promise<void>;
}

export interface StartOptions {
  /** Environment variables besides those that a test needs anyway. */
  environment?: Record<string, string>;
  clock?: Clock;
}

/** Boots the API over an empty, migrated database with two accounts and their people. */
export async function startApi({ environment, clock }: StartOptions = {}): Promise<TestApi> {
  const copy = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'belltower-api-'));
  const config = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: copy.url,
    SECRET_KEY: 'for tests only, and long enough for the rule',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    DEMO: 'false',
    DIALER_IN_PROCESS: 'false',
    // A spec asks faster than any person; the one about limits sets its own.
    RATE_LIMIT_PER_MINUTE: '0',
    ...environment,
  });
  const app = await createApi(config, clock);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const { accountId, strangerAccountId } = await givenPeople(copy.source);

  const signIn = async (email: string, password = TEST_PASSWORD) => {
    const client = new Client(url);
    const { status, body } = await client.post('sessions', { email, password });
    if (status !== 201) throw new Error(`${email} cannot sign in: ${JSON.stringify(body)}`);
    return client;
  };
  const [operator, owner, manager, viewer, stranger] = await Promise.all(
    ['operator', 'owner', 'manager', 'viewer', 'stranger'].map((name) =>
      signIn(`${name}@example.org`),
    ),
  );
  return {
    app,
    config,
    database: copy.source,
    url,
    accountId,
    strangerAccountId,
    operator: operator!,
    owner: owner!,
    manager: manager!,
    viewer: viewer!,
    stranger: stranger!,
    anonymous: new Client(url),
    withKey: (key) => new Client(url, key),
    signIn,
    close: async () => {
      await app.close();
      await copy.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function givenPeople(database: DataSource) {
  const passwordHash = await hashPassword(TEST_PASSWORD);
  const accountId = await givenAccount(database, 'Clinic');
  const strangerAccountId = await givenAccount(database, 'Campaign office');
  const people = [
    ['operator', accountId, Role.Owner, true],
    ['owner', accountId, Role.Owner, false],
    ['manager', accountId, Role.Manager, false],
    ['viewer', accountId, Role.Viewer, false],
    ['stranger', strangerAccountId, Role.Owner, false],
  ] as const;
  for (const [name, account, role, operator] of people) {
    await database.query(
      `insert into "user" (account_id, name, email, role, operator, password_hash)
       values ($1, initcap($2), $2 || '@example.org', $3, $4, $5)`,
      [account, name, role, operator, passwordHash],
    );
  }
  return { accountId, strangerAccountId };
}

async function givenAccount(database: DataSource, name: string): Promise<number> {
  const [row] = await database.query<[{ id: number }]>(
    `insert into account (name, default_country, time_zone) values ($1, 'US', 'Europe/Madrid') returning id`,
    [name],
  );
  return row.id;
}
