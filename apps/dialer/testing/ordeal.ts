import { Queryable } from '@belltower/core';
import { Disposition } from '@belltower/dto';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from './audit-calls';
import { FaultRoom } from './fault-room';

export interface OrdealOptions {
  /** Of the workspace. */
  root: string;
  /** The same seed does the same things, though never at quite the same instants. */
  seed: number;
  numbers: number;
  processes: number;
  /** How many faults, one every one or two seconds. */
  faults: number;
  callsPerMinute: number;
  say(line: string): void;
}

export interface Verdict {
  /** What is wrong, in sentences; empty where everything is as it should be. */
  problems: string[];
  dialled: number;
  interrupted: number;
  /** Processes that were ended with SIGKILL. */
  killed: number;
  /** Most calls in any second. */
  mostInASecond: number;
  seconds: number;
}

type Fault =
  'kill the leader' | 'kill a hand' | 'stop a process' | 'cut connections' | 'crash the database';
const FAULTS: Fault[] = [
  'kill the leader',
  'kill a hand',
  'kill the leader',
  'cut connections',
  'kill a hand',
  'stop a process',
  'crash the database',
];
const CHANNELS = 400;
const LONGEST_MS = 240_000;

/** Runs a campaign while processes and the database die, and judges by the carrier's ledger what came of it. */
export async function ordeal(options: OrdealOptions): Promise<Verdict> {
  const room = await FaultRoom.open(options.root);
  const started = performance.now();
  try {
    const db: Queryable = {
      query: (sql: string, values?: unknown[]) => room.query(sql, values) as never,
    };
    const [{ id: accountId }] = (await room.query<{ id: number }>(
      `insert into account (name, default_country, time_zone) values ('Clinic', 'US', 'UTC') returning id`,
    )) as [{ id: number }];
    const gatewayId = await givenGateway(db, accountId, {
      channels: CHANNELS,
      settings: {
        congestion: 0,
        speed: 20,
        talkSecondsMost: 60,
        keyPressPercent: 20,
        seed: String(options.seed),
      },
    });
    await givenCampaign(db, accountId, [gatewayId], {
      calls_per_minute: options.callsPerMinute,
      max_retries: 1,
      retry_after_seconds: 2,
      retry_on: [Disposition.Busy, Disposition.Interrupted],
    });
    await givenSubscribers(db, accountId, 1, options.numbers);
    for (let n = 0; n < options.processes; n++) room.start();
    const killed = await inflict(room, options);
    await untilFinished(room);
    const ledger = await room.ledger(gatewayId);
    const problems = await discrepancies(
      { ledger: (id) => room.ledger(id), query: (sql) => room.query(sql) },
      [gatewayId],
    );
    const mostInASecond = mostWithin(
      ledger.map(({ placedAt }) => Date.parse(placedAt)),
      1_000,
    );
    if (mostInASecond > options.callsPerMinute / 60 + 1)
      problems.push(
        `${mostInASecond} calls in a second, where ${options.callsPerMinute / 60} are allowed`,
      );
    const [{ interrupted }] = (await room.query<{ interrupted: number }>(
      `select count(*)::int interrupted from call where disposition = 'interrupted'`,
    )) as [{ interrupted: number }];
    const seconds = Math.round((performance.now() - started) / 1_000);
    return { problems, dialled: ledger.length, interrupted, killed, mostInASecond, seconds };
  } finally {
    await room.close();
  }
}

/** Answers how many processes it has killed. */
async function inflict(
  room: FaultRoom,
  { seed, faults, processes, say }: OrdealOptions,
): Promise<number> {
  let killed = 0;
  const chance = randomFrom(seed);
  for (let n = 0; n < faults; n++) {
    await untilBusy(room, processes);
    await sleep(chance() * 1_500);
    const fault = FAULTS[n % FAULTS.length]!;
    say(fault);
    if (fault === 'cut connections') await room.cutConnections();
    else if (fault === 'crash the database') await room.crashDatabase();
    else {
      const leader = await leaderPid(room);
      const isMeant = ({ pid }: { pid?: number }) =>
        (fault === 'kill the leader') === (pid === leader);
      const victim = room.dialers.find(isMeant) ?? room.dialers[0]!;
      if (fault === 'stop a process') await room.stop(victim);
      else await room.kill(victim);
      if (fault !== 'stop a process') killed++;
    }
    while (room.dialers.length < processes) room.start();
  }
  return killed;
}

/** Waits until every process has calls on the line, so that a fault hits something. */
async function untilBusy(room: FaultRoom, processes: number): Promise<void> {
  for (const end = performance.now() + LONGEST_MS; performance.now() < end;) {
    const pids = room.dialers.map(({ pid }) => pid);
    const busy = await room.query(
      `select from dialer where pid = any ($1) and exists (select from inflight where dialer_id = dialer.id)`,
      [pids],
    );
    if (busy.length >= processes) return;
    await sleep(100);
  }
  throw new Error('The processes have no calls.');
}

async function leaderPid(room: FaultRoom): Promise<number | undefined> {
  const [row] = await room.query<{ pid: number }>(
    'select pid from dialer where leader order by beat_at desc limit 1',
  );
  return row?.pid;
}

async function untilFinished(room: FaultRoom): Promise<void> {
  for (const end = performance.now() + LONGEST_MS; ;) {
    const rows = await room.query(`select from campaign where status = 'finished'`);
    if (rows.length) return;
    if (performance.now() > end) {
      const left =
        await room.query(`select (select count(*) from due) due, (select count(*) from inflight) inflight,
        (select json_agg(dialer) from dialer) dialers`);
      throw new Error(`The campaign does not finish: ${JSON.stringify(left)}`);
    }
    await sleep(250);
  }
}

function mostWithin(times: number[], span: number): number {
  times.sort((a, b) => a - b);
  let [most, first] = [0, 0];
  times.forEach((time, last) => {
    while (times[first]! <= time - span) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
