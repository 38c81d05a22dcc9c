import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import {
  EndsHoursFrom,
  IsDay,
  IsIanaTimeZone,
  IsInstant,
  IsLaterThan,
  IsTimeOfDay,
} from '../field/rules';
import { Channel } from '../gateway/gateway';
import { ALL_OUTCOMES, Outcome } from '../subscriber/outcome';
import { SubscriberState } from '../subscriber/subscriber';
import { CampaignInput, CampaignStatus } from './campaign';
import { ForecastLimit } from './campaign-forecast';
import { HoldReason } from './hold-reason';
import { WeekDay } from './week-day';

/** One reason for which a campaign, or some of its subscribers, is not being called at this moment. */
export class CampaignHoldView {
  @Field({ label: 'Reason', list: true })
  @IsEnum(HoldReason)
  reason = HoldReason.NotStarted;

  /** Whether it holds the whole campaign rather than single subscribers. */
  @Field({ label: 'Whole campaign' })
  @IsBoolean()
  wholeCampaign = false;

  /** Null where nobody has counted. */
  @Field({ label: 'Subscribers', list: true })
  @IsOptional()
  @IsInt()
  subscribers: number | null = null;

  /** Whether there may be more than `subscribers`: only the head of the queue was looked at. */
  @Field({ label: 'At least' })
  @IsBoolean()
  atLeast = false;

  /** When that may change without anybody's doing; null: not by itself. */
  @Field({ label: 'Next', list: true })
  @IsOptional()
  @IsInstant()
  nextAt: string | null = null;

  /** More than the reason says, in a sentence: which gateways, which limit; null where there is no more. */
  @Field({ label: 'Detail', list: true })
  @IsOptional()
  @IsString()
  detail: string | null = null;

  /** Since when, where the activity log has noted it. */
  @Field({ label: 'Since' })
  @IsOptional()
  @IsInstant()
  since: string | null = null;
}

export class CampaignExplanationQuery {
  @Field({ label: 'Number', kind: 'phone' })
  @IsOptional()
  @MaxLength(64)
  number?: string;
}

/** Why one number is, or is not, called by a campaign. */
export class CampaignExplanationView {
  @Field({ label: 'Number', kind: 'phone' })
  @IsString()
  number = '';

  /** Null where the number is not in the campaign. */
  @Field({ label: 'Subscriber id' })
  @IsOptional()
  @IsInt()
  subscriberId: number | null = null;

  /** A contact that has the number, of the campaign's phonebooks where there is one there. */
  @Field({ label: 'Contact id' })
  @IsOptional()
  @IsInt()
  contactId: number | null = null;

  /** Null where the number is not in the campaign. */
  @Field({ label: 'State' })
  @IsOptional()
  @IsEnum(SubscriberState)
  state: SubscriberState | null = null;

  @Field({ label: 'Attempts' })
  @IsInt()
  attempts = 0;

  @Field({ label: 'Last attempt' })
  @IsOptional()
  @IsInstant()
  lastAttemptAt: string | null = null;

  @Field({ label: 'Disposition' })
  @IsOptional()
  @IsIn(ALL_OUTCOMES)
  disposition: Outcome | null = null;

  /** Null where it may be called now. */
  @Field({ label: 'Held back by' })
  @IsOptional()
  @IsEnum(HoldReason)
  heldBy: HoldReason | null = null;

  @Field({ label: 'Next attempt' })
  @IsOptional()
  @IsInstant()
  nextAttemptAt: string | null = null;

  /** How many numbers come before it; null where it does not wait for its turn. */
  @Field({ label: 'Before it' })
  @IsOptional()
  @IsInt()
  ahead: number | null = null;

  /** The answer in a sentence or two. */
  @Field({ label: 'Explanation' })
  @IsString()
  explanation = '';
}

/** What one change of a campaign under way will do. */
export class CampaignEffectView {
  /** Property that changes. */
  @Field({ label: 'Field', list: true })
  @IsString()
  field = '';

  @Field({ label: 'Effect', list: true })
  @IsString()
  effect = '';
}

/** The part of a campaign that decides how long it takes. */
export class CampaignEstimateInput {
  @Field({ label: 'Channel', choices: { voice: 'Voice', sms: 'SMS' } })
  @IsEnum(Channel)
  channel: Channel = Channel.Voice;

