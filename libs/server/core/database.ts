import pg from 'pg';
import { DataSource, DataSourceOptions, EntityManager, QueryFailedError } from 'typeorm';
import { AdvisoryLock } from './advisory-lock';
import { SnakeCase } from './naming';

/** PostgreSQL's type numbers, from pg_type. */
const BIGINT = 20;
const NUMERIC = 1700;

// Ids stay below 2^53, so a bigint is a number in code and in JSON.
pg.types.setTypeParser(BIGINT, Number);
pg.types.setTypeParser(NUMERIC, Number);

export interface DatabaseOptions {
  url: string;
  /** Most connections. */
  pool: number;
  entities: DataSourceOptions['entities'];
  migrations?: DataSourceOptions['migrations'];
  /** Seen in pg_stat_activity. */
  name: string;
}

/** The options with which every process connects: never `synchronize`, no forgotten transactions. */
export function databaseOptions({
  url,
  pool,
  entities,
  migrations,
  name,
}: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCase(),
    synchronize: false,
    poolSize: pool,
    applicationName: `belltower-${name}`,
    extra: {
      // A forgotten transaction holds a snapshot, and that is what slows a queue down.
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
    },
  };
}

/** Brings the schema up to date; of several processes starting at once one does it and the others wait. */
export async function migrate(database: DataSource): Promise<void> {
  const guard = database.createQueryRunner();
  await guard.query('select pg_advisory_lock($1)', [AdvisoryLock.Migration]);
  try {
    await database.runMigrations();
  } finally {
    await guard.query('select pg_advisory_unlock($1)', [AdvisoryLock.Migration]);
    await guard.release();
  }
}

/** Whatever statements can be sent through: the data source itself or the manager of a transaction. */
export type Queryable = Pick<EntityManager, 'query'>;

/** Whether PostgreSQL refused a statement for this unique index or constraint. */
export function violates(error: unknown, constraint: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  return (error.driverError as { constraint?: string }).constraint === constraint;
}
