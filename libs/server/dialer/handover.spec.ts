import {
  AccountStatus,
  CampaignClock,
  CampaignStatus,
  Channel,
  UnknownZone,
  WeekDay,
} from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import fc from 'fast-check';
import { Claim, ClaimedCall } from './claim';
import { Departure, Departures } from './departures';
import { givenDialGateway } from './dialer.builder';
import { Helm } from './helm';
import { SETTLE_MS } from './placing-time';
import { Ration } from './ration';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';
import { campaignKey, RunningCampaign } from './survey';

/*
 * Several dialing processes on one timeline of milliseconds, which is the server's. Everything that decides is the
 * engine's own; the lock, the ledger, notifications and the stillness of processes are played.
 */

const LENGTH_MS = 7_000;

interface Fault {
  at: number;
  process: number;
  /** The process does nothing for so long; a stall of its event loop, or a freeze. */
  stillMs: number;
  /** Whether the lock is taken from its holder, whoever that is. */
  unseats: boolean;
}

interface Story {
  callsPerSecond: number;
  processes: number;
  faults: Fault[];
  /** Most of what a statement or a notice takes. */
  slowMs: number;
  /** How many notices in a hundred never come, so that the call is found by looking. */
  lostPercent: number;
  seed: number;
}

/** A call of the ledger whose process has heard of it at `heardAt`. */
interface Given {
  call: ClaimedCall;
  heardAt: number;
  departure: Departure;
}

interface Claiming {
  ration: Ration;
  commitsAt: number;
  answersAt: number;
  claim: Claim | null;
}

const campaign = (callsPerSecond: number): RunningCampaign => ({
  key: campaignKey(1, 1),
  accountId: 1,
  id: 1,
  channel: Channel.Voice,
  status: CampaignStatus.Running,
  callsPerMinute: callsPerSecond * 60,
  channels: null,
  callerId: null,
  rosterComplete: true,
  gatewayIds: [1],
  accountStatus: AccountStatus.Active,
  accountAllows: true,
  accountCallsPerMinute: null,
  accountChannels: null,
  startsAt: new Date('2026-01-01T00:00:00Z'),
  endsAt: new Date('2027-01-01T00:00:00Z'),
  hoursFrom: '00:00',
  hoursUntil: '24:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'UTC',
  version: '',
  clock: CampaignClock.Campaign,
  unknownZone: UnknownZone.Campaign,
  countryHours: false,
  accountHours: null,
});
/** One dialing process: its clock shows something else than the server's, and it is never quite sure what. */
class Player {
  readonly clock = new ServerClock({} as SessionPool);
  readonly departures = new Departures(this.clock);
  helm: Helm | null = null;
  claiming: Claiming | null = null;
  plansAt = 0;
  stillUntil = 0;
  given: Given[] = [];

  constructor(
    readonly index: number,
    private readonly aheadMs: number,
  ) {}

  /** What its own monotonic clock shows. */
  local(now: number): number {
    return now + this.aheadMs;
  }

  read(now: number, there: number, back: number): void {
    this.clock.add(now, this.local(now - there), this.local(now + back));
  }
}

class Play {
  readonly placedAt: number[] = [];
  private readonly players: Player[];
  private holder: Player | null = null;
  private lockFreeAt = 0;
  private calls = 0;
  private random: () => number;

  constructor(private readonly story: Story) {
    this.random = randomFrom(story.seed);
    this.players = Array.from(
      { length: story.processes },
      (_, index) => new Player(index, Math.round(this.random() * 1e7)),
    );
  }

  run(): number[] {
    for (const player of this.players) this.read(player, 0);
    for (let now = 0; now < LENGTH_MS; now++) {
      for (const fault of this.story.faults) if (fault.at === now) this.strike(fault, now);
      for (const player of this.players) if (now >= player.stillUntil) this.act(player, now);
    }
    return this.placedAt;
  }

  private strike({ process, stillMs, unseats }: Fault, now: number): void {
    const player = this.players[process % this.players.length]!;
    player.stillUntil = Math.max(player.stillUntil, now + stillMs);
    if (!unseats) return;
    // Whatever its claim has committed by now stays committed; the rest never is.
    this.holder = null;
    this.lockFreeAt = now;
  }

  private act(player: Player, now: number): void {
    if (now % 1_000 === player.index * 7) this.read(player, now);
    this.depart(player, now);
    if (player.claiming && now >= player.claiming.answersAt) this.answered(player, now);
    if (player.claiming && this.holder !== player && this.random() < 0.02) this.cutOff(player, now);
    if (player.helm && this.holder !== player && !player.claiming) player.helm = null;
    if (!this.holder && now >= this.lockFreeAt && this.random() < 0.02) this.lead(player, now);
    if (player.helm && !player.claiming && now >= player.plansAt) this.plan(player, now);
  }

  private read(player: Player, now: number): void {
    player.read(now, this.random() * 4, this.random() * 4);
  }

  private lead(player: Player, now: number): void {
    this.cutOff(player, now);
    this.holder = player;
    player.helm = new Helm(new FixedClock());
    player.helm.switchboard.set([givenDialGateway()]);
    player.helm.setCampaigns([campaign(this.story.callsPerSecond)]);
    player.plansAt = now + SETTLE_MS;
  }

  private plan(player: Player, now: number): void {
    const helm = player.helm!;
    const local = player.local(now);
    player.plansAt = now + 8;
    helm.shareWith(this.players.length > 1, player.clock.uncertaintyMs(local), local);
    const [ration] = helm.plan(local, 1);
    if (!ration) return;
    const commitsAt = now + this.delay();
    player.claiming = { ration, commitsAt, answersAt: commitsAt + this.delay(), claim: null };
    this.commit(player, player.claiming, now);
  }

