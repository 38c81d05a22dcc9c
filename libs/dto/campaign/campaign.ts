import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { Disposition } from '../call/call';
import { Field } from '../field/field';
import {
  EndsHoursFrom,
  IsDay,
  IsGivenWith,
  IsIanaTimeZone,
  IsInstant,
  IsLaterThan,
  IsTimeOfDay,
} from '../field/rules';
import { Channel } from '../gateway/gateway';
import { VOICE_LANGUAGES } from '../gateway/voice-languages';
import {
  HasPlaceholders,
  IsKey,
  IsOwnKey,
  IsQuestions,
  LONGEST_SPOKEN,
  Question,
  RECORDING_SECONDS,
} from './call-content';
import { IsRetryRules, MOST_RETRIES, RETRY_AFTER, RETRYABLE, RetryRule } from './retry-policy';
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

const GENERAL = 'General';
const CONTENT = 'Content';
const DIALING = 'Dialing';
const SCHEDULE = 'Schedule';

/** What a customer writes to describe a campaign. */
export class CampaignInput {
  @Field({ label: 'Name', section: GENERAL, list: true, sort: true })
  @Length(1, 120)
  name = '';

  @Field({ label: 'Description', kind: 'multiline', section: GENERAL })
  @IsOptional()
  @MaxLength(1_000)
  description?: string | null;

  @Field({
    label: 'Channel',
    section: GENERAL,
    list: 'hidden',
    choices: { voice: 'Voice', sms: 'SMS' },
  })
  @IsIn([Channel.Voice], { message: '$property must be voice: text messages are not sent yet' })
  channel: Channel = Channel.Voice;

  @Field({
    label: 'Phonebooks',
    relation: 'phonebooks',
    section: GENERAL,
    hint: 'A number in several of them is called once',
  })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one' })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  phonebookIds: number[] = [];

  @Field({
    label: 'Gateways',
    relation: 'gateways',
    section: GENERAL,
    hint: 'In order of preference: the next one is used when the first cannot',
  })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one' })
  @ArrayUnique()
  @ArrayMaxSize(20)
  @IsInt({ each: true })
  gatewayIds: number[] = [];

