import { Config, Notification, Notifications } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import { Subscription, throttleTime } from 'rxjs';
import { Branches } from './branches';
import { CallName } from './call-name';
import { ClaimedCall } from './claim';
import { Hand } from './hand';
import { Leader } from './leader';
import { LineKeeper } from './line-keeper';
import { Office } from './office';
import { CallPair, HAND_OVER, Registrar } from './registrar';
import { repeat, Repeating } from './repeat';
import { TransferChannels } from './transfer-channels';

const SECOND_MS = 1_000;
const LATE_MS = 200;
const LINES_MS = 5 * SECOND_MS;

/** One dialing process: stands by to lead, and places the calls that the leader hands to it. */
@Injectable()
export class Dialer {
  private rounds: Repeating[] = [];
  private listening?: Subscription;
  private ends?: Subscription;

  constructor(
    @Inject(Registrar) private readonly registrar: Registrar,
    @Inject(Leader) private readonly leader: Leader,
    @Inject(Hand) private readonly hand: Hand,
    @Inject(Office) private readonly office: Office,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(TransferChannels) private readonly channels: TransferChannels,
    @Inject(LineKeeper) private readonly lines: LineKeeper,
  ) {}

  start(branches: Branches): void {
    this.rounds = [
      repeat('Beat', SECOND_MS, () => this.registrar.beat()),
      repeat('Hand', SECOND_MS, () => this.tend()),
      repeat('Office', SECOND_MS, () => this.office.round(this.leader)),
      repeat('Lines', LINES_MS, () => this.lines.round(this.leader.helm)),
    ];
    this.listening = this.notifications.all().subscribe((hint) => this.hear(hint));
    this.hand.givenBack.subscribe((calls) => void this.sayGivenBack(calls).catch(ignore));
    // Only what this process has planned itself may leave late at all.
    this.hand.late.subscribe(() => this.leader.heardLate());
    this.hand.tooLate
      .pipe(throttleTime(LATE_MS))
      .subscribe(() => void this.sayTooLate().catch(ignore));
    this.channels.wanted.subscribe((call) => void this.sayWantsChannel(call).catch(ignore));
    this.hand.start(branches);
    this.leader.start(branches);
    // After the leader, who has to know by then that they are off the wire.
    this.ends = branches.written.subscribe(
      (batch) => void this.office.wrote(this.leader, batch).catch(ignore),
    );
  }

  /**
   * Stops in order: no new claims, and the lead goes to another process; calls end, or are hung up after `seconds`;
   * what became of them is written; then this process signs off.
   */
  async stop(branches: Branches, seconds: Config['DIALER_DRAIN_SECONDS']): Promise<void> {
    this.registrar.stopping = true;
    await this.leader.stop();
    await this.hand.drain(seconds);
    await branches.drained();
    this.listening?.unsubscribe();
    this.ends?.unsubscribe();
    await Promise.all(this.rounds.map((round) => round.stop()));
    await this.registrar.signOff();
  }

  private async tend(): Promise<void> {
    this.hand.watch();
    this.channels.askAgain();
    await this.hand.lookForCalls(this.registrar.id);
    await this.hand.obey();
  }

  private hear({ topic, accountId, id, data }: Notification): void {
    if (topic === HAND_OVER && data) this.hearHandOver(data as HandOver);
    // Progress is what we say ourselves.
    if (topic === 'campaign' && !data?.['progress']) {
      this.leader.stir(accountId, id);
      void this.hand.obey().catch(ignore);
    }
    if (topic === 'contact' || topic === 'suppression') this.leader.stir(accountId);
    if (topic === 'suppression') void this.hand.obey().catch(ignore);
  }

  private hearHandOver({ late, back, dialerId, wants, given, to }: HandOver): void {
    if (late) this.leader.heardTooLate(late);
    if (back) this.leader.gotBack(back.map(named));
    if (dialerId === this.registrar.id)
      void this.hand.lookForCalls(this.registrar.id).catch(ignore);
    if (wants) this.leader.wantsChannel(named(wants));
    if (given && to === this.registrar.id) this.channels.granted(named(given));
  }

  private async sayWantsChannel(call: CallName): Promise<void> {
    if (this.registrar.leader) return this.leader.wantsChannel(call);
    await this.registrar.sayWantsChannel(call);
  }

  /** The leader, wherever it is, plans others in the place of calls that have not been made. */
  private async sayGivenBack(calls: readonly ClaimedCall[]): Promise<void> {
    if (!this.registrar.leader) await this.registrar.sayGivenBack(calls);
  }

  /** The leader, wherever it is, leaves more time, and gives this process fewer calls. */
  private async sayTooLate(): Promise<void> {
    if (this.registrar.leader) return this.leader.heardTooLate(this.registrar.id);
    await this.registrar.sayTooLate();
  }
}

/** What processes tell each other about calls that are handed over: one of these at a time. */
type HandOver = Partial<{
  /** The process for which calls came too late. */
  late: string;
  /** Calls are in the queue again. */
  back: CallPair[];
  /** Whom the ledger has calls for. */
  dialerId: string;
  /** A call that wants a second channel. */
  wants: CallPair;
  /** A call that has got one, and whose it is. */
  given: CallPair;
  to: string;
}>;

const named = ([accountId, id]: CallPair): CallName => ({ accountId, id });

/** A hint that could not be followed: the round of the next second does the same. */
const ignore = () => undefined;
