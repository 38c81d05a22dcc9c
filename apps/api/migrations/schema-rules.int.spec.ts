import { createTestDatabase, TestDatabase } from '@belltower/testing';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Small and rarely written; the only tables that may have keys unique over all accounts. */
const PLATFORM = [
  'account',
  'user',
  'session',
  'one_time_token',
  'api_key',
  'gateway',
  'dialer',
  'gateway_gauge',
  'throttle',
  'platform_suppression_list',
  'platform_suppression',
  'totals_check',
  'kept_since',
  'migrations',
];
/** Looked up by what a provider says, which names a gateway and no account: spread over a cluster by gateway. */
const BY_GATEWAY = ['message_part'];
/** Its id is that of the ledger's row which it is the end of. */
const IDS_OF_ANOTHER_TABLE = ['call', 'message'];

const TABLES = `
  select relname "name", relrowsecurity "rowSecurity" from pg_class
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
   order by 1`;
const UNIQUE_KEYS = `
  select i.indexrelid::regclass::text "name", c.relname "table", a.attname "first"
    from pg_index i
    join pg_class c on c.oid = i.indrelid and not c.relispartition
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
   where i.indisunique and c.relnamespace = 'public'::regnamespace`;
const FOREIGN_KEYS = `
  select conname "name", conrelid::regclass::text "from", confrelid::regclass::text "to",
         confdeltype "onDelete",
         (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) "first",
         (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) "firstTo"
    from pg_constraint
   where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace`;
const IDS = `
  select c.relname "table", a.attidentity "identity", a.atttypid::regtype::text "type"
    from pg_attribute a join pg_class c on c.oid = a.attrelid and not c.relispartition
   where a.attname = 'id' and c.relkind in ('r', 'p')
     and c.relnamespace = 'public'::regnamespace`;

interface UniqueKey {
  name: string;
  table: string;
  first: string;
}

interface ForeignKey {
  name: string;
  from: string;
  to: string;
  onDelete: string;
  first: string;
  firstTo: string;
}

const isTenant = (table: string) =>
  ![...PLATFORM, ...BY_GATEWAY].includes(table.replaceAll('"', ''));

describe('the schema can be spread over a cluster by account', () => {
  let copy: TestDatabase;
  beforeAll(async () => {
    copy = await createTestDatabase();
  });
  afterAll(() => copy.drop());

  const ask = <T>(sql: string) => copy.source.query<T[]>(sql);
  const foreignKeys = (filter: (key: ForeignKey) => boolean) =>
    ask<ForeignKey>(FOREIGN_KEYS).then((keys) => keys.filter(filter).map(({ name }) => name));

  it('account_id is first in every primary key and unique index of a tenant table', async () => {
    const keys = await ask<UniqueKey>(UNIQUE_KEYS);
    const tenant = keys.filter(({ table }) => isTenant(table));
    expect(tenant.length).toBeGreaterThan(15);
    expect(tenant.filter(({ first }) => first !== 'account_id')).toEqual([]);
    const byGateway = keys.filter(({ table }) => BY_GATEWAY.includes(table));
    expect(byGateway.filter(({ first }) => first !== 'gateway_id')).toEqual([]);
  });

  it('every tenant table has a primary key', async () => {
    const keyed = await ask<{ table: string }>(
      `select conrelid::regclass::text "table" from pg_constraint where contype = 'p'`,
    );
    const names = keyed.map(({ table }) => table);
    const tables = (await ask<{ name: string }>(TABLES)).map(({ name }) => name);
    expect(tables.filter((name) => isTenant(name) && !names.includes(name))).toEqual([]);
  });

  it('a foreign key between tenant tables names the account first on both sides', async () => {
    const loose = await foreignKeys(
      ({ from, to, first, firstTo }) =>
        isTenant(from) && isTenant(to) && (first !== 'account_id' || firstTo !== 'account_id'),
    );
    expect(loose).toEqual([]);
  });

  it('no platform table refers to a tenant table, nor the account to itself', async () => {
    const wrong = ({ from, to }: ForeignKey) =>
      (!isTenant(from) && isTenant(to)) || (from === 'account' && to === 'account');
    expect(await foreignKeys(wrong)).toEqual([]);
  });

  it('no foreign key sets null when the other row is deleted', async () => {
    expect(await foreignKeys(({ onDelete }) => onDelete === 'n')).toEqual([]);
  });

  it('history refers to no contact and no phonebook', async () => {
    const history = ['call', 'message', 'reply', 'inflight', 'subscriber', 'opt_out', 'audit'];
    const wrong = ({ from, to }: ForeignKey) =>
      history.includes(from) && ['contact', 'phonebook'].includes(to);
    expect(await foreignKeys(wrong)).toEqual([]);
  });

  it('ids are bigint and made by PostgreSQL from the start', async () => {
    const ids = await ask<{ table: string; identity: string; type: string }>(IDS);
    const wrong = ids.filter(
      ({ table, identity, type }) =>
        isTenant(table) &&
        (type !== 'bigint' || (identity !== 'a' && !IDS_OF_ANOTHER_TABLE.includes(table))),
    );
    expect(wrong).toEqual([]);
  });

  it('has no trigger, and no row security that could be taken for the only guard', async () => {
    expect(await ask('select tgname from pg_trigger where not tgisinternal')).toEqual([]);
    const tables = await ask<{ name: string; rowSecurity: boolean }>(TABLES);
    expect(tables.filter(({ rowSecurity }) => rowSecurity)).toEqual([]);
  });

  it('foreign keys are added by name in a step after the tables', () => {
    for (const [file, text] of migrationFiles()) {
      const inTable = /create (?:unlogged )?table[^;]*?\breferences\b/i.test(text);
      expect({ file, inTable }).toEqual({ file, inTable: false });
    }
  });
});

function migrationFiles(): [file: string, text: string][] {
  return readdirSync(__dirname)
    .filter((file) => /^\d+-.+\.ts$/.test(file))
    .map((file) => [file, readFileSync(join(__dirname, file), 'utf8').replace(/--.*$/gm, '')]);
}
