import { Queryable } from '@belltower/core';
import pg from 'pg';

/**
 * The engine's statements touch a few rows of large tables by key. Without these settings a table whose statistics
 * lag behind, such as a queue that was filled a moment ago, is joined by reading all of it. Keepalives let the server
 * notice within seconds that a leader's machine is gone.
 */
const SETTINGS = `
  set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off;
  set plan_cache_mode = force_generic_plan; set statement_timeout = '30s';
  set idle_in_transaction_session_timeout = '10s';
  set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 2;`;

const CONNECT_MS = 5_000;
/** More than the server allows a statement: then nobody is at the other end. */
const ANSWER_MS = 40_000;
const CLOSE_MS = 1_000;

/** Statements are prepared once a connection: planning the claim takes longer than running it. */
const names = new Map<string, string>();

function prepared(text: string): string {
  const name = names.get(text) ?? `dialer_${names.size}`;
  names.set(text, name);
  return name;
}

/** One connection, for what must not be shared: the leader's lock and the claims made under it. */
export class Session implements Queryable {
  private constructor(private readonly client: pg.Client) {}

  /** @param lost called once when a connection that was opened is gone, whoever ended it */
  static async open(url: string, name: string, lost: () => void): Promise<Session> {
    const client = new pg.Client({
      connectionString: url,
      application_name: name,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
    });
    // The `end` that follows says the same; without a listener the error would end the process.
    client.on('error', () => undefined);
    // One that could not be opened ends as well, a moment after whoever asked has been told.
    let isOpen = false;
    client.once('end', () => isOpen && lost());
    await client.connect();
    await client.query(SETTINGS);
    isOpen = true;
    return new Session(client);
  }

  async query<T>(text: string, values: unknown[] = []): Promise<T> {
    const { rows } = await this.client.query({ name: prepared(text), text, values });
    return rows as T;
  }

  /** Does not wait for a server that is out of reach. */
  async close(): Promise<void> {
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
    await Promise.race([this.client.end(), timeout]);
  }
}

/** A few connections with the engine's settings, for everything that may run side by side. */
export class SessionPool implements Queryable {
  private readonly pool: pg.Pool;

  constructor(url: string, size: number) {
    this.pool = new pg.Pool({
      connectionString: url,
      application_name: 'belltower-dialer',
      keepAlive: true,
      max: size,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      onConnect: async (client) => {
        await client.query(SETTINGS);
      },
    });
    // A connection that breaks while idle is replaced at the next query.
    this.pool.on('error', () => undefined);
  }

  async query<T>(text: string, values: unknown[] = []): Promise<T> {
    const { rows } = await this.pool.query({ name: prepared(text), text, values });
    return rows as T;
  }

  /**
   * Runs work on one connection, all of it or nothing. Its statements are planned each time: to look up a message there
   * are several indexes that begin alike, of which a plan made while the month was empty may have taken any, and what is
   * done here is done for hundreds of rows at a time.
   */
  async transaction<T>(work: (db: Queryable) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const db: Queryable = {
      query: async <R>(text: string, values: unknown[] = []) => {
        const { rows } = await client.query({ name: prepared(text), text, values });
        return rows as R;
      },
    };
    try {
      await client.query('begin; set local plan_cache_mode = force_custom_plan');
      const result = await work(db);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // Whatever state the connection is in, nobody else gets to use it.
      client.release(true);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
