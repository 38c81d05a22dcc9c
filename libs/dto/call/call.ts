import {
  IsArray,
  IsEnum,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { WeekDay } from '../campaign/week-day';
import { Field } from '../field/field';
import { IsCountry, IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';
import {
  AttemptFilter,
  CampaignFilter,
  CountryFilter,
  FromFilter,
  GatewayFilter,
  HourFilter,
  NumberFilter,
  SubscriberFilter,
  UntilFilter,
  WeekDayFilter,
} from '../report/attempt-filters';
import { AttemptTo } from '../report/attempt-to';

/** How an attempt ended, in our words; the SIP status and Q.850 cause stand beside it. */
export enum Disposition {
  Answered = 'answered',
  Machine = 'machine',
  Busy = 'busy',
  NoAnswer = 'no-answer',
  Rejected = 'rejected',
  InvalidNumber = 'invalid-number',
  Blocked = 'blocked',
  Congestion = 'congestion',
  Failed = 'failed',
  Cancelled = 'cancelled',
  Interrupted = 'interrupted',
}

/** What happened in a call beyond its answers to questions. */
export enum CallMark {
  /** Something was heard again on a key. */
  Repeated = 'repeated',
  OptedOut = 'opted-out',
  /** Was connected with the other number. */
  Transferred = 'transferred',
  /** Asked to be connected, and was not. */
  TransferFailed = 'transfer-failed',
  /** What the callee said was recorded. */
  Recorded = 'recorded',
}

export const CALL_MARK_WORDS: Readonly<Record<CallMark, string>> = {
  [CallMark.Repeated]: 'Heard it again',
  [CallMark.OptedOut]: 'Opted out',
  [CallMark.Transferred]: 'Connected',
  [CallMark.TransferFailed]: 'Not connected',
  [CallMark.Recorded]: 'Recorded',
};

/** Something that happened during a call, as the engine keeps it: `atMs` milliseconds after it was placed. */
export interface CallTimelineEntry {
  atMs: number;
  event: string;
  detail?: string;
}

/** When a call was placed. */
class CallBegun {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Started', list: true, sort: true })
  @IsInstant()
  startedAt = '';
}

/** One finished attempt: the call detail record. */
export class CallView extends AttemptTo(CallBegun) {
  /** Of the number called; null where it belongs to none, as of satellites. */
  @Field({ label: 'Country', list: true })
  @IsOptional()
  @IsCountry()
  country: string | null = null;

  @Field({ label: 'Caller ID', kind: 'phone', list: 'hidden' })
  @IsOptional()
  @IsString()
  callerId: string | null = null;

  @Field({ label: 'Gateway id', relation: 'gateways' })
  @IsInt()
  gatewayId = 0;

  @Field({ label: 'Gateway', list: 'hidden' })
  @IsString()
  gatewayName = '';

  @Field({ label: 'Attempt', list: 'hidden', hint: '1 is the first call to this number' })
  @IsInt()
  attempt = 1;

  @Field({ label: 'Disposition', list: true })
  @IsEnum(Disposition)
  disposition = Disposition.Answered;

  @Field({ label: 'Ringing', unit: 'seconds', list: true, sort: true })
  @IsInt()
  ringSeconds = 0;

  @Field({ label: 'Talk time', unit: 'seconds', list: true, sort: true })
  @IsInt()
  talkSeconds = 0;

  @Field({ label: 'SIP status', list: 'hidden' })
  @IsOptional()
  @IsInt()
  sipStatus: number | null = null;

  @Field({ label: 'Q.850 cause', list: 'hidden' })
  @IsOptional()
  @IsInt()
  q850: number | null = null;

  @Field({ label: 'Keys pressed', list: 'hidden' })
  @IsOptional()
  @IsString()
  digits: string | null = null;

  /** The key by question, blank where it was asked and no key was pressed; null where nothing was asked. */
  @Field({
    label: 'Answers',
    list: 'hidden',
    kind: 'variables',
    example: { 'Coming on Friday': '1' },
  })
  @IsOptional()
  @IsObject()
  answers: Record<string, string> | null = null;

  @Field({ label: 'What else happened', list: 'hidden', choices: CALL_MARK_WORDS })
  @IsOptional()
  @IsArray()
  @IsEnum(CallMark, { each: true })
  marks: CallMark[] | null = null;
}

/** One event of a call. */
export class CallEventView {
  @Field({ label: 'After', unit: 'milliseconds', hint: 'Since the call was placed' })
  @IsInt()
  atMs = 0;

  /** For example `placed`, `ringing`, `answered`, `machine`, `digit`, `hung-up`. */
  @Field({ label: 'Event' })
  @IsString()
  event = '';

  /** The key pressed, or what the switch said. */
  @Field({ label: 'Detail' })
  @IsOptional()
  @IsString()
  detail: string | null = null;
}

/** A call with all that is known about it. */
export class CallDetailView extends CallView {
  /** Seconds of what the callee said; null where nothing is kept. */
  @Field({ label: 'Recording', unit: 'seconds' })
  @IsOptional()
  @IsNumber()
  recordingSeconds: number | null = null;

  @Field({ label: 'Ended' })
  @IsInstant()
  endedAt = '';

  @Field({ label: 'Events', of: CallEventView })
  @IsArray()
  timeline: CallEventView[] = [];

  @Field({
    label: 'Other attempts',
    of: CallView,
    hint: 'Calls of the same campaign to this number, newest first; at most 50',
  })
  @IsArray()
  attempts: CallView[] = [];
}

/** How far back calls and what was said in them are kept. */
export class CallsKeptView {
  @Field({ label: 'Calls kept since', hint: 'Older ones are gone, what they come to is kept' })
  @IsOptional()
  @IsInstant()
  callsSince: string | null = null;

  @Field({ label: 'Recordings kept since' })
  @IsOptional()
  @IsInstant()
  recordingsSince: string | null = null;
}

/** Which calls: the filters of the list and of its exports alike, those first that are asked for most. */
export class CallQuery extends PageQuery {
  @FromFilter('Without it the last 30 days count, or a subscriber’s whole history')
  from?: string;

  @UntilFilter()
  until?: string;

  @NumberFilter()
  number?: string;

  @CampaignFilter()
  campaignId?: number;

  @Field({ label: 'Disposition' })
  @IsOptional()
  @IsArray()
  @IsEnum(Disposition, { each: true })
  disposition?: Disposition[];

  @GatewayFilter()
  gatewayId?: number;

  @CountryFilter()
  country?: string;

  @AttemptFilter('1 is the first call to a number')
  attempt?: number;

  @HourFilter()
  hour?: number;

  @WeekDayFilter()
  weekDay?: WeekDay[];

  @Field({ label: 'Was asked', hint: 'The name of a question' })
  @IsOptional()
  @MaxLength(60)
  question?: string;

  @Field({
    label: 'Answered with key',
    hint: 'The key pressed in answer to a question; none: it was asked and not answered',
  })
  @IsOptional()
  @Matches(/^([0-9*#]|none)$/, { message: '$property must be one key: 0–9, * or #, or none' })
  answer?: string;

  @Field({ label: 'What happened', choices: CALL_MARK_WORDS })
  @IsOptional()
  @IsArray()
  @IsEnum(CallMark, { each: true })
  mark?: CallMark[];

  @SubscriberFilter()
  subscriberId?: number;

  @Field({ label: 'Talk time at least', unit: 'seconds' })
  @IsOptional()
  @IsInt()
  @Min(0)
  minTalkSeconds?: number;

  @Field({ label: 'Talk time at most', unit: 'seconds' })
  @IsOptional()
  @IsInt()
  @Min(0)
  maxTalkSeconds?: number;
}