  @Field({ label: 'Phonebooks', relation: 'phonebooks' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  phonebookIds: number[] = [];

  @Field({ label: 'Calls per minute' })
  @IsInt()
  @Min(1)
  @Max(60_000)
  callsPerMinute = 60;

  /** Their pace and channels bound the campaign's; blank: nothing does. */
  @Field({ label: 'Gateways', relation: 'gateways' })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(20)
  @IsInt({ each: true })
  gatewayIds?: number[];

  @Field({ label: 'Channels', hint: 'Most calls at the same time' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  channels?: number | null;

  @Field({ label: 'Start' })
  @IsInstant()
  startsAt = new CampaignInput().startsAt;

  @Field({ label: 'Finish' })
  @IsInstant()
  @IsLaterThan('startsAt', { message: '$property must be later than the start' })
  endsAt = new CampaignInput().endsAt;

  @Field({ label: 'From' })
  @IsTimeOfDay()
  hoursFrom = '00:00';

  @Field({ label: 'Until' })
  @IsTimeOfDay()
  @EndsHoursFrom('hoursFrom', { message: '$property must differ from the beginning of the hours' })
  hoursUntil = '24:00';

  @Field({ label: 'Week days' })
  @IsArray()
  @ArrayNotEmpty()
  @IsEnum(WeekDay, { each: true })
  weekDays: WeekDay[] = Object.values(WeekDay);

  @Field({ label: 'Excluded dates' })
  @IsArray()
  @ArrayMaxSize(400)
  @IsDay({ each: true })
  excludedDates: string[] = [];

  @Field({ label: 'Time zone' })
  @IsIanaTimeZone()
  timeZone = 'UTC';
}

/** How many a campaign would call and when every number has had its first call. */
export class CampaignEstimateView {
  /** The pace that campaign, account and gateways allow together. */
  @Field({ label: 'Calls per minute' })
  @IsNumber()
  callsPerMinute = 0;

  @Field({ label: 'Limited by' })
  @IsEnum(ForecastLimit)
  limitedBy = ForecastLimit.Pace;

  /** Active contacts; a number in several phonebooks is counted in each. */
  @Field({ label: 'Contacts' })
  @IsInt()
  contacts = 0;

  /** Null where the schedule ends before. */
  @Field({ label: 'Finishes' })
  @IsOptional()
  @IsInstant()
  finishesAt: string | null = null;

  /** How many have had their first call when the schedule ends. */
  @Field({ label: 'Called in time' })
  @IsInt()
  calledInTime = 0;
}

export class CampaignTimelineQuery {
  @Field({ label: 'From', hint: 'A month ago where it is not given' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @Field({ label: 'Until', hint: 'Two months from now where it is not given' })
  @IsOptional()
  @IsInstant()
  @IsLaterThan('from', { message: '$property must be later than the beginning' })
  until?: string;
}

/** A campaign's place among dates. */
export class CampaignTimelineView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Name', list: true })
  @IsString()
  name = '';

  @Field({ label: 'Status', list: true })
  @IsEnum(CampaignStatus)
  status = CampaignStatus.Draft;

  @Field({ label: 'Start', list: true })
  @IsInstant()
  startsAt = '';

  @Field({ label: 'Finish', list: true })
  @IsInstant()
  endsAt = '';

  /** When it was over before its finish; null while it is not. */
  @Field({ label: 'Ended', list: true })
  @IsOptional()
  @IsInstant()
  endedAt: string | null = null;

  @Field({ label: 'Subscribers' })
  @IsInt()
  subscribers = 0;

  @Field({ label: 'Done' })
  @IsInt()
  done = 0;
}

export class PlaceholderQuery {
  @Field({ label: 'Phonebooks', relation: 'phonebooks', hint: 'Blank: all of them' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  phonebookIds?: number[];
}

/** Something that the texts of a campaign may say about each person. */
export class PlaceholderView {
  /** As it is written between braces. */
  @Field({ label: 'Placeholder', list: true })
  @IsString()
  name = '';

  @Field({ label: 'What it says', list: true })
  @IsString()
  label = '';

  /** Whether it is a variable of contacts rather than one of their fields. */
  @Field({ label: 'Variable' })
  @IsBoolean()
  variable = false;
}
