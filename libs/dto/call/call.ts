import { IsArray, IsEnum, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';

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

/** Something that happened during a call, as the engine keeps it: `atMs` milliseconds after it was placed. */
export interface CallTimelineEntry {
  atMs: number;
  event: string;
  detail?: string;
}

/** One finished attempt: the call detail record. */
export class CallView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Started', list: true, sort: true })
  @IsInstant()
  startedAt = '';

  @Field({ label: 'Campaign id', relation: 'campaigns' })
  @IsInt()
  campaignId = 0;

  @Field({ label: 'Campaign', list: true })
  @IsString()
  campaignName = '';

  @Field({ label: 'Subscriber id' })
  @IsInt()
  subscriberId = 0;

  @Field({ label: 'Contact id' })
  @IsOptional()
  @IsInt()
  contactId: number | null = null;

  @Field({ label: 'Contact', list: true })
  @IsOptional()
  @IsString()
  contactName: string | null = null;

  @Field({ label: 'Number', kind: 'phone', list: true })
  @IsString()
  number = '';

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

/** Which calls: the filters of the list and of its exports alike. */
export class CallQuery extends PageQuery {
  @Field({
    label: 'From',
    hint: 'Without it the last 30 days count, or a subscriber’s whole history',
  })
  @IsOptional()
  @IsInstant()
  from?: string;

  @Field({ label: 'Until' })
  @IsOptional()
  @IsInstant()
  until?: string;

  @Field({ label: 'Campaign', relation: 'campaigns' })
  @IsOptional()
  @IsInt()
  @Min(1)
  campaignId?: number;

  @Field({ label: 'Gateway', relation: 'gateways' })
  @IsOptional()
  @IsInt()
  @Min(1)
  gatewayId?: number;

  @Field({ label: 'Disposition' })
  @IsOptional()
  @IsArray()
  @IsEnum(Disposition, { each: true })
  disposition?: Disposition[];

  @Field({ label: 'Number contains' })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'Subscriber', relation: 'subscribers' })
  @IsOptional()
  @IsInt()
  @Min(1)
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
