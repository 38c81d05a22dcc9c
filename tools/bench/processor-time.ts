import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Linux tells processor time in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time, which a busy machine stretches less than those of the clock. */
export interface ProcessorTime {
  /** Of PostgreSQL, all of its processes together. */
  database: number;
  /** Of this process. */
  own: number;
}

/** Measures processor time from now on. For Linux, with the database on the same machine. */
export async function startProcessorTime(databaseUrl: string): Promise<() => ProcessorTime> {
  const postmaster = await postmasterOf(databaseUrl);
  const database = databaseSeconds(postmaster);
  const own = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(own);
    return {
      database: databaseSeconds(postmaster) - database,
      own: (user + system) / 1_000_000,
    };
  };
}

async function postmasterOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const file = join(rows[0]!.data_directory, 'postmaster.pid');
    return Number(readFileSync(file, 'utf8').split('\n')[0]);
  } finally {
    await client.end();
  }
}

/** Of the postmaster, its children, and those that have ended. */
function databaseSeconds(postmaster: number): number {
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (!stat) continue;
    const [parent, user, system, userOfEnded, systemOfEnded] = stat;
    if (Number(name) === postmaster) ticks += user + system + userOfEnded + systemOfEnded;
    else if (parent === postmaster) ticks += user + system;
  }
  return ticks / TICKS_PER_SECOND;
}

type Stat = [parent: number, user: number, system: number, endedUser: number, endedSystem: number];

/** See proc(5); null for a process that has just ended. */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return [1, 11, 12, 13, 14].map((place) => Number(fields[place])) as Stat;
  } catch {
    return null;
  }
}
