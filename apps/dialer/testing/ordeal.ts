import { Queryable } from '@belltower/core';
import { Disposition } from '@belltower/dto';
import type { LedgerEntry } from '@belltower/telephony';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from './audit-calls';
import { FaultRoom } from './fault-room';
import { FAULTS, strike, until, untilBusy } from './faults';
import { mostAtOnce, mostWithin } from './spans';

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
  /** Most calls at the same time. */
  mostChannels: number;
  seconds: number;
}

const CHANNELS = 60;

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
    const patienceMs = 120_000 + (options.numbers / options.callsPerMinute) * 120_000;
    await until(
      async () => (await room.query(`select from campaign where status = 'finished'`)).length > 0,
      'The campaign does not finish.',
      patienceMs,
    );
    const ledger = await room.ledger(gatewayId);
    const problems = await discrepancies(
      { ledger: (id) => room.ledger(id), query: (sql) => room.query(sql) },
      [gatewayId],
    );
    const { mostInASecond, mostChannels } = heights(ledger);
    if (mostInASecond > options.callsPerMinute / 60 + 1)
      problems.push(
        `${mostInASecond} calls in a second, where ${options.callsPerMinute / 60} are allowed`,
      );
    if (mostChannels > CHANNELS)
      problems.push(`${mostChannels} calls at the same time, where ${CHANNELS} are allowed`);
    const [{ interrupted }] = (await room.query<{ interrupted: number }>(
      `select count(*)::int interrupted from call where disposition = 'interrupted'`,
    )) as [{ interrupted: number }];
    const seconds = Math.round((performance.now() - started) / 1_000);
    return {
      problems,
      dialled: ledger.length,
      interrupted,
      killed,
      mostInASecond,
      mostChannels,
      seconds,
    };
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
    await untilBusy(room);
    await new Promise((resolve) => setTimeout(resolve, chance() * 1_500));
    const fault = FAULTS[n % FAULTS.length]!;
    say(`${n + 1}. ${fault}`);
    killed += await strike(room, fault);
    while (room.dialers.length < processes) room.start();
  }
  return killed;
}

/** By the carrier's ledger. What a killed process left open ended with it, nobody knows when. */
function heights(ledger: readonly LedgerEntry[]) {
  const placed = ledger.map(({ placedAt }) => Date.parse(placedAt));
  const ended = ledger.filter(({ endedAt }) => endedAt !== null);
  return {
    mostInASecond: mostWithin(placed, 1_000),
    mostChannels: mostAtOnce(
      ended.map(({ placedAt, endedAt }) => [Date.parse(placedAt), Date.parse(endedAt!)]),
    ),
  };
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
