import { Account } from '@belltower/auth';
import { AccountInput, CampaignInput, Channel, fieldsOf } from '@belltower/dto';
import { Allowance } from './capacity';
import { AccountHours, AccountHoursColumns, accountHoursOf } from './account-hours';

/** Which account limit bounds which property of a campaign that calls. */
export const LIMIT_OF = {
  callsPerMinute: 'maxCallsPerMinute',
  channels: 'maxChannels',
  maxRetries: 'maxRetries',
  ringTimeoutSeconds: 'maxRingTimeoutSeconds',
  maxCallSeconds: 'maxCallSeconds',
} as const;

/** Of one that sends messages, which take no channels of the account's. */
const MESSAGE_LIMIT_OF = {
  callsPerMinute: 'maxMessagesPerMinute',
  maxRetries: 'maxRetries',
} as const;

/** Properties of a campaign that an account limit bounds. */
export type LimitedField = keyof typeof LIMIT_OF;

type Limit = (typeof LIMIT_OF)[LimitedField] | 'maxMessagesPerMinute';

/** What an account allows, of all that concerns calling and sending. */
export type AccountLimits = Pick<Account, Limit | 'maxCampaigns' | 'maxSubscribersPerCampaign'>;

/** The account limit that bounds a property of a campaign; none where that is not bounded on its channel. */
export function limitOf(field: LimitedField, channel: Channel): Limit | undefined {
  const limits: Partial<Record<LimitedField, Limit>> =
    channel === Channel.Sms ? MESSAGE_LIMIT_OF : LIMIT_OF;
  return limits[field];
}

/** How fast an account may go by one channel: its own channels carry only calls. */
export function allowanceOf(
  limits: Pick<AccountLimits, 'maxCallsPerMinute' | 'maxMessagesPerMinute' | 'maxChannels'>,
  channel: Channel,
): Allowance {
  return channel === Channel.Sms
    ? { callsPerMinute: limits.maxMessagesPerMinute, channels: null }
    : { callsPerMinute: limits.maxCallsPerMinute, channels: limits.maxChannels };
}

/** Limits of which 0 means that no attempt may be made at all. */
const NOTHING_AT_ZERO: Readonly<Record<Channel, readonly Limit[]>> = {
  [Channel.Voice]: ['maxCallsPerMinute', 'maxChannels', 'maxRingTimeoutSeconds', 'maxCallSeconds'],
  [Channel.Sms]: ['maxMessagesPerMinute'],
};
const NOTHING: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: 'it may make no calls',
  [Channel.Sms]: 'it may send no messages',
};

/**
 * A campaign as it is carried out: what it says, or the account's limit where that is stricter, and with the account's
 * calling hours. Both may change while it runs. The claim does the same in SQL.
 */
export function withinLimits<T extends Pick<CampaignInput, LimitedField | 'channel'>>(
  campaign: T,
  limits: AccountLimits & AccountHoursColumns,
): T & { accountHours: AccountHours | null } {
  const bounded = (Object.keys(LIMIT_OF) as LimitedField[]).map((field) => {
    const limit = limitOf(field, campaign.channel);
    const values = [campaign[field], limit && limits[limit]].filter((value) => value != null);
    return [field, values.length ? Math.min(...values) : null] as const;
  });
  return { ...campaign, ...Object.fromEntries(bounded), accountHours: accountHoursOf(limits) };
}

/**
 * Which limit keeps a campaign from calling or sending at all, in a sentence; null where none does.
 * @param startedBefore campaigns of the account that run and were started before this one
 */
export function forbiddingLimit(
  limits: AccountLimits,
  channel: Channel,
  startedBefore: number,
): string | null {
  const zero = NOTHING_AT_ZERO[channel].find((limit) => limits[limit] === 0);
  if (zero) return `The account’s limit “${limitLabel(zero)}” is 0: ${NOTHING[channel]}`;
  const { maxCampaigns } = limits;
  if (maxCampaigns === null || startedBefore < maxCampaigns) return null;
  const most = maxCampaigns.toLocaleString('en');
  return maxCampaigns
    ? `The account’s limit “Campaigns” is ${most}, and as many that were started before this one are running`
    : 'The account’s limit “Campaigns” is 0: none of its campaigns may call';
}

/** A limit in the words of the page that sets it. */
export function limitLabel(limit: keyof AccountLimits): string {
  return fieldsOf(AccountInput).find(({ name }) => name === limit)!.label;
}

/**
 * Whether the account lets a running campaign call at all, as a boolean SQL expression: it is active, none of its
 * limits is a 0 that allows nothing, and the campaign is among the first so many that were started. The twin of
 * {@link forbiddingLimit}, besides the account's status.
 * @param campaign alias of the `campaign` row
 * @param account alias of its `account` row
 */
export function accountAllowsSql(campaign: string, account: string): string {
  return `(
    ${account}.status = 'active'
    and case when ${campaign}.channel = 'sms' then ${account}.max_messages_per_minute is distinct from 0
             else ${account}.max_calls_per_minute is distinct from 0
                  and ${account}.max_channels is distinct from 0
                  and ${account}.max_ring_timeout_seconds is distinct from 0
                  and ${account}.max_call_seconds is distinct from 0 end
    and (${account}.max_campaigns is null
         or ${startedBeforeSql(campaign)} < ${account}.max_campaigns)
  )`;
}

const LIMIT_COLUMNS = {
  max_retries: 'max_retries',
  ring_timeout_seconds: 'max_ring_timeout_seconds',
  max_call_seconds: 'max_call_seconds',
} as const;

/** A column of a campaign, or the account's limit where that is stricter, as a SQL expression. */
export function limitedSql(campaign: string, column: keyof typeof LIMIT_COLUMNS): string {
  return `least(${campaign}.${column}, (
    select limits.${LIMIT_COLUMNS[column]} from account limits where limits.id = ${campaign}.account_id))`;
}

/** How many running campaigns of the same account were started before this one, as a SQL expression. */
export function startedBeforeSql(campaign: string): string {
  return `(
    select count(*) from campaign earlier
     where earlier.account_id = ${campaign}.account_id and earlier.status = 'running' and earlier.deleted_at is null
       and (coalesce(earlier.started_at, earlier.created_at), earlier.id)
         < (coalesce(${campaign}.started_at, ${campaign}.created_at), ${campaign}.id))`;
}
