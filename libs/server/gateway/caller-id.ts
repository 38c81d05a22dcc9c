import { CallerIdPolicy } from '@belltower/dto';
import { DialGateway } from './dial-gateway';

/** What of a gateway decides which number is shown. */
export type CallerIdRules = Pick<DialGateway, 'callerId' | 'callerIdPolicy' | 'callerIdsAllowed'>;

/** The number shown over a gateway for a campaign that asks for this one; null leaves it to the network. */
export function callerIdShown(rules: CallerIdRules, asked: string | null): string | null {
  const { callerId, callerIdPolicy, callerIdsAllowed } = rules;
  const isListed = callerIdPolicy === CallerIdPolicy.Listed;
  const own = callerId ?? (isListed ? (callerIdsAllowed[0] ?? null) : null);
  const ignored = callerIdPolicy === CallerIdPolicy.Own || !asked || !mayShow(rules, asked);
  return ignored ? own : asked;
}

/** Whether a campaign may ask for this number: a gateway that lists them refuses others. */
export function mayShow({ callerIdPolicy, callerIdsAllowed }: CallerIdRules, asked: string) {
  if (callerIdPolicy !== CallerIdPolicy.Listed) return true;
  return callerIdsAllowed.some((allowed) => digitsOf(allowed) === digitsOf(asked));
}

const digitsOf = (number: string) => number.replace(/^\+/, '');
