import { AdvisoryLock, Config } from '@belltower/core';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Branches } from './branches';
import { CallName } from './call-name';
import { claim, Claim } from './claim';
import { Crew } from './crew';
import { Hand } from './hand';
import { Helm } from './helm';
import { LeaderWatch } from './leader-watch';
import { SETTLE_MS } from './placing-time';
import { Ration } from './ration';
import { Registrar } from './registrar';
import { ServerClock } from './server-clock';
import { Session } from './session';
import { nextDue, onTheWire, RunningCampaign, runningCampaigns } from './survey';
import { takeTwoChannels, TransferChannels } from './transfer-channels';

const STANDBY_MS = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const SURVEY_MS = 1_000;
/** An import announces its contacts many times a second: they are one change. */
const SURVEY_SOON_MS = 100;
/** Our own calls are counted as they end; those of other processes are seen by counting again. */
const RECOUNT_ALONE_MS = 5_000;
const RECOUNT_MS = 250;
const BUSY_MS = 8;
const IDLE_MS = 50;

/**
 * Decides who is called next. Of all processes the one leads that holds an advisory lock, and it claims on the very
 * connection that holds it: when the connection is cut the lock is free, and what has lost the lock cannot claim.
 */
@Injectable()
export class Leader {
  /** What is known while leading; null in a process that does not. */
  helm: Helm | null = null;
  /** Processes that calls are handed to, this one among them. */
  readonly crew = new Crew();

  private readonly logger = new Logger(Leader.name);
  private stopping = false;
  private running?: Promise<void>;
  private wake: () => void = () => undefined;
  private surveyedAt = 0;
  private surveyAt = 0;
  private recountAt = 0;

  constructor(
    @Inject(Config) private readonly config: Config,
    @Inject(ServerClock) private readonly clock: ServerClock,
    @Inject(Hand) private readonly hand: Hand,
    @Inject(Registrar) private readonly registrar: Registrar,
    @Inject(TransferChannels) private readonly transferChannels: TransferChannels,
  ) {}

  start({ written }: Pick<Branches, 'written'>): void {
    written.subscribe((batch) => {
      batch.forEach((ended) => this.helm?.learn(ended));
      this.wake();
    });
    this.hand.left.subscribe(({ calls, at }) => this.helm?.wire.left(calls, at));
    this.hand.givenBack.subscribe((calls) =>
      calls.forEach((call) => this.helm?.wire.givenBack(call)),
    );
    this.hand.unusable.subscribe((gatewayId) =>
      this.helm?.switchboard.congested(gatewayId, this.clock.now().getTime()),
    );
    this.running = this.run();
  }

  /** Gives up the lead at once, so that another process takes it. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  /** Somebody was told of a call too late: more time is to be left. */
  heardLate(): void {
    this.helm?.time.wasLate(performance.now());
  }

  /** Calls were so late that this process could not place them. */
  heardTooLate(dialerId: string): void {
    this.heardLate();
    this.crew.gaveBack(dialerId, performance.now());
  }

  /** Other processes have put calls back into the queue. */
  gotBack(calls: readonly CallName[]): void {
    for (const call of calls) this.helm?.wire.givenBack(call);
  }

  /** The callee of a call wants to be connected with somebody: it needs a second channel. */
  wantsChannel(call: CallName): void {
    this.helm?.wire.wantsChannel(call);
    this.wake();
  }

  /** Something of an account, or of one campaign, has changed. */
  stir(accountId: number, campaignId?: number): void {
    this.helm?.stir(accountId, campaignId);
    this.surveySoon();
    this.wake();
  }

  private surveySoon(): void {
    this.surveyAt = Math.min(this.surveyAt, this.surveyedAt + SURVEY_SOON_MS);
  }

  private async run(): Promise<void> {
    for (
      let pause = FIRST_PAUSE_MS;
      !this.stopping;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    ) {
      try {
        await this.holdOffice(() => (pause = FIRST_PAUSE_MS));
      } catch (error) {
        this.logger.warn(`lost the claiming connection: ${(error as Error).message}`);
        await this.rest(pause);
      }
    }
  }

  /** Waits for the lock on a connection of its own and leads while both last. */
  private async holdOffice(connected: () => void): Promise<void> {
    let lost = false;
    const session = await Session.open(this.directUrl, 'belltower-leader', () => {
      lost = true;
      this.wake();
    });
    try {
      connected();
      await this.standBy(session);
      if (!this.stopping) await this.lead(session, () => !lost && !this.stopping);
      if (lost) throw new Error('the connection ended');
    } finally {
      this.helm = null;
      this.registrar.leader = false;
      // Broken already, if it was that which ended the office.
      await session.close().catch(() => undefined);
    }
  }

  private async standBy(session: Session): Promise<void> {
    const watch = new LeaderWatch(session);
    while (!this.stopping && !(await this.tryLock(session))) {
      if (await watch.look()) this.logger.warn('the leader was silent and has been unseated');
      await this.rest(STANDBY_MS);
    }
  }

  private async tryLock(session: Session): Promise<boolean> {
    const [row] = await session.query<[{ locked: boolean }]>(
      'select pg_try_advisory_lock($1) as locked',
      [AdvisoryLock.DialerLeader],
    );
    return row.locked;
  }

