import { CampaignInput, canonicalQuestions, canonicalRules, placeholdersIn } from '@belltower/dto';
import { Campaign } from './campaign.entity';
import { CampaignRecord } from './campaign.view';

/** What a campaign may leave blank, and so has no default that would name it. */
const OPTIONAL = [
  'description',
  'callerId',
  'callerName',
  'audioId',
  'language',
  'optOutKey',
  'optOutAudioId',
  'optOutConfirmation',
  'stopConfirmation',
  'repeatKey',
  'transferKey',
  'transferNumber',
  'recordAudioId',
  'recordPrompt',
  'goodbyeAudioId',
  'goodbye',
  'channels',
] as const;

/** What would make a campaign what it is. */
export function inputOf(campaign: CampaignRecord): CampaignInput {
  const given = campaign as unknown as Record<string, unknown>;
  const names = Object.keys(new CampaignInput());
  const values = [...names, ...OPTIONAL].map((name) => [name, given[name]]);
  return { ...(Object.fromEntries(values) as CampaignInput), ...instantsOf(campaign) };
}

const instantsOf = ({ startsAt, endsAt }: Campaign) => ({
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
});

type Optional = { [Name in (typeof OPTIONAL)[number]]: NonNullable<CampaignInput[Name]> | null };

/** What an input is in the columns of a campaign. */
export function columnsOf(input: CampaignInput) {
  const { phonebookIds, gatewayIds, suppressionListIds, startsAt, endsAt, ...columns } = input;
  return {
    ...(columns as Required<typeof columns>),
    // What is left blank is null, so that a replaced campaign keeps nothing that was taken out.
    ...(Object.fromEntries(OPTIONAL.map((name) => [name, input[name] ?? null])) as Optional),
    message: input.message ?? '',
    questions: canonicalQuestions(input.questions ?? []),
    recordSeconds: input.recordSeconds!,
    placeholders: placeholdersIn(input),
    retryOn: input.retryOn,
    retryRules: canonicalRules(input.retryRules ?? []),
    excludedDates: input.excludedDates ?? [],
    callsPerMinute: input.callsPerMinute!,
    ringTimeoutSeconds: input.ringTimeoutSeconds!,
    maxCallSeconds: input.maxCallSeconds!,
    maxRetries: input.maxRetries!,
    retryAfterSeconds: input.retryAfterSeconds!,
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
  };
}

/** A name with something behind it, cut to the longest that a campaign may have. */
export const nameWith = (name: string, more: string) => name.slice(0, 120 - more.length) + more;