  /** Writes the ledger, unless the lock is taken away before; every process hears of its calls in its own time. */
  private commit(player: Player, claiming: Claiming, now: number): void {
    const { ration, commitsAt } = claiming;
    const { faults } = this.story;
    if (faults.some(({ at, unseats }) => unseats && at > now && at <= commitsAt)) return;
    const calls = ration.slots.map(({ at }, seat): ClaimedCall => {
      const placeAt = Math.round(player.clock.serverTime(at));
      const hand = this.players[seat % this.players.length]!;
      const call = { id: ++this.calls, accountId: 1, gatewayId: 1, campaignId: 1, placeAt };
      const claimed = { ...call, dialerId: String(hand.index) } as ClaimedCall;
      if (hand !== player) this.tell(hand, claimed, commitsAt);
      return claimed;
    });
    claiming.claim = { calls } as Claim;
  }

  private tell(hand: Player, call: ClaimedCall, committedAt: number): void {
    const isLost = this.random() * 100 < this.story.lostPercent;
    const heardAt = committedAt + (isLost ? 1_000 * this.random() : this.delay());
    hand.given.push({ call, heardAt, departure: { serverAt: call.placeAt } });
  }

  /** The connection has gone before the answer came: what was claimed is found in the ledger. */
  private cutOff(player: Player, now: number): void {
    for (const call of player.claiming?.claim?.calls ?? [])
      if (call.dialerId === String(player.index)) this.tell(player, call, now);
    player.claiming = null;
    player.helm = null;
  }

  private answered(player: Player, now: number): void {
    const { ration, claim } = player.claiming!;
    player.claiming = null;
    const { helm } = player;
    helm?.claimed(campaign(this.story.callsPerSecond), ration, claim);
    for (const call of claim?.calls ?? []) {
      if (call.dialerId !== String(player.index)) continue;
      const ownAt = helm?.wire.plannedAt(call);
      const departure = ownAt === undefined ? { serverAt: call.placeAt } : { ownAt };
      player.given.push({ call, heardAt: now, departure });
    }
  }

  private depart(player: Player, now: number): void {
    const local = player.local(now);
    player.given = player.given.filter(({ call, heardAt, departure }) => {
      if (now < heardAt) return true;
      const decision = player.departures.decide(departure, local);
      if (decision === 'wait') return true;
      if (decision === 'place') {
        this.placedAt.push(now);
        if ('ownAt' in departure) player.helm?.wire.left([call], local);
      } else {
        player.helm?.wire.givenBack(call);
        this.holder?.helm?.time.wasLate(this.holder.local(now));
      }
      return false;
    });
  }

  /** Mostly short. */
  private delay(): number {
    return Math.floor(this.random() ** 4 * this.story.slowMs);
  }
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function mostInASecond(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [most, first] = [0, 0];
  sorted.forEach((time, last) => {
    while (sorted[first]! <= time - 1_000) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

const stall = fc.integer({ min: 5, max: 160 });
const freeze = fc.integer({ min: 200, max: 4_000 });
const fault: fc.Arbitrary<Fault> = fc.record({
  at: fc.integer({ min: 0, max: LENGTH_MS }),
  process: fc.nat(2),
  stillMs: fc.oneof(fc.constant(0), stall, freeze),
  unseats: fc.boolean(),
});
const story: fc.Arbitrary<Story> = fc.record({
  callsPerSecond: fc.constantFrom(1, 10, 33.3, 60, 150),
  processes: fc.integer({ min: 1, max: 3 }),
  faults: fc.array(fault, { maxLength: 12 }),
  slowMs: fc.constantFrom(10, 100, 400),
  lostPercent: fc.constantFrom(0, 10),
  seed: fc.nat(),
});

/** Calls in the whole seconds since the first. */
function played(told: Pick<Story, 'callsPerSecond' | 'processes' | 'faults'>) {
  const placed = new Play({ ...told, slowMs: 20, lostPercent: 0, seed: 3 }).run();
  const from = placed[0]!;
  const seconds = Math.floor((LENGTH_MS - from) / 1_000);
  return { placed, seconds, calls: placed.filter((at) => at < from + seconds * 1_000).length };
}

describe('the pace over hand-overs', () => {
  it('is never above the cap by more than a call, whoever leads, is frozen, is late or thinks it another time', () => {
    fc.assert(
      fc.property(story, (told) => {
        const placed = new Play(told).run();
        expect(mostInASecond(placed)).toBeLessThanOrEqual(told.callsPerSecond + 1);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['alone', 1],
    ['among three', 3],
  ])('is the whole cap while nothing happens, %s', (_, processes) => {
    const { calls, seconds } = played({ callsPerSecond: 60, processes, faults: [] });
    expect(calls).toBeGreaterThanOrEqual(60 * seconds * 0.99);
  });

  it('makes up for a leader that was held up, within the cap', () => {
    const faults = [3_000, 3_600, 4_400, 5_100].map((at) => ({
      at,
      process: 0,
      stillMs: 140,
      unseats: false,
    }));
    const { calls, seconds, placed } = played({ callsPerSecond: 20, processes: 1, faults });
    expect(calls).toBeGreaterThanOrEqual(20 * seconds - 1);
    expect(mostInASecond(placed)).toBeLessThanOrEqual(21);
  });
});