  @Field({
    label: 'Do-not-call lists',
    relation: 'suppression-lists',
    section: GENERAL,
    hint: 'Besides opt-outs and the lists that always apply',
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(50)
  @IsInt({ each: true })
  suppressionListIds: number[] = [];

  @Field({ label: 'Caller ID', kind: 'phone', section: GENERAL, hint: 'Blank: the gateway’s own' })
  @IsOptional()
  @Matches(/^\+?\d{3,15}$/, { message: '$property must be a phone number' })
  callerId?: string | null;

  @Field({ label: 'Caller name', section: GENERAL })
  @IsOptional()
  @Matches(/^[\p{L}\p{N} .,&'_-]{1,40}$/u, {
    message: "$property must be up to 40 letters, digits, spaces or . , & ' _ -",
  })
  callerName?: string | null;

  @Field({
    label: 'Recording',
    relation: 'audio',
    section: CONTENT,
    hint: 'Played when somebody answers; blank: the message is spoken',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  audioId?: number | null;

  @Field({
    label: 'Message',
    kind: 'multiline',
    section: CONTENT,
    hint: 'Spoken when somebody answers, unless a recording is played; {first_name|friend} is filled in for each person',
  })
  @ValidateIf(({ audioId, message }: CampaignInput) => !audioId || !!message)
  @MinLength(1, { message: '$property is blank: write what is said, or choose a recording' })
  @MaxLength(LONGEST_SPOKEN)
  @HasPlaceholders()
  message = '';

  @Field({
    label: 'Language of the voice',
    section: CONTENT,
    choices: VOICE_LANGUAGES,
    hint: 'Blank: that of the gateway',
  })
  @IsOptional()
  @IsIn(Object.keys(VOICE_LANGUAGES))
  language?: string | null;

  @Field({
    label: 'Key to opt out',
    section: CONTENT,
    hint: 'Pressing it puts the number on the opt-out list at once, whatever is being said',
  })
  @IsOptional()
  @IsKey()
  optOutKey?: string | null;

  @Field({
    label: 'Recording after opting out',
    relation: 'audio',
    section: CONTENT,
    hint: 'Played in place of the text',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  optOutAudioId?: number | null;

  @Field({
    label: 'Said after opting out',
    section: CONTENT,
    hint: 'Blank: the call ends at once',
  })
  @IsOptional()
  @MaxLength(LONGEST_SPOKEN)
  @HasPlaceholders()
  optOutConfirmation?: string | null;

  @Field({
    label: 'Key to hear it again',
    section: CONTENT,
    hint: 'The message, or the question that is being asked',
  })
  @IsOptional()
  @IsKey()
  @IsOwnKey()
  repeatKey?: string | null;

  @Field({
    label: 'Key to be connected',
    section: CONTENT,
    hint: 'Pressing it calls another number over the same gateway and connects the two',
  })
  @IsOptional()
  @IsKey()
  @IsOwnKey()
  @IsGivenWith('transferNumber', { message: '$property needs the number to connect with' })
  transferKey?: string | null;

  @Field({
    label: 'Number to connect with',
    kind: 'phone',
    section: CONTENT,
    hint: 'In international format, such as +12025550123',
  })
  @IsOptional()
  @Matches(/^\+[1-9]\d{6,14}$/, {
    message: '$property must be in international format, such as +12025550123',
  })
  transferNumber?: string | null;

  @Field({
    label: 'Questions',
    section: CONTENT,
    of: Question,
    hint: 'Asked after the message, one after the other, and answered by keys',
  })
  @IsOptional()
  @IsArray()
  @IsQuestions()
  questions: Question[] = [];

  @Field({
    label: 'Recording before they speak',
    relation: 'audio',
    section: CONTENT,
    hint: 'Played in place of the text',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  recordAudioId?: number | null;

  @Field({
    label: 'Asked before recording',
    kind: 'multiline',
    section: CONTENT,
    hint: 'After it, what the person says is recorded; blank: nothing is',
  })
  @IsOptional()
  @MaxLength(LONGEST_SPOKEN)
  @HasPlaceholders()
  recordPrompt?: string | null;

  @Field({ label: 'Longest recording', unit: 'seconds', section: CONTENT })
  @IsInt()
  @Min(RECORDING_SECONDS.min)
  @Max(RECORDING_SECONDS.max)
  recordSeconds: number | null = 30;

  @Field({
    label: 'Recorded goodbye',
    relation: 'audio',
    section: CONTENT,
    hint: 'Played in place of the text',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  goodbyeAudioId?: number | null;

  @Field({
    label: 'Goodbye',
    kind: 'multiline',
    section: CONTENT,
    hint: 'Said last, before the call ends',
  })
  @IsOptional()
  @MaxLength(LONGEST_SPOKEN)
  @HasPlaceholders()
  goodbye?: string | null;

  @Field({
    label: 'Calls per minute',
    section: DIALING,
    list: true,
    sort: true,
    hint: 'Over all of its gateways',
  })
  @IsInt()
  @Min(1)
  @Max(60_000)
  callsPerMinute: number | null = 60;

  @Field({
    label: 'Channels',
    section: DIALING,
    hint: 'Most calls at the same time; blank: as many as the gateways have',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  channels?: number | null;

  @Field({ label: 'Ring timeout', unit: 'seconds', section: DIALING })
  @IsInt()
  @Min(5)
  @Max(600)
  ringTimeoutSeconds: number | null = 45;

  @Field({ label: 'Longest call', unit: 'seconds', section: DIALING })
  @IsInt()
  @Min(5)
  @Max(86_400)
  maxCallSeconds: number | null = 1_800;

  @Field({
    label: 'Retries',
    section: DIALING,
    hint: 'Further attempts after the first, however they end',
  })
  @IsInt()
  @Min(0)
  @Max(MOST_RETRIES)
  maxRetries: number | null = 0;

  @Field({ label: 'Retry after', unit: 'seconds', section: DIALING })
  @IsInt()
  @Min(RETRY_AFTER.min)
  @Max(RETRY_AFTER.max)
  retryAfterSeconds: number | null = 300;

  @Field({ label: 'Retry when', section: DIALING })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(RETRYABLE, {
    each: true,
    message: '$property has an outcome after which nothing is retried',
  })
  retryOn: Disposition[] = [
    Disposition.Busy,
    Disposition.NoAnswer,
    Disposition.Failed,
    Disposition.Interrupted,
  ];

  @Field({
    label: 'Retries by outcome',
    section: DIALING,
    of: RetryRule,
    hint: 'Outcomes with a number of retries, or an interval, of their own',
  })
  @IsOptional()
  @IsArray()
  @IsRetryRules('retryOn')
  retryRules: RetryRule[] = [];

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
  })
  @IsEnum(CampaignClock)
  clock: CampaignClock = CampaignClock.Campaign;

  @Field({
    label: 'Unknown time zones',
    section: SCHEDULE,
    choices: { campaign: 'Call by the campaign’s time zone', hold: 'Hold them back' },
    hint: 'Contacts whose time zone nobody knows',
  })
  @IsEnum(UnknownZone)
  unknownZone: UnknownZone = UnknownZone.Campaign;

  @Field({
    label: 'Keep to the calling hours of each country',
    section: SCHEDULE,
    hint: 'Laws for sales calls, such as 08:00 to 21:00 in the US. Switch it off only for calls that these laws do not cover',
  })
  @IsBoolean()
  countryHours = true;
}
