import { isFinalState, MessageState, Outcome, RetryPolicy, SubscriberState } from '@belltower/dto';
import { AttemptMade, Next, reached, Tally, tryAgain } from './outcome';

/**
 * Where a subscriber stands after a message, given what is known of it. What was handed over and what may have been
 * waits for its receipts; it is never sent again by itself.
 * @param awaits whether receipts may come
 */
export function messageOutcome(
  end: AttemptMade & { state: MessageState; awaits: boolean },
  policy: RetryPolicy,
): Next {
  const { state, attempt, awaits } = end;
  if (state === MessageState.Delivered) return reached(end);
  if (isFinalState(state)) return tryAgain(end, state, policy);
  if (!awaits) return reached(end);
  return { state: SubscriberState.Sent, at: null, attempts: attempt, setbacks: 0, counted: null };
}

/** A subscriber as a report finds it. */
export interface Standing {
  state: SubscriberState;
  /** Attempts made so far. */
  attempts: number;
  outcome: Outcome | null;
  tally: Tally | null;
}

/** A message of which something was told. */
export interface ToldMessage {
  attempt: number;
  before: MessageState;
  state: MessageState;
  /** Whether a report may change it yet. */
  awaits: boolean;
  /** What its campaign says about retries; null where it makes no more attempts. */
  policy: RetryPolicy | null;
}

/** Where a report leaves a subscriber; `at` and `counted` as of {@link Next}. */
export interface Moved {
  state: SubscriberState;
  outcome: Outcome | null;
  at: Date | null;
  counted: Outcome | null;
}

const UNREACHED: readonly SubscriberState[] = [
  SubscriberState.Waiting,
  SubscriberState.Retry,
  SubscriberState.Sent,
  SubscriberState.Failed,
];

/**
 * What a report on a message means for its subscriber; null where nothing changes. Whoever has got a message is done,
 * whichever it was and whatever has been planned since. All else that is told counts only of the last message.
 */
export function moveByReport(standing: Standing, message: ToldMessage, now: Date): Moved | null {
  const { state, attempts, tally } = standing;
  const { attempt, before, state: told, awaits, policy } = message;
  if (told === before || !UNREACHED.includes(state)) return null;
  const as = (after: SubscriberState): Moved => ({
    ...{ state: after, outcome: told },
    ...{ at: null, counted: null },
  });
  if (told === MessageState.Delivered) return as(SubscriberState.Completed);
  if (attempts !== attempt) return null;
  if (state !== SubscriberState.Sent) return as(state);
  if (!isFinalState(told)) return as(awaits ? state : SubscriberState.Completed);
  const end = { attempt, setbacks: 0, tally: tally ?? {}, endedAt: now };
  const next = tryAgain(end, told, policy ?? NO_MORE);
  return { state: next.state, outcome: told, at: next.at, counted: next.counted };
}

/**
 * What becomes of a subscriber of whose last message nothing more will be told; null where nothing does. What was taken
 * counts as having arrived; of what may not even have been taken, nobody knows.
 */
export function moveByExpiry(
  { state, attempts }: Standing,
  message: Pick<ToldMessage, 'attempt' | 'state'>,
): Moved | null {
  if (state !== SubscriberState.Sent || attempts !== message.attempt) return null;
  const taken = message.state === MessageState.Sent;
  const after = taken ? SubscriberState.Completed : SubscriberState.Failed;
  return { state: after, outcome: message.state, at: null, counted: null };
}

const NO_MORE: RetryPolicy = { maxRetries: 0, retryAfterSeconds: 0, retryOn: [], retryRules: [] };
