import {
  countedAs,
  Disposition,
  Outcome,
  RetryPolicy,
  retryRuleOf,
  SubscriberState,
} from '@belltower/dto';

/** How many of a number's attempts have ended in each outcome, those that did not count left out. */
export type Tally = Partial<Record<`${Outcome}`, number>>;

/** Where a subscriber stands after an attempt. */
export interface Next {
  state:
    | SubscriberState.Retry
    | SubscriberState.Sent
    | SubscriberState.Completed
    | SubscriberState.Failed;
  /** When to make another; null unless the state is `retry`. */
  at: Date | null;
  /** Attempts made so far. */
  attempts: number;
  /** Carried over to the next attempt. */
  setbacks: number;
  /** The outcome to which the attempt is added in the subscriber's tally; null where none is to be. */
  counted: Outcome | null;
}

/** An attempt that is over, on either channel. */
export interface AttemptMade {
  /** 1 is the first to this number. */
  attempt: number;
  /** How often this attempt has come to nothing before. */
  setbacks: number;
  /** Before this attempt. */
  tally: Tally;
  endedAt: Date;
}

/** How a call ended, as far as it matters for what comes next. */
export interface AttemptEnd extends AttemptMade {
  disposition: Disposition;
  /** Whether somebody picked up, however the call ended. */
  answered: boolean;
}

export interface OutcomeRules {
  policy: RetryPolicy;
  /** Shortest time after an interrupted call, which may live on somewhere, until the number is called again. */
  guardSeconds: number;
  /** From 0 up to 1: spreads numbers that met the same congestion. */
  random: number;
}

const CONGESTION_SECONDS = 10;
const LONGEST_CONGESTION_SECONDS = 900;

/** Setbacks after which the attempt counts, so that a number whose route is always congested does not live for ever. */
const MOST_SETBACKS: Partial<Record<Disposition, number>> = {
  [Disposition.Congestion]: 10,
  [Disposition.Cancelled]: 10,
  [Disposition.Interrupted]: 3,
};

/**
 * Where a subscriber stands after an attempt. Congestion, a call that we cancelled and one that a lost process
 * interrupted are no fault of the number's: they are tried again without using up an attempt, later each time.
 */
export function outcome(end: AttemptEnd, { policy, guardSeconds, random }: OutcomeRules): Next {
  if (end.disposition === Disposition.Answered) return reached(end);
  if (end.disposition === Disposition.Machine) {
    return policy.retryOn.includes(Disposition.Machine)
      ? tryAgain(end, end.disposition, policy)
      : reached(end);
  }
  // Whoever picked up has been called; another call could only annoy.
  if (end.answered) return reached(end);
  if (isSetback(end, policy)) {
    const isLost = end.disposition === Disposition.Interrupted;
    return setBack(end, isLost ? guardSeconds : congestionSeconds(end.setbacks, random));
  }
  const next = tryAgain(end, end.disposition, policy);
  // What a lost process was about may live on, however soon the campaign would call again.
  const isLost = end.disposition === Disposition.Interrupted && next.at;
  return isLost ? { ...next, at: later(next.at!, after(end.endedAt, guardSeconds)) } : next;
}

function isSetback({ disposition, setbacks }: AttemptEnd, { retryOn }: RetryPolicy): boolean {
  if (disposition === Disposition.Interrupted && !retryOn.includes(disposition)) return false;
  return setbacks < (MOST_SETBACKS[disposition] ?? 0);
}

/**
 * Where the way was congested: the same attempt later, longer each time; null once that has lasted so long that the
 * attempt counts.
 * @param random from 0 up to 1
 */
export function afterCongestion(end: AttemptMade, random: number): Next | null {
  if (end.setbacks >= MOST_SETBACKS[Disposition.Congestion]!) return null;
  return setBack(end, congestionSeconds(end.setbacks, random));
}

function congestionSeconds(setbacks: number, random: number): number {
  const seconds = Math.min(CONGESTION_SECONDS * 2 ** setbacks, LONGEST_CONGESTION_SECONDS);
  return seconds * (0.75 + random / 2);
}

/** The same attempt is made again. */
function setBack({ attempt, setbacks, endedAt }: AttemptMade, seconds: number): Next {
  return {
    state: SubscriberState.Retry,
    at: after(endedAt, seconds),
    attempts: attempt - 1,
    setbacks: setbacks + 1,
    counted: null,
  };
}

/**
 * The attempt counts: there is another while the campaign's retries last, and those after this outcome, which are
 * as many as the attempts that have ended in it.
 */
export function tryAgain(
  { attempt, tally, endedAt }: AttemptMade,
  how: Outcome,
  policy: RetryPolicy,
): Next {
  const counted = countedAs(how);
  const rule = retryRuleOf(policy, counted);
  const isLeft = attempt <= policy.maxRetries && (tally[counted] ?? 0) < (rule?.times ?? 0);
  const again = rule && isLeft;
  return {
    state: again ? SubscriberState.Retry : SubscriberState.Failed,
    at: again ? after(endedAt, rule.afterSeconds) : null,
    attempts: attempt,
    setbacks: 0,
    counted,
  };
}

/** Nothing more is to be done about the number. */
export function reached({ attempt }: Pick<AttemptMade, 'attempt'>): Next {
  return {
    state: SubscriberState.Completed,
    at: null,
    attempts: attempt,
    setbacks: 0,
    counted: null,
  };
}

const later = (one: Date, other: Date) => (one > other ? one : other);

const after = (instant: Date, seconds: number) => new Date(instant.getTime() + seconds * 1_000);
