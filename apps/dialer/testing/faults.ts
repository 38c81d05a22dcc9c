import { FaultRoom } from './fault-room';

export type Fault =
  | 'kill the leader'
  | 'kill a hand'
  | 'stop a process'
  | 'freeze the leader'
  | 'cut connections'
  | 'crash the database';

/** In turn, kills most often. */
export const FAULTS: readonly Fault[] = [
  'kill the leader',
  'kill a hand',
  'kill the leader',
  'cut connections',
  'kill a hand',
  'stop a process',
  'crash the database',
  'kill a hand',
  'kill the leader',
  'freeze the leader',
];

const PATIENCE_MS = 120_000;

/** Does it, and answers how many processes were killed. */
export async function strike(room: FaultRoom, fault: Fault): Promise<number> {
  if (fault === 'cut connections') return (await room.cutConnections(), 0);
  if (fault === 'crash the database') return (await room.crashDatabase(), 0);
  const leader = await leaderPid(room);
  const meansLeader = fault.endsWith('the leader');
  const victim =
    room.dialers.find(({ pid }) => meansLeader === (pid === leader)) ?? room.dialers[0]!;
  if (fault === 'stop a process') return (await room.stop(victim), 0);
  if (fault === 'freeze the leader') {
    victim.kill('SIGSTOP');
    await until(
      async () => (await leaderPid(room)) !== victim.pid,
      'Nobody takes the lead from a frozen process.',
    );
    victim.kill('SIGCONT');
    return 0;
  }
  await room.kill(victim);
  return 1;
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
