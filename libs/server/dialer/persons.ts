import { RetryPolicy, SubscriberState } from '@belltower/dto';
import { LockedSubscriber, MessageChange, SubscriberChange } from './message-changes';
import { moveByExpiry, moveByReport, Moved } from './message-outcome';

const QUEUED: readonly SubscriberState[] = [SubscriberState.Waiting, SubscriberState.Retry];

/** Subscribers of some messages, and where what has become of these leaves them. */
export class Persons {
  private readonly persons: Map<
    string,
    { before: LockedSubscriber; now: LockedSubscriber } & Pick<Moved, 'at' | 'counted'>
  >;

  constructor(subscribers: readonly LockedSubscriber[]) {
    this.persons = new Map(
      subscribers.map((before) => [
        nameOf(before.accountId, before.id),
        { before, now: { ...before }, at: null, counted: null },
      ]),
    );
  }

  /**
   * Something was told of a message.
   * @param policy what its campaign says about retries; null where it makes no more attempts, as nobody does who was
   * erased
   */
  follow(change: MessageChange, policy: RetryPolicy | null, now: Date): void {
    const { before, state, awaits } = change;
    const told = { attempt: before.attempt, before: before.state, state, awaits };
    this.move(change, (standing) =>
      moveByReport(standing, { ...told, policy: standing.erased ? null : policy }, now),
    );
  }

  /** Nothing more will be told of a message. */
  expire(change: MessageChange): void {
    const { before, state } = change;
    this.move(change, (standing) => moveByExpiry(standing, { attempt: before.attempt, state }));
  }

  changes(): SubscriberChange[] {
    return [...this.persons.values()].flatMap(({ before, now, at, counted }) => {
      const { state, outcome } = now;
      if (state === before.state && outcome === before.outcome) return [];
      const { accountId, id, campaignId, queuedAt } = before;
      const wasQueued = QUEUED.includes(before.state) && !QUEUED.includes(state);
      const takenBack = wasQueued ? queuedAt : null;
      return [
        { accountId, id, campaignId, before: before.state, state, outcome, at, counted, takenBack },
      ];
    });
  }

  private move(
    { before: { accountId, subscriberId } }: MessageChange,
    by: (standing: LockedSubscriber) => Moved | null,
  ): void {
    const person = this.persons.get(nameOf(accountId, subscriberId));
    const moved = person && by(person.now);
    if (!moved) return;
    const { state, outcome, at, counted } = moved;
    Object.assign(person.now, { state, outcome });
    // A retry that is planned and taken back at once is not made.
    person.at = state === SubscriberState.Retry ? (at ?? person.at) : null;
    person.counted ??= counted;
  }
}

const nameOf = (accountId: number, id: number) => `${accountId} ${id}`;
