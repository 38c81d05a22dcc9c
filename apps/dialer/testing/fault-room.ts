import { LedgerEntry, readLedger } from '@belltower/telephony';
import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startMigratedDatabase } from '../../../tools/database/migrated-database';
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../../../tools/database/embedded-database';

const BUNDLE = 'dist/faults';
const NO_WARNING = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';

/** A PostgreSQL that can be killed, and dialing processes that can be killed, over one carrier's ledger. */
export class FaultRoom {
  readonly dialers: ChildProcess[] = [];

  private constructor(
    private readonly root: string,
    private readonly directory: string,
    private readonly settings: Record<string, string>,
    private database: EmbeddedDatabase,
  ) {}

  /** @param root of the workspace, whose dialer is built */
  static async open(root: string): Promise<FaultRoom> {
    execFileSync(
      process.execPath,
      [NO_WARNING, join(root, 'apps/dialer/testing/build-dialer.ts'), root, BUNDLE],
      { cwd: root },
    );
    const directory = mkdtempSync(join(tmpdir(), 'belltower-faults-'));
    chmodSync(directory, 0o755);
    // The same port after every restart, as the dialers know no other.
    const settings = { port: String(await freePort()) };
    const database = await startMigratedDatabase({
      directory: join(directory, 'postgresql'),
      settings,
    });
    return new FaultRoom(root, directory, settings, database);
  }

  get url(): string {
    return this.database.url;
  }

  /** Runs statements on a connection of its own, however often the database has been restarted. */
  async query<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as T[];
    } finally {
      await client.end();
    }
  }

  /** Starts a dialing process. */
  start(): ChildProcess {
    const child = spawn(process.execPath, [join(this.root, BUNDLE, 'dialer.mjs')], {
      cwd: this.root,
      stdio: 'ignore',
      env: {
        NODE_ENV: 'test',
        DATABASE_URL: this.url,
        SECRET_KEY: 'for tests only, and long enough for the rule',
        DATA_DIR: this.directory,
        DIALER_GUARD_SECONDS: '1',
        DIALER_DRAIN_SECONDS: '1',
        NO_COLOR: '1',
      },
    });
    this.dialers.push(child);
    return child;
  }

  /** Ends a process in the middle of whatever it does. */
  async kill(child: ChildProcess): Promise<void> {
    this.dialers.splice(this.dialers.indexOf(child), 1);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Stops a process as an operator would. */
  async stop(child: ChildProcess): Promise<void> {
    this.dialers.splice(this.dialers.indexOf(child), 1);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  /** Cuts every connection of dialers. */
  async cutConnections(): Promise<void> {
    await this.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'belltower%'`,
    );
  }

  /** The database loses power, and comes back after recovery. */
  async crashDatabase(): Promise<void> {
    const file = join(this.directory, 'postgresql', 'cluster', 'postmaster.pid');
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGQUIT');
    await this.database.stop().catch(() => undefined);
    for (;;) {
      try {
        this.database = await startEmbeddedDatabase({
          directory: join(this.directory, 'postgresql'),
          settings: this.settings,
        });
        return;
      } catch {
        // The old server has not quite gone.
        await new Promise((retry) => setTimeout(retry, 200));
      }
    }
  }

  ledger(gatewayId: number): Promise<LedgerEntry[]> {
    return readLedger(this.directory, gatewayId);
  }

  async close(): Promise<void> {
    await Promise.all([...this.dialers].map((child) => this.kill(child)));
    await this.database.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
