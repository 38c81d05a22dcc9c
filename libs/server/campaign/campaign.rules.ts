import { Account } from '@belltower/auth';
import {
  CampaignInput,
  canonicalQuestions,
  canonicalRules,
  CHANGEABLE_UNDER_WAY,
  FieldProblem,
  fieldsOf,
  FieldSpec,
  Question,
  RetryRule,
} from '@belltower/dto';
import { LIMIT_OF, LimitedField } from './account-limits';

const SPECS = fieldsOf(CampaignInput);

/** The limits of the account that a campaign goes beyond, each named. */
export function limitProblems(
  campaign: Pick<CampaignInput, LimitedField>,
  account: Account,
): FieldProblem[] {
  return (Object.keys(LIMIT_OF) as LimitedField[]).flatMap((field) => {
    const value = campaign[field];
    const most = account[LIMIT_OF[field]];
    if (value == null || most === null || value <= most) return [];
    const { label, unit } = specOf(field);
    const amount = unit ? `${most.toLocaleString('en')} ${unit}` : most.toLocaleString('en');
    return [{ field, message: `${label} may be at most ${amount}: the limit of your account` }];
  });
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
  return SPECS.map(({ name, label }) => {
    const field = name as keyof CampaignInput;
    return { field, label, from: before[field], to: after[field] };
  }).filter(({ field, from, to }) => comparable(field, from) !== comparable(field, to));
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

function specOf(field: string): FieldSpec {
  return SPECS.find(({ name }) => name === field)!;
}
