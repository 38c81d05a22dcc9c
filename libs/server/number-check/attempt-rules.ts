import { AttemptsAnswer } from '@belltower/campaign';
import { CallRule, HoldReason } from '@belltower/dto';
import { allowed, notBefore, refused, Ruling } from './ruling';

/** What the rules about attempts look at: attempts at the number over all campaigns of the account. */
export interface AttemptsCase {
  facts: { attempts: AttemptsAnswer };
}

export function attemptsPerDay({ facts: { attempts } }: AttemptsCase, at: Date): Ruling {
  const { caps, inDay } = attempts;
  return capped(
    CallRule.AttemptsPerDay,
    HoldReason.AttemptsPerDay,
    attempts,
    caps.perDay,
    inDay,
    at,
  );
}

export function attemptsPerWeek({ facts: { attempts } }: AttemptsCase, at: Date): Ruling {
  const { caps, inWeek } = attempts;
  return capped(
    CallRule.AttemptsPerWeek,
    HoldReason.AttemptsPerWeek,
    attempts,
    caps.perWeek,
    inWeek,
    at,
  );
}

function capped(
  rule: CallRule,
  reason: HoldReason,
  { hold }: AttemptsAnswer,
  cap: number | null,
  made: number,
  at: Date,
): Ruling {
  const words = made === 1 ? 'One attempt' : `${made === 0 ? 'No' : made} attempts`;
  if (cap === null) return allowed(rule, `${words}, and your account has no cap`);
  if (cap === 0) return refused(rule, 'Your account allows none');
  const because = `${words} of at most ${cap}`;
  const isHeld = hold?.reason === reason && hold.until > at;
  return isHeld ? notBefore(rule, because, hold.until) : allowed(rule, because);
}
