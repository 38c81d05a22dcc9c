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
  processes: number;
  /** How many faults, one every few seconds. */
  faults: number;
  callsPerMinute: number;
  say(line: string): void;
  /** Told how to end everything, for whoever may be interrupted. */
  onEnd?(end: () => Promise<void>): void;
}

export interface Verdict {
  /** What is wrong, in sentences; empty where everything is as it should be. */
  problems: string[];
  numbers: number;
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
/** There are always numbers to call while faults go on, however long that takes. */
const ADDED_AT_ONCE = 600;
const FIRST_NUMBER = 12_025_550_000;
/** What a campaign may take that nobody disturbs any more. */
const FINISH_MS = 300_000;

/** Runs a campaign while processes and the database die, and judges by the carrier's ledger what came of it. */
export async function ordeal(options: OrdealOptions): Promise<Verdict> {
  const started = performance.now();
  const room = await FaultRoom.open(options.root);
  options.onEnd?.(() => room.close());
  try {
    const scene = await Scene.open(room, options);
    for (let n = 0; n < options.processes; n++) room.start();
    const killed = await inflict(scene, options);
    await scene.finish();
    const judged = await judge(scene, options);
    const seconds = Math.round((performance.now() - started) / 1_000);
    return { ...judged, numbers: scene.numbers, killed, seconds };
  } finally {
    await room.close();
  }
}

/** One campaign over one gateway, whose numbers do not run out. */
class Scene {
  numbers = 0;

  private constructor(
    readonly room: FaultRoom,
    readonly gatewayId: number,
    private readonly db: Queryable,
    private readonly accountId: number,
    private readonly campaignId: number,
  ) {}

  static async open(room: FaultRoom, options: OrdealOptions): Promise<Scene> {
    const db: Queryable = {
      query: (sql: string, values?: unknown[]) => room.query(sql, values) as never,
    };
    const [{ id: accountId }] = (await room.query<{ id: number }>(
      `insert into account (name, default_country, time_zone) values ('Clinic', 'US', 'UTC') returning id`,
    )) as [{ id: number }];
    const settings = { congestion: 0, speed: 20, talkSecondsMost: 60, keyPressPercent: 20 };
    const gatewayId = await givenGateway(db, accountId, {
      channels: CHANNELS,
      settings: { ...settings, seed: String(options.seed) },
    });
    const campaignId = await givenCampaign(db, accountId, [gatewayId], {
      calls_per_minute: options.callsPerMinute,
      max_retries: 1,
      retry_after_seconds: 2,
      retry_on: [Disposition.Busy, Disposition.Interrupted],
      // It does not finish before it has all of its numbers.
      roster_complete: false,
    });
    const scene = new Scene(room, gatewayId, db, accountId, campaignId);
    await scene.supply();
    return scene;
  }

  /** Adds numbers where few are left. */
  async supply(): Promise<void> {
    const [{ left }] = (await this.room.query<{ left: number }>(
      'select count(*)::int as left from due',
    )) as [{ left: number }];
    if (left >= ADDED_AT_ONCE) return;
    const first = FIRST_NUMBER + this.numbers;
    await givenSubscribers(this.db, this.accountId, this.campaignId, ADDED_AT_ONCE, first);
    this.numbers += ADDED_AT_ONCE;
  }

  async finish(): Promise<void> {
    await this.room.query('update campaign set roster_complete = true');
    await until(
      async () =>
        (await this.room.query(`select from campaign where status = 'finished'`)).length > 0,
      'The campaign does not finish.',
      FINISH_MS,
    );
  }
}

/** Answers how many processes it has killed. */
async function inflict(
  scene: Scene,
  { seed, faults, processes, say }: OrdealOptions,
): Promise<number> {
  const { room } = scene;
  const chance = randomFrom(seed);
  let killed = 0;
  for (let n = 0; n < faults; n++) {
    await scene.supply();
    await untilBusy(room);
    await new Promise((resolve) => setTimeout(resolve, chance() * 1_500));
    const fault = FAULTS[n % FAULTS.length]!;
    say(`${n + 1}/${faults} ${fault}`);
    killed += await strike(room, fault, chance());
    while (room.dialers.length < processes) room.start();
  }
  return killed;
}

async function judge({ room, gatewayId }: Scene, { callsPerMinute }: OrdealOptions) {
  const ledger = await room.ledger(gatewayId);
  const problems = [
    ...room.accidents,
    ...room.spoiltLines().map((line) => `a log has this line: ${line}`),
    ...(await discrepancies({ ledger: (id) => room.ledger(id), query: (sql) => room.query(sql) }, [
      gatewayId,
    ])),
  ];
  const { mostInASecond, mostChannels } = heights(ledger);
  const most = callsPerMinute / 60 + 1;
  if (mostInASecond > most)
    problems.push(`${mostInASecond} calls in a second, where ${most - 1} are allowed`);
  if (mostChannels > CHANNELS)
    problems.push(`${mostChannels} calls at the same time, where ${CHANNELS} are allowed`);
  const [{ interrupted }] = (await room.query<{ interrupted: number }>(
    `select count(*)::int interrupted from call where disposition = 'interrupted'`,
  )) as [{ interrupted: number }];
  return { problems, dialled: ledger.length, interrupted, mostInASecond, mostChannels };
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
