import { Config, Notification, Notifications } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import { Subscription, throttleTime } from 'rxjs';
import { ClaimedCall } from './claim';
import { Clerk } from './clerk';
import { Hand } from './hand';
import { CallPair, Leader } from './leader';
import { Office } from './office';
import { HAND_OVER, Registrar } from './registrar';
import { repeat, Repeating } from './repeat';

const SECOND_MS = 1_000;
const LATE_MS = 200;

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
  ) {}

  start(clerk: Clerk): void {
    this.rounds = [
      repeat('Beat', SECOND_MS, () => this.registrar.beat()),
      repeat('Hand', SECOND_MS, () => this.tend()),
      repeat('Office', SECOND_MS, () => this.office.round(this.leader)),
    ];
    this.listening = this.notifications.all().subscribe((hint) => this.hear(hint));
    this.hand.givenBack.subscribe((calls) => void this.sayGivenBack(calls).catch(ignore));
    this.hand.late.pipe(throttleTime(LATE_MS)).subscribe(() => void this.sayLate().catch(ignore));
    this.hand.start(clerk);
    this.leader.start(clerk);
    // After the leader, who has to know by then that they are off the wire.
    this.ends = clerk.written.subscribe(
      (batch) => void this.office.wrote(this.leader, batch).catch(ignore),
    );
  }

  /**
   * Stops in order: no new claims, and the lead goes to another process; calls end, or are hung up after `seconds`;
   * what became of them is written; then this process signs off.
   */
  async stop(clerk: Clerk, seconds: Config['DIALER_DRAIN_SECONDS']): Promise<void> {
    this.registrar.stopping = true;
    await this.leader.stop();
    await this.hand.drain(seconds);
    await clerk.drained();
    this.listening?.unsubscribe();
    this.ends?.unsubscribe();
    await Promise.all(this.rounds.map((round) => round.stop()));
    await this.registrar.signOff();
  }

  private async tend(): Promise<void> {
    this.hand.watch();
    await this.hand.lookForCalls(this.registrar.id);
    await this.hand.obey();
  }

  private hear({ topic, accountId, id, data }: Notification): void {
    if (topic === HAND_OVER && data?.['late']) this.leader.heardLate();
    if (topic === HAND_OVER && data?.['back']) this.leader.gotBack(data['back'] as CallPair[]);
    if (topic === HAND_OVER && data?.['dialerId'] === this.registrar.id)
      void this.hand.lookForCalls(this.registrar.id).catch(ignore);
    // Progress is what we say ourselves.
    if (topic === 'campaign' && !data?.['progress']) {
      this.leader.stir(accountId, id);
      void this.hand.obey().catch(ignore);
    }
    if (topic === 'contact' || topic === 'suppression') this.leader.stir(accountId);
  }

  /** The leader, wherever it is, plans others in the place of calls that have not been made. */
  private async sayGivenBack(calls: readonly ClaimedCall[]): Promise<void> {
    if (!this.registrar.leader) await this.registrar.sayGivenBack(calls);
  }

  /** The leader, wherever it is, leaves more time. */
  private async sayLate(): Promise<void> {
    if (this.registrar.leader) return this.leader.heardLate();
    await this.registrar.sayLate();
  }
}

/** A hint that could not be followed: the round of the next second does the same. */
const ignore = () => undefined;
