import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
} from 'class-validator';
import { HoldReason, QUEUE_HOLD_WORDS, QUEUE_HOLDS } from '../campaign/hold-reason';
import { Field } from '../field/field';
import { IsInstant, IsVariables } from '../field/rules';
import { Channel } from '../gateway/gateway';
import { PageQuery } from '../paging/page';
import { SUPPRESSED_BY_WORDS, SuppressedBy } from '../suppression/suppressed-by';
import { ALL_OUTCOMES, Outcome } from './outcome';

/** Where a number stands in its campaign. Being dialled right now is a row of the ledger, not a state. */
export enum SubscriberState {
  /** In the queue for its first attempt. */
  Waiting = 'waiting',
  /** In the queue for a further attempt. */
  Retry = 'retry',
  /** Its message has been handed over; what became of it is not known yet. */
  Sent = 'sent',
  /** Reached. */
  Completed = 'completed',
  /** All attempts used without reaching anybody. */
  Failed = 'failed',
  /** Found on a do-not-call list or opted out. */
  Suppressed = 'suppressed',
  /** Its contact left the phonebook or became inactive, or somebody removed it from the campaign. */
  Removed = 'removed',
}

/** A number's place in one campaign. */
export class SubscriberView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Contact id' })
  @IsOptional()
  @IsInt()
  contactId: number | null = null;

  @Field({ label: 'Contact', list: true })
  @IsOptional()
  @IsString()
  contactName: string | null = null;

  @Field({ label: 'Number', kind: 'phone', list: true, sort: true })
  @IsString()
  number = '';

  @Field({ label: 'Campaign id', relation: 'campaigns' })
  @IsInt()
  campaignId = 0;

  @Field({ label: 'Campaign', list: true })
  @IsString()
  campaignName = '';

  /** Of the campaign. */
  @Field({ label: 'Channel', list: 'hidden', choices: { voice: 'Voice', sms: 'SMS' } })
  @IsEnum(Channel)
  channel: Channel = Channel.Voice;

  @Field({ label: 'State', list: true })
  @IsEnum(SubscriberState)
  state = SubscriberState.Waiting;

  @Field({ label: 'Attempts', list: true })
  @IsInt()
  attempts = 0;

  @Field({ label: 'Last attempt', list: true })
  @IsOptional()
  @IsInstant()
  lastAttemptAt: string | null = null;

  @Field({ label: 'Next attempt', list: true })
  @IsOptional()
  @IsInstant()
  nextAttemptAt: string | null = null;

  /** Why it is not being called now; null where it may be called at once or needs no further call. */
  @Field({ label: 'Held back by', list: true })
  @IsOptional()
  @IsEnum(HoldReason)
  heldBy: HoldReason | null = null;

  @Field({ label: 'Disposition', list: true })
  @IsOptional()
  @IsIn(ALL_OUTCOMES)
  disposition: Outcome | null = null;
}

export class SubscriberQuery extends PageQuery {
  @Field({ label: 'Campaign', relation: 'campaigns' })
  @IsOptional()
  @IsInt()
  @Min(1)
  campaignId?: number;

  @Field({ label: 'State' })
  @IsOptional()
  @IsArray()
  @IsEnum(SubscriberState, { each: true })
  state?: SubscriberState[];

  @Field({ label: 'Disposition' })
  @IsOptional()
  @IsArray()
  @IsIn(ALL_OUTCOMES, { each: true })
  disposition?: Outcome[];

  @Field({
    label: 'Number contains',
    hint: 'Any part; +34 is how it begins, *555 how it ends, =+34… the whole number',
  })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'Last attempt from' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @Field({ label: 'Last attempt until' })
  @IsOptional()
  @IsInstant()
  until?: string;

  @Field({
    label: 'Suppressed by',
    choices: SUPPRESSED_BY_WORDS,
    hint: 'Only suppressed ones; a number with several reasons has the first of these',
  })
  @IsOptional()
  @IsArray()
  @IsEnum(SuppressedBy, { each: true })
  suppressedBy?: SuppressedBy[];

  @Field({
    label: 'Suppressed by list',
    relation: 'suppression-lists',
    hint: 'Of several lists of the account the first by name; opt-outs come before',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  suppressionListId?: number;

  @Field({
    label: 'On the line',
    hint: 'Being called at this moment, or their message being handed over',
  })
  @IsOptional()
  @IsBoolean()
  underWay?: boolean;

  @Field({
    label: 'Waiting because',
    choices: QUEUE_HOLD_WORDS,
    hint: 'Of those left; for do-not-call lists the first 2,000 of each queue are looked up',
  })
  @IsOptional()
  @IsArray()
  @IsIn(QUEUE_HOLDS, { each: true })
  heldBy?: HoldReason[];
}

export enum SubscriberBulkAction {
  /** Call as soon as the campaign may; those that are done, or have used up their attempts, stay as they are. */
  RetryNow = 'retry-now',
  /** Take out of the campaign for good, even if the contact changes. */
  Remove = 'remove',
}

/** Some subscribers: those with `ids`, or all that match the list's filters. */
export class SubscriberChoice {
  @Field({ label: 'Subscribers' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10_000)
  @IsInt({ each: true })
  ids?: number[];

  /** Filters of the list (as in its query string), instead of `ids`. */
  @Field({ label: 'All matching' })
  @IsOptional()
  @IsVariables()
  matching?: Record<string, string>;
}

/** An action on many subscribers. */
export class SubscriberBulkInput extends SubscriberChoice {
  @Field({ label: 'Action' })
  @IsEnum(SubscriberBulkAction)
  action = SubscriberBulkAction.RetryNow;
}

/** So many subscribers that “retry now” leaves alone. */
export class SubscriberLeftView {
  @Field({ label: 'Left alone because' })
  @IsEnum(HoldReason)
  reason = HoldReason.Completed;

  @Field({ label: 'Subscribers' })
  @IsInt()
  subscribers = 0;
}

/** What calling some subscribers again at once would do. */
export class SubscriberRetryView {
  @Field({ label: 'Tried again' })
  @IsInt()
  affected = 0;

  @Field({ label: 'Left alone', of: SubscriberLeftView })
  @IsArray()
  left: SubscriberLeftView[] = [];
}
