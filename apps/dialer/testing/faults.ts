import type { ChildProcess } from 'node:child_process';
import { FaultRoom } from './fault-room';

export type Fault =
  | 'kill the leader'
  | 'kill a hand'
  | 'stop a process'
  | 'freeze the leader'
  | 'freeze a hand'
  | 'cut connections'
  | 'crash the database';

/** In turn, kills most often. */
export const FAULTS: readonly Fault[] = [
  'kill the leader',
  'kill a hand',
  'cut connections',
  'kill the leader',
  'kill a hand',
  'crash the database',
  'stop a process',
  'kill a hand',
  'freeze a hand',
  'kill the leader',
  'freeze the leader',
  'kill a hand',
];

const PATIENCE_MS = 120_000;

/** Some freezes are shorter than what makes a process count as dead, some longer. */
const LONGEST_FREEZE_MS = 9_000;

/**
 * Does it, and answers how many processes were killed.
 * @param chance from 0 up to 1
 */
export async function strike(room: FaultRoom, fault: Fault, chance: number): Promise<number> {
  switch (fault) {
    case 'cut connections':
      await room.cutConnections();
      return 0;
    case 'crash the database':
      await room.crashDatabase();
      return 0;
    case 'stop a process':
      await room.stop(room.dialers[Math.floor(chance * room.dialers.length)]!);
      return 0;
    case 'freeze the leader':
      await freezeLeader(room);
      return 0;
    case 'freeze a hand':
      await freeze(await hand(room), chance * LONGEST_FREEZE_MS);
      return 0;
    default:
      await room.kill(fault === 'kill the leader' ? await leader(room) : await hand(room));
      return 1;
  }
}

async function freezeLeader(room: FaultRoom): Promise<void> {
  const victim = await leader(room);
  victim.kill('SIGSTOP');
  try {
    await until(
      async () => (await leaderPid(room)) !== victim.pid,
      'Nobody takes the lead from a frozen process.',
    );
  } finally {
    victim.kill('SIGCONT');
  }
}

async function freeze(victim: ChildProcess, milliseconds: number): Promise<void> {
  victim.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  victim.kill('SIGCONT');
}

async function leader(room: FaultRoom): Promise<ChildProcess> {
  let found: ChildProcess | undefined;
  await until(async () => {
    const pid = await leaderPid(room);
    found = room.dialers.find((child) => child.pid === pid);
    return found !== undefined;
  }, 'Nobody leads.');
  return found!;
}

async function hand(room: FaultRoom): Promise<ChildProcess> {
  const leads = await leader(room);
  return room.dialers.find((child) => child !== leads) ?? leads;
}

/** Waits until every process has calls on the line, so that a fault hits something. */
export async function untilBusy(room: FaultRoom): Promise<void> {
  const isBusy = async () => {
    const pids = room.dialers.map(({ pid }) => pid);
    const busy = await room.query(
      `select from dialer where pid = any ($1) and exists (select from inflight where dialer_id = dialer.id)`,
      [pids],
    );
    return busy.length >= pids.length;
  };
  await until(isBusy, 'The processes have no calls.');
}

/** @throws `complaint` after a while */
export async function until(
  holds: () => Promise<boolean>,
  complaint: string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await holds());) {
    if (performance.now() > end) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The leader that has beaten last. */
async function leaderPid(room: FaultRoom): Promise<number | undefined> {
  const [row] = await room.query<{ pid: number }>(
    'select pid from dialer where leader order by beat_at desc limit 1',
  );
  return row?.pid;
}
