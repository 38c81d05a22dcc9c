import { LedgerEntry, readLedger } from '@belltower/telephony';
import { freePort } from '@belltower/testing';
import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startMigratedDatabase } from '../../../tools/database/migrated-database';
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../../../tools/database/embedded-database';

/** One a process: suites run side by side. */
const BUNDLE = `dist/faults/${process.pid}`;
const NO_WARNING = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
const SECRET_KEY = 'for tests only, and long enough for the rule';
const ANSWER_MS = 30_000;
const STOP_MS = 60_000;
const RESTART_MS = 120_000;
/** Of what the processes have said, when one of them ends by itself. */
const LAST_LINES = 20;

/** A PostgreSQL that can be killed, and dialing processes that can be killed, over one carrier's ledger. */
export class FaultRoom {
  readonly dialers: ChildProcess[] = [];
  /** What should never happen to a process, in sentences. */
  readonly accidents: string[] = [];
  private readonly killAll = () => this.dialers.forEach((child) => child.kill('SIGKILL'));

  private constructor(
    private readonly root: string,
    private readonly directory: string,
    private readonly settings: Record<string, string>,
    private database: EmbeddedDatabase,
  ) {
    process.once('exit', this.killAll);
  }

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
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as T[];
    } finally {
      await client.end();
    }
  }

  /**
   * Starts a dialing process, in a session of its own: a frozen process makes the system send SIGHUP to all of its
   * group when whoever started the group leaves, and so would have ended the whole test without a word.
   */
  start(): ChildProcess {
    const log = openSync(this.logFile, 'a');
    const child = spawn(process.execPath, [join(this.root, BUNDLE, 'dialer.mjs')], {
      cwd: this.root,
      stdio: ['ignore', log, log],
      detached: true,
      env: {
        NODE_ENV: 'test',
        DATABASE_URL: this.url,
        SECRET_KEY,
        DATA_DIR: this.directory,
        DIALER_GUARD_SECONDS: '1',
        DIALER_DRAIN_SECONDS: '1',
        LOG_LEVEL: 'warn',
        NO_COLOR: '1',
      },
    });
    closeSync(log);
    this.dialers.push(child);
    child.on('exit', (code, signal) => this.left(child, code ?? signal));
    return child;
  }

  /** Nobody has ended it: it goes into the verdict with the last that was said. */
  private left(child: ChildProcess, how: unknown): void {
    if (!this.dialers.includes(child)) return;
    this.forget(child);
    const words = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-LAST_LINES);
    this.accidents.push(`process ${child.pid} ended by itself (${how}):\n${words.join('\n')}`);
  }

  private forget(child: ChildProcess): void {
    const index = this.dialers.indexOf(child);
    if (index >= 0) this.dialers.splice(index, 1);
  }

  /** What the processes have logged that is no line of JSON, or tells a secret. */
  spoiltLines(): string[] {
    const password = new URL(this.url).password;
    return readFileSync(this.logFile, 'utf8')
      .split('\n')
      .filter(
        (line) =>
          line !== '' && (!isJson(line) || line.includes(password) || line.includes(SECRET_KEY)),
      );
  }

  private get logFile(): string {
    return join(this.directory, 'dialers.log');
  }

  /** Ends a process in the middle of whatever it does. */
  async kill(child: ChildProcess): Promise<void> {
    this.forget(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Stops a process as an operator would, who does not wait for ever. */
  async stop(child: ChildProcess): Promise<void> {
    this.forget(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const patience = setTimeout(() => {
      this.accidents.push(`process ${child.pid} did not end within ${STOP_MS / 1_000} s`);
      child.kill('SIGKILL');
    }, STOP_MS);
    const [code] = (await exited) as [number | null];
    clearTimeout(patience);
    if (code !== 0)
      this.accidents.push(`process ${child.pid} was told to end and did so with ${code}`);
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
    for (const end = performance.now() + RESTART_MS; ;) {
      try {
        this.database = await startEmbeddedDatabase({
          directory: join(this.directory, 'postgresql'),
          settings: this.settings,
        });
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
        // The old server has not quite gone.
        await new Promise((retry) => setTimeout(retry, 200));
      }
    }
  }

  /** Where the processes keep their files. */
  get dataDir(): string {
    return this.directory;
  }

  ledger(gatewayId: number): Promise<LedgerEntry[]> {
    return readLedger(this.directory, gatewayId);
  }

  async close(): Promise<void> {
    process.off('exit', this.killAll);
    await Promise.all([...this.dialers].map((child) => this.kill(child)));
    await this.database.stop();
    rmSync(this.directory, { recursive: true, force: true });
    rmSync(join(this.root, BUNDLE), { recursive: true, force: true });
  }
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
