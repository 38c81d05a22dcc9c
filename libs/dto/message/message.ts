import { IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import { WeekDay } from '../campaign/week-day';
import { Field } from '../field/field';
import { IsCountry, IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';
import {
  AttemptFilter,
  CampaignFilter,
  CodeFilter,
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
import { MESSAGE_ENCODING_WORDS, MessageEncoding } from './message-size';
import { MESSAGE_STATE_WORDS, MessageState } from './message-state';

/** When it was a message’s turn. */
class MessageBegun {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Sent', list: true, sort: true, hint: 'When it was its turn' })
  @IsInstant()
  sentAt = '';
}

/** One attempt to reach somebody by a text message: handed over, or refused. */
export class MessageView extends AttemptTo(MessageBegun) {
  /** Of the number; null where it belongs to none, as of satellites. */
  @Field({ label: 'Country', list: 'hidden' })
  @IsOptional()
  @IsCountry()
  country: string | null = null;

  /** A number or a name; null where the provider chose. */
  @Field({ label: 'Sender', list: 'hidden' })
  @IsOptional()
  @IsString()
  sender: string | null = null;

  @Field({ label: 'Gateway id', relation: 'gateways' })
  @IsInt()
  gatewayId = 0;

  @Field({ label: 'Gateway', list: 'hidden' })
  @IsString()
  gatewayName = '';

  @Field({ label: 'Attempt', list: 'hidden', hint: '1 is the first message to this number' })
  @IsInt()
  attempt = 1;

  @Field({ label: 'State', list: true, choices: MESSAGE_STATE_WORDS })
  @IsEnum(MessageState)
  state = MessageState.Sent;

  /** The provider's own word for why; null where there is no error. */
  @Field({ label: 'Error code', list: true })
  @IsOptional()
  @IsString()
  code: string | null = null;

  @Field({ label: 'Text', list: 'hidden', hint: 'With everything filled in' })
  @IsString()
  text = '';

  @Field({ label: 'Encoding', list: 'hidden', choices: MESSAGE_ENCODING_WORDS })
  @IsEnum(MessageEncoding)
  encoding = MessageEncoding.Gsm7;

  @Field({ label: 'Segments', list: 'hidden', hint: 'As the network counts and charges it' })
  @IsInt()
  segments = 1;

  /** Taken or not: when the provider said so, or was not waited for any more. */
  @Field({ label: 'Handed over', list: 'hidden' })
  @IsInstant()
  submittedAt = '';

  @Field({ label: 'Last news', list: 'hidden', hint: 'When its state was reported' })
  @IsInstant()
  stateAt = '';

  @Field({ label: 'Delivered', list: 'hidden' })
  @IsOptional()
  @IsInstant()
  deliveredAt: string | null = null;

  /** From handing over; null where it was not delivered. */
  @Field({ label: 'Time to delivery', unit: 'seconds', list: true })
  @IsOptional()
  @IsInt()
  deliverySeconds: number | null = null;
}

/** What was reported of a message, or of one part of it. */
export class MessageEventView {
  @Field({ label: 'At' })
  @IsInstant()
  at = '';

  /** Reports come in any order: the message's own state is the one that has come furthest. */
  @Field({ label: 'State', choices: MESSAGE_STATE_WORDS })
  @IsEnum(MessageState)
  state = MessageState.Sent;

  @Field({ label: 'Error code' })
  @IsOptional()
  @IsString()
  code: string | null = null;

  /** From 1; null where the whole message is meant. */
  @Field({ label: 'Part' })
  @IsOptional()
  @IsInt()
  part: number | null = null;

  @Field({ label: 'Detail' })
  @IsOptional()
  @IsString()
  detail: string | null = null;

  /** Of the answer one for each part that it took, or one for all; of a report its own, where it is written otherwise. */
  @Field({ label: 'Provider’s ids', hint: 'As the provider writes them' })
  @IsArray()
  @IsString({ each: true })
  ids: string[] = [];
}

/** A message with all that is known about it. */
export class MessageDetailView extends MessageView {
  @Field({ label: 'Waits for reports', hint: 'Whether its state may change still' })
  @IsBoolean()
  awaits = false;

  @Field({ label: 'History', of: MessageEventView, hint: 'Oldest first' })
  @IsArray()
  history: MessageEventView[] = [];

  @Field({
    label: 'Other attempts',
    of: MessageView,
    hint: 'Messages of the same campaign to this number, newest first; at most 50',
  })
  @IsArray()
  attempts: MessageView[] = [];
}

/** How far back messages are kept. */
export class MessagesKeptView {
  @Field({ label: 'Messages kept since', hint: 'Older ones are gone, what they come to is kept' })
  @IsOptional()
  @IsInstant()
  messagesSince: string | null = null;
}

/** Which messages: the filters of the list and of its exports alike, those first that are asked for most. */
export class MessageQuery extends PageQuery {
  @FromFilter('Without it the last 30 days count, or a subscriber’s whole history')
  from?: string;

  @UntilFilter()
  until?: string;

  @NumberFilter()
  number?: string;

  @CampaignFilter()
  campaignId?: number;

  @Field({ label: 'State', choices: MESSAGE_STATE_WORDS })
  @IsOptional()
  @IsArray()
  @IsEnum(MessageState, { each: true })
  state?: MessageState[];

  @CodeFilter()
  code?: string;

  @GatewayFilter()
  gatewayId?: number;

  @CountryFilter()
  country?: string;

  @AttemptFilter('1 is the first message to a number')
  attempt?: number;

  @HourFilter()
  hour?: number;

  @WeekDayFilter()
  weekDay?: WeekDay[];

  @SubscriberFilter()
  subscriberId?: number;
}
