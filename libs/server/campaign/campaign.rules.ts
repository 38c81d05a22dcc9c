import { Account } from '@belltower/auth';
import {
  CampaignInput,
  canonicalQuestions,
  canonicalRules,
  CHANGEABLE_UNDER_WAY,
  FieldProblem,
  fieldsFor,
  Question,
  RETRYABLE,
  RetryRule,
  withoutIdle,
} from '@belltower/dto';
import { LIMIT_OF, LimitedField, limitOf } from './account-limits';

/** The limits of the account that a campaign goes beyond, each named. */
export function limitProblems(
  campaign: Pick<CampaignInput, LimitedField | 'channel'>,
  account: Account,
): FieldProblem[] {
  const specs = new Map(fieldsFor(CampaignInput, campaign).map((spec) => [spec.name, spec]));
  return (Object.keys(LIMIT_OF) as LimitedField[]).flatMap((field) => {
    const spec = specs.get(field);
    const value = campaign[field];
    const limit = limitOf(field, campaign.channel);
    const most = limit ? account[limit] : null;
    if (!spec || value == null || most === null || value <= most) return [];
    const { label, unit } = spec;
    const amount = unit ? `${most.toLocaleString('en')} ${unit}` : most.toLocaleString('en');
    return [{ field, message: `${label} may be at most ${amount}: the limit of your account` }];
  });
}

/** A campaign with all that says nothing in its channel as a new one has it. */
export function asItCounts(given: CampaignInput): CampaignInput {
  const input = withoutIdle(CampaignInput, given);
  const own = RETRYABLE[input.channel];
  return { ...input, retryOn: (input.retryOn ?? []).filter((one) => own.includes(one)) };
}

/** One property of a campaign that a new version changes. */
export interface Change {
  field: keyof CampaignInput;
  label: string;
  from: unknown;
  to: unknown;
}

/** What a new version changes. Lists whose order means nothing are compared without it. */
export function changesOf(before: CampaignInput, after: CampaignInput): Change[] {
  return fieldsFor(CampaignInput, before)
    .map(({ name, label }) => {
      const field = name as keyof CampaignInput;
      return { field, label, from: before[field], to: after[field] };
    })
    .filter(({ field, from, to }) => comparable(field, from) !== comparable(field, to));
}

/** What cannot change while a campaign is running or paused, with why. */
export function lockedProblems(changes: readonly Change[]): FieldProblem[] {
  const changeable: readonly string[] = CHANGEABLE_UNDER_WAY;
  return changes
    .filter(({ field }) => !changeable.includes(field))
    .map(({ field, label }) => ({
      field,
      message: `${label} cannot change while the campaign is under way: stop it and duplicate it`,
    }));
}

function comparable(field: keyof CampaignInput, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && !value.length) return '';
  if (field === 'retryRules' && Array.isArray(value))
    return JSON.stringify(canonicalRules(value as RetryRule[]));
  if (field === 'questions' && Array.isArray(value))
    return JSON.stringify(canonicalQuestions(value as Question[]));
  if (Array.isArray(value) && field !== 'gatewayIds') return JSON.stringify([...value].sort());
  if (field === 'startsAt' || field === 'endsAt') return new Date(value as string).toISOString();
  return JSON.stringify(value);
}
