import {
  buildMessage,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  validateSync,
  ValidationArguments,
} from 'class-validator';
import { Disposition } from '../call/call';
import { Field } from '../field/field';
import { fieldsOf } from '../field/fields-of';
import { problemsOf } from '../field/standard-schema';
import { Channel } from '../gateway/gateway';
import { MessageState } from '../message/message-state';
import type { Outcome } from '../subscriber/outcome';

/** Outcomes after which another attempt can make sense, by channel. */
export const RETRYABLE: Readonly<Record<Channel, readonly Outcome[]>> = {
  [Channel.Voice]: [
    Disposition.Busy,
    Disposition.NoAnswer,
    Disposition.Machine,
    Disposition.Rejected,
    Disposition.Failed,
    Disposition.Interrupted,
  ],
  [Channel.Sms]: [
    MessageState.Undelivered,
    MessageState.Expired,
    MessageState.Failed,
    MessageState.Rejected,
  ],
};

/** The same of every channel, each once. */
export const EVER_RETRYABLE: readonly Outcome[] = [
  ...new Set([...RETRYABLE[Channel.Voice], ...RETRYABLE[Channel.Sms]]),
];

/** Shortest and longest time until a retry, in seconds. */
export const RETRY_AFTER = { min: 30, max: 604_800 } as const;
/** Most retries of one number. */
export const MOST_RETRIES = 20;

/** Where retries after one outcome differ from the campaign's. */
export class RetryRule {
  @Field({ label: 'Outcome' })
  @IsIn(EVER_RETRYABLE, { message: '$property is an outcome after which nothing is retried' })
  disposition: Outcome = Disposition.Busy;

  @Field({ label: 'At most', unit: 'times', hint: 'Blank: up to the campaign’s retries' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_RETRIES)
  times: number | null = null;

  @Field({ label: 'After', unit: 'seconds', hint: 'Blank: the campaign’s interval' })
  @IsOptional()
  @IsInt()
  @Min(RETRY_AFTER.min)
  @Max(RETRY_AFTER.max)
  afterSeconds: number | null = null;
}

/** What a campaign wants to happen after an attempt that reached nobody. */
export interface RetryPolicy {
  /** Attempts after the first, whatever they end in. */
  maxRetries: number;
  retryAfterSeconds: number;
  /** Outcomes that are retried. */
  retryOn: readonly Outcome[];
  /** Where some of these outcomes have a number or an interval of their own. */
  retryRules: readonly RetryRule[];
}

/** The rule by which retries after an outcome go; null where it is not retried. */
export function retryRuleOf(
  policy: RetryPolicy,
  disposition: Outcome,
): { times: number; afterSeconds: number } | null {
  if (!policy.retryOn.includes(disposition)) return null;
  const own = policy.retryRules.find((rule) => rule.disposition === disposition);
  return {
    times: Math.min(own?.times ?? policy.maxRetries, policy.maxRetries),
    afterSeconds: own?.afterSeconds ?? policy.retryAfterSeconds,
  };
}

/** Under which outcome an attempt is counted: congestion that never ends is a failure by another name. */
export function countedAs<T extends Outcome>(outcome: T): T | Disposition.Failed {
  return outcome === Disposition.Congestion ? Disposition.Failed : outcome;
}

/** The same rules in one order and shape, without those that say nothing. */
export function canonicalRules(rules: readonly Partial<RetryRule>[]): RetryRule[] {
  return EVER_RETRYABLE.flatMap((disposition) => {
    const rule = rules.find((one) => one.disposition === disposition);
    const [times, afterSeconds] = [rule?.times ?? null, rule?.afterSeconds ?? null];
    return times === null && afterSeconds === null ? [] : [{ disposition, times, afterSeconds }];
  });
}

/** Retried outcomes, of which attempts by the record's channel can have any; those of a new record are of every channel. */
export const IsRetried = (): PropertyDecorator =>
  ValidateBy({
    name: 'isRetried',
    validator: {
      validate: (value, args) => strangersAmong(value, args).length === 0,
      defaultMessage: (args) =>
        `$property has an outcome of the other channel: ${strangersAmong(args?.value, args).join(', ')}`,
    },
  });

function strangersAmong(value: unknown, args?: ValidationArguments): Outcome[] {
  if (!Array.isArray(value) || !args || isUntouched(value, args)) return [];
  const own: readonly Outcome[] = RETRYABLE[channelOf(args.object)];
  return EVER_RETRYABLE.filter((one) => value.includes(one) && !own.includes(one));
}

function isUntouched(value: unknown, { object, property }: ValidationArguments): boolean {
  const fresh = new (object.constructor as new () => Record<string, unknown>)();
  return JSON.stringify(value) === JSON.stringify(fresh[property]);
}

function channelOf(record: object | undefined): Channel {
  const { channel } = (record ?? {}) as { channel?: Channel };
  return channel === Channel.Sms ? channel : Channel.Voice;
}

/** Retry rules, one at most for each outcome that the property `on` of the same record lists. */
export const IsRetryRules = (on: string): PropertyDecorator =>
  ValidateBy({
    name: 'isRetryRules',
    constraints: [on],
    validator: {
      validate: (value, args) => problemOf(value, args?.object, on) === null,
      defaultMessage: buildMessage(
        (_, args) => `$property: ${problemOf(args?.value, args?.object, on)}`,
      ),
    },
  });

function listOf(record: object | undefined, name: string): readonly unknown[] {
  const list = (record as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(list) ? list : [];
}

/** What is wrong with the rules, in words; null where nothing is. */
function problemOf(value: unknown, record: object | undefined, on: string): string | null {
  if (!Array.isArray(value)) return 'a list of rules is expected';
  const own: readonly unknown[] = RETRYABLE[channelOf(record)];
  const retried = listOf(record, on).filter((one) => own.includes(one));
  const seen = new Set<unknown>();
  for (const rule of value as unknown[]) {
    const problem = problemOfRule(rule);
    if (problem) return problem;
    const { disposition } = rule as RetryRule;
    if (seen.has(disposition)) return `there are two rules for ${disposition}`;
    if (!retried.includes(disposition)) return `${disposition} is not retried at all`;
    seen.add(disposition);
  }
  return null;
}

function problemOfRule(rule: unknown): string | null {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule))
    return 'each rule names an outcome, a number and an interval';
  const names = fieldsOf(RetryRule).map(({ name }) => name);
  const unknown = Object.keys(rule).find((name) => !names.includes(name));
  if (unknown) return `a rule has no ${unknown}`;
  if (!('disposition' in rule)) return 'a rule has to name its outcome';
  const [problem] = problemsOf(RetryRule, validateSync(Object.assign(new RetryRule(), rule)));
  return problem ? `${rule.disposition as string}: ${problem.message}` : null;
}

/** A rule as a person would say it, for example `busy at most 3 times, after 10 minutes`. */
export function ruleWords({ disposition, times, afterSeconds }: RetryRule): string {
  const often = times === null ? '' : ` at most ${times === 1 ? 'once' : `${times} times`}`;
  const after = afterSeconds === null ? '' : ` after ${intervalWords(afterSeconds)}`;
  return `${disposition.replaceAll('-', ' ')}${[often, after].filter(Boolean).join(',')}`;
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** In the largest unit of which it is a whole number. */
function intervalWords(seconds: number): string {
  const [length, name] = UNITS.find(([unit]) => seconds % unit === 0)!;
  const count = seconds / length;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