  private async lead(session: Session, goesOn: () => boolean): Promise<void> {
    const helm = new Helm(this.clock);
    this.crew.set([this.registrar.id]);
    this.registrar.watchAfresh();
    this.surveyAt = this.recountAt = 0;
    await this.survey(session, helm);
    this.helm = helm;
    this.registrar.leader = true;
    this.logger.log('leads');
    // What the last leader placed has to leave the second over which the pace is measured.
    const settled = performance.now() + SETTLE_MS;
    while (goesOn() && performance.now() < settled) await this.rest(IDLE_MS);
    while (goesOn()) {
      if (performance.now() >= this.surveyAt) await this.survey(session, helm);
      if (performance.now() >= this.recountAt) await this.recount(session, helm);
      // Who is on the line already comes before whoever might be called next.
      await this.giveChannels(session, helm);
      const placed = await this.claimAll(session, helm, goesOn);
      await this.rest(placed ? BUSY_MS : IDLE_MS);
    }
  }

  /** Looks at what the tables say: campaigns, gateways, and when dry queues have something due. */
  private async survey(session: Session, helm: Helm): Promise<void> {
    this.surveyedAt = performance.now();
    this.surveyAt = this.surveyedAt + SURVEY_MS;
    helm.switchboard.set(await this.hand.refresh());
    helm.setCampaigns(await runningCampaigns(session));
    await this.lookWhenDue(session, helm, helm.dryCampaigns());
  }

  /** Asks for how long campaigns wait whose queue has nothing due. */
  private async lookWhenDue(
    session: Session,
    helm: Helm,
    dry: readonly RunningCampaign[],
  ): Promise<void> {
    const due = await nextDue(session, dry);
    const now = this.clock.now().getTime();
    for (const { key } of dry) {
      const next = due.get(key);
      const dueInMs = next ? next.at.getTime() - now : null;
      helm.queue(key).surveyed(dueInMs, performance.now(), next?.heldBy);
    }
  }

  private async recount(session: Session, helm: Helm): Promise<void> {
    const period = this.crew.size > 1 ? RECOUNT_MS : RECOUNT_ALONE_MS;
    this.recountAt = performance.now() + period;
    await helm.wire.recount(() => onTheWire(session));
  }

  /** Gives calls the second channels that they wait for, as far as there are free ones. */
  private async giveChannels(session: Session, { wire }: Helm): Promise<void> {
    const given = wire.giveChannels();
    if (!given.length) return;
    for (const { dialerId, ...call } of await takeTwoChannels(session, given)) {
      if (dialerId === this.registrar.id) this.transferChannels.granted(call);
      else void this.registrar.sayChannelGiven(dialerId, call).catch(ignore);
    }
  }

  /** Claims and places what the pace allows, campaign by campaign; answers whether there was anything to place. */
  private async claimAll(session: Session, helm: Helm, goesOn: () => boolean): Promise<boolean> {
    const now = performance.now();
    helm.shareWith(this.crew.size > 1, this.clock.uncertaintyMs(now), now);
    const rations = helm.plan(now, this.crew.capacity(now));
    for (const ration of rations) {
      const campaign = helm.campaign(ration.key)!;
      let claimed: Claim | null = null;
      try {
        if (goesOn()) claimed = await this.claimOne(session, helm, campaign, ration);
      } catch (error) {
        if (!goesOn()) throw error;
        // One campaign that cannot be claimed must not stop the others.
        this.logger.error(`campaign ${ration.key} cannot be claimed: ${(error as Error).message}`);
        helm.queue(ration.key).failed(performance.now());
      }
      helm.claimed(campaign, ration, claimed);
      if (claimed) this.handOver(claimed, helm);
    }
    // A queue that has just run dry may have something due a moment later: retries come one by one.
    if (goesOn()) await this.lookWhenDue(session, helm, helm.justDry());
    return rations.length > 0;
  }

  private async claimOne(
    session: Session,
    helm: Helm,
    campaign: RunningCampaign,
    ration: Ration,
  ): Promise<Claim | null> {
    const queue = helm.queue(campaign.key);
    const atlas = helm.atlas(campaign.key);
    const now = this.clock.now();
    const { most, mark } = queue.reach(ration.slots.length, performance.now());
    const serverTime = (at: number) => new Date(this.clock.serverTime(at));
    const placedBy = serverTime(Math.max(...ration.slots.map(({ at }) => at)));
    const claimed = await claim(session, {
      accountId: campaign.accountId,
      campaignId: campaign.id,
      now,
      most,
      mark,
      routes: helm.routes(campaign, ration, serverTime),
      hands: this.crew.turns(ration.slots.length, performance.now()),
      places: atlas.known(campaign, now, placedBy),
    });
    if (claimed) queue.claimed(claimed, most, performance.now());
    else queue.refused(performance.now());
    if (claimed?.asked.length) atlas.learn(claimed.asked, campaign, now);
    // It was edited: what it says is to be read before its numbers are put off by it.
    if (claimed && claimed.version !== campaign.version) this.surveySoon();
    return claimed;
  }

  /** Committed, so that they may be placed: by this process, or by others when they hear of it. */
  private handOver(claimed: Claim, { wire }: Helm): void {
    const own = claimed.calls.filter(({ dialerId }) => dialerId === this.registrar.id);
    this.hand.take(own, claimed, (call) => ({ ownAt: wire.plannedAt(call) ?? -Infinity }));
    if (own.length === claimed.calls.length) return;
    const others = new Set(claimed.calls.map(({ dialerId }) => dialerId));
    others.delete(this.registrar.id);
    for (const dialerId of others) void this.registrar.callOn(dialerId).catch(ignore);
  }

  private get directUrl(): string {
    return this.config.DATABASE_DIRECT_URL ?? this.config.DATABASE_URL;
  }

  private async rest(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Only a hint: the other process looks by itself. */
const ignore = () => undefined;
