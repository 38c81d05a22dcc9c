import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { WeekDay } from '../campaign/week-day';
import { Field } from '../field/field';
import {
  EndsHoursFrom,
  IsCountry,
  IsGivenWith,
  IsIanaTimeZone,
  IsInstant,
  IsTimeOfDay,
} from '../field/rules';
import { together } from '../gateway/driver-rules';
import { PageQuery } from '../paging/page';

export enum AccountStatus {
  Active = 'active',
  Suspended = 'suspended',
}

/** Who an account is. */
export class OrganisationInput {
  @Field({ label: 'Organisation', list: true, sort: true, section: 'General' })
  @Length(1, 120)
  name = '';

  @Field({
    label: 'Country',
    list: true,
    section: 'General',
    hint: 'Numbers without a country code are read as numbers of this country',
  })
  @IsCountry()
  defaultCountry = 'US';

  @Field({
    label: 'Time zone',
    list: true,
    section: 'General',
    hint: 'Times in the panel and in reports are shown in it',
  })
  @IsIanaTimeZone()
  timeZone = 'UTC';
}

/** Replies that are understood, of letters or digits at least in part. */
function Words(label: string, hint: string): PropertyDecorator {
  return together(
    Field({ label, section: 'Replies', hint, example: ['enough'] }),
    IsArray(),
    ArrayMaxSize(100),
    ArrayUnique(),
    Length(1, 40, { each: true }),
    Matches(/[\p{L}\p{N}]/u, { each: true, message: 'each of $property needs a letter or digit' }),
  );
}

/** What an owner may change about their own account. */
export class AccountSettingsInput extends OrganisationInput {
  @Field({
    label: 'Call and text from',
    section: 'Hours and attempts',
    example: '09:00',
    hint: 'Holds for every campaign, beside its own hours. Blank: at any hour',
  })
  @IsOptional()
  @IsTimeOfDay()
  @IsGivenWith('callUntil', {
    message: '$property needs an end: fill in “Call and text until” too',
  })
  callFrom: string | null = null;

  @Field({
    label: 'Call and text until',
    section: 'Hours and attempts',
    example: '20:00',
    hint: 'May be past midnight, for example 20:00 to 02:00',
  })
  @IsOptional()
  @IsTimeOfDay()
  @IsGivenWith('callFrom', {
    message: '$property needs a beginning: fill in “Call and text from” too',
  })
  @EndsHoursFrom('callFrom', { message: '$property must differ from the beginning of the hours' })
  callUntil: string | null = null;

  @Field({
    label: 'On these days',
    section: 'Hours and attempts',
    hint: 'Read in this account’s time zone, or in each contact’s own where a campaign goes by that',
  })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one day' })
  @ArrayUnique()
  @IsEnum(WeekDay, { each: true })
  callDays: WeekDay[] = Object.values(WeekDay);

  @Field({
    label: 'Attempts at one number in 24 hours',
    section: 'Hours and attempts',
    hint: 'At most, over all campaigns together; blank: as many as the campaigns make',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  attemptsPerDay: number | null = null;

  @Field({
    label: 'Attempts at one number in 7 days',
    section: 'Hours and attempts',
    hint: 'Any 7 days in a row, not the days of the calendar',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  attemptsPerWeek: number | null = null;

  @Words(
    'Words that stop messages',
    'Besides STOP and its like in many languages; a reply has to say nothing else',
  )
  stopWords: string[] = [];

  @Words('Words that start them again', 'Besides START and its like')
  startWords: string[] = [];
}

/** What an operator may change about an account. A blank limit is none; 0 allows nothing. */
export class AccountInput extends AccountSettingsInput {
  @Field({ label: 'May add gateways of its own', section: 'Limits' })
  @IsBoolean()
  mayAddGateways = false;

  @Field({
    label: 'Calls per minute',
    section: 'Limits',
    hint: 'Over all campaigns; blank is unlimited',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  maxCallsPerMinute: number | null = null;

  @Field({
    label: 'Channels',
    section: 'Limits',
    hint: 'Calls at the same time; blank is unlimited',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  maxChannels: number | null = null;

  @Field({ label: 'Campaigns', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  maxCampaigns: number | null = null;

  @Field({ label: 'Subscribers per campaign', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  maxSubscribersPerCampaign: number | null = null;

  @Field({ label: 'Contacts', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  maxContacts: number | null = null;

  @Field({ label: 'Retries', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  maxRetries: number | null = null;

  @Field({
    label: 'Attempts at one number, 24 hours',
    section: 'Limits',
    hint: 'The account may set a stricter one itself',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  maxAttemptsPerDay: number | null = null;

  @Field({ label: 'Attempts at one number, 7 days', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(500)
  maxAttemptsPerWeek: number | null = null;

  @Field({ label: 'Ring timeout', unit: 'seconds', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3_600)
  maxRingTimeoutSeconds: number | null = null;

  @Field({ label: 'Longest call', unit: 'seconds', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(86_400)
  maxCallSeconds: number | null = null;

  @Field({ label: 'Messages per minute', section: 'Limits' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  maxMessagesPerMinute: number | null = null;
}

/** An account as an operator sees it. */
export class AccountView extends AccountInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Status', list: true, sort: true })
  @IsEnum(AccountStatus)
  status = AccountStatus.Active;

  @Field({ label: 'Demonstration' })
  @IsBoolean()
  demo = false;

  @Field({ label: 'Created', list: true, sort: true })
  @IsInstant()
  createdAt = '';
}

export class AccountQuery extends PageQuery {
  @Field({ label: 'Organisation' })
  @IsOptional()
  @Length(1, 120)
  q?: string;

  @Field({ label: 'Status' })
  @IsOptional()
  @IsEnum(AccountStatus)
  status?: AccountStatus;
}

/** How much of one of its limits an account has used. */
export class LimitUsageView {
  /** Property of the account that holds the limit, for example `maxContacts`. */
  @Field({ label: 'Limit' })
  @IsString()
  limit = '';

  @Field({ label: 'What' })
  @IsString()
  label = '';

  /** Null where it is a ceiling for each campaign or call, which is not used up. */
  @Field({ label: 'Used' })
  @IsOptional()
  @IsInt()
  used: number | null = null;

  /** Null is unlimited. */
  @Field({ label: 'Allowed' })
  @IsOptional()
  @IsInt()
  allowed: number | null = null;
}
