import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsOptional,
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
import { SMS } from './campaign-basics';
import { CampaignPace } from './campaign-pace';
import { WeekDay } from './week-day';

export enum CampaignStatus {
  Draft = 'draft',
  Running = 'running',
  Paused = 'paused',
  Stopped = 'stopped',
  /** Every subscriber is done. */
  Finished = 'finished',
  /** Its finish time came first. */
  Expired = 'expired',
}

/** Whose time zone a campaign's hours, week days and excluded dates are read in. */
export enum CampaignClock {
  Campaign = 'campaign',
  /** Each contact's own: the one that was set, else all that its number and country allow. */
  Contact = 'contact',
}

/** What a campaign does with a number whose time zone nobody knows, where each contact's own counts. */
export enum UnknownZone {
  /** Its hours are read in the campaign's time zone. */
  Campaign = 'campaign',
  /** It is not called until somebody sets a time zone or country. */
  Hold = 'hold',
}

/**
 * What may still change while a campaign is running or paused; everything else is locked then. Calls under way keep
 * what they began with.
 */
export const CHANGEABLE_UNDER_WAY = [
  'audioId',
  'message',
  'stopConfirmation',
  'language',
  'optOutKey',
  'optOutAudioId',
  'optOutConfirmation',
  'repeatKey',
  'transferKey',
  'transferNumber',
  'questions',
  'recordAudioId',
  'recordPrompt',
  'recordSeconds',
  'goodbyeAudioId',
  'goodbye',
  'callsPerMinute',
  'channels',
  'maxRetries',
  'retryAfterSeconds',
  'retryOn',
  'retryRules',
  'startsAt',
  'endsAt',
  'hoursFrom',
  'hoursUntil',
  'weekDays',
  'excludedDates',
  'timeZone',
  'clock',
  'unknownZone',
  'countryHours',
] as const;

/** Now or later, to the whole minute, as a form shows it. */
function minutesFromNow(minutes: number): string {
  const minute = 60_000;
  return new Date((Math.floor(Date.now() / minute) + minutes) * minute).toISOString();
}

const SCHEDULE = 'Schedule';

/** What a customer writes to describe a campaign. */
export class CampaignInput extends CampaignPace {
  @Field({ label: 'Start', section: SCHEDULE, list: true, sort: true })
  @IsInstant()
  startsAt = minutesFromNow(0);

  @Field({ label: 'Finish', section: SCHEDULE, list: 'hidden', sort: true })
  @IsInstant()
  @IsLaterThan('startsAt', { message: '$property must be later than the start' })
  endsAt = minutesFromNow(24 * 60);

  @Field({
    label: 'From',
    section: SCHEDULE,
    hint: 'Daily hours may cross midnight, for example 20:00 to 02:00',
  })
  @IsTimeOfDay()
  hoursFrom = '00:00';

  @Field({ label: 'Until', section: SCHEDULE })
  @IsTimeOfDay()
  @EndsHoursFrom('hoursFrom', { message: '$property must differ from the beginning of the hours' })
  hoursUntil = '24:00';

  @Field({
    label: 'Week days',
    section: SCHEDULE,
    hint: 'Hours after midnight belong to the day they began on',
  })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one day' })
  @ArrayUnique()
  @IsEnum(WeekDay, { each: true })
  weekDays: WeekDay[] = Object.values(WeekDay);

  @Field({
    label: 'Excluded dates',
    section: SCHEDULE,
    hint: 'Days without calls, such as holidays',
    variants: [{ when: SMS, hint: 'Days without messages, such as holidays' }],
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(400)
  @IsDay({ each: true })
  excludedDates: string[] = [];

  @Field({ label: 'Time zone', section: SCHEDULE, hint: 'Of hours, week days and dates' })
  @IsIanaTimeZone()
  timeZone = 'UTC';

  @Field({
    label: 'Hours count in',
    section: SCHEDULE,
    choices: { campaign: 'The campaign’s time zone', contact: 'Each contact’s own time zone' },
    hint: 'Where a contact may be in several time zones, it is called when all of them are within the hours',
    variants: [
      {
        when: SMS,
        hint: 'Where a contact may be in several time zones, it is texted when all of them are within the hours',
      },
    ],
  })
  @IsEnum(CampaignClock)
  clock: CampaignClock = CampaignClock.Campaign;

  @Field({
    label: 'Unknown time zones',
    section: SCHEDULE,
    choices: { campaign: 'Call by the campaign’s time zone', hold: 'Hold them back' },
    variants: [
      {
        when: SMS,
        choices: { campaign: 'Text by the campaign’s time zone', hold: 'Hold them back' },
      },
    ],
    hint: 'Contacts whose time zone nobody knows',
  })
  @IsEnum(UnknownZone)
  unknownZone: UnknownZone = UnknownZone.Campaign;

  @Field({
    label: 'Keep to the calling hours of each country',
    section: SCHEDULE,
    hint: 'Laws for sales calls, such as 08:00 to 21:00 in the US. Switch it off only for calls that these laws do not cover',
    variants: [
      {
        when: SMS,
        hint: 'Laws for sales calls and texts, such as 08:00 to 21:00 in the US. Switch it off only for messages that these laws do not cover',
      },
    ],
  })
  @IsBoolean()
  countryHours = true;
}
