import { IsArray, IsEnum, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { MESSAGE_STATE_WORDS, MessageState } from '../message/message-state';
import { CodeFilter } from './attempt-filters';
import { DailyRowOf, GatewayOf, StepOf } from './figures-of';
import { ReportQuery } from './report';
import { ComparedPeriodView, ReportPeriodView } from './report-period';

/** What each row of a daily report of messages stands for. Times are those of the account's time zone. */
export enum MessageReportGroup {
  Hour = 'hour',
  Day = 'day',
  /** Beginning on Monday. */
  Week = 'week',
  Month = 'month',
  Campaign = 'campaign',
  Gateway = 'gateway',
  /** Of the number. */
  Country = 'country',
  /** The provider's word for why a message was not delivered. */
  Code = 'code',
}

/** Messages that are in one state. */
export class MessageStateCountView {
  @Field({ label: 'State', choices: MESSAGE_STATE_WORDS })
  @IsEnum(MessageState)
  state = MessageState.Sent;

  @Field({ label: 'Messages' })
  @IsInt()
  messages = 0;
}

/** How many messages there are, and how many of them were delivered. */
export class MessageCountsView {
  @Field({ label: 'Messages', list: true, hint: 'Attempts that were handed over, or refused' })
  @IsInt()
  messages = 0;

  @Field({ label: 'Delivered', list: true, hint: 'The phone has it' })
  @IsInt()
  delivered = 0;

  @Field({
    label: 'Delivery rate',
    list: true,
    hint: 'Delivered ÷ messages, between 0 and 1; none without messages. It rises while reports come in.',
  })
  @IsOptional()
  @IsNumber()
  deliveryRate: number | null = null;

  @Field({ label: 'States', of: MessageStateCountView, hint: 'Only those that occur' })
  @IsArray()
  states: MessageStateCountView[] = [];
}

/** What is told about any set of messages. Rows of a report add up to its total, except the average and the share. */
export class MessageFiguresView extends MessageCountsView {
  @Field({
    label: 'Time to delivery',
    unit: 'seconds',
    list: true,
    hint: 'From handing a message over to the phone’s having it, on average of those delivered',
  })
  @IsOptional()
  @IsNumber()
  deliverySeconds: number | null = null;

  @Field({ label: 'Segments', list: true, hint: 'As the network counts and charges them' })
  @IsInt()
  segments = 0;
}

/** One row of a daily report of messages: a stretch of time, a campaign, a gateway, a country or an error code. */
export class MessageDailyRowView extends DailyRowOf(MessageFiguresView) {
  /** As the country is, with which they are asked for; `none` for messages without an error. */
  @Field({ label: 'Error code' })
  @IsOptional()
  @IsString()
  code: string | null = null;
}

/** Messages by time, campaign, gateway, country or error code, with their total. */
export class MessageDailyReportView extends ReportPeriodView {
  @Field({ label: 'Group' })
  @IsEnum(MessageReportGroup)
  group = MessageReportGroup.Day;

  /** Messages of before are not kept any more, only what they come to; null where none has been dropped. */
  @Field({ label: 'Messages kept since' })
  @IsOptional()
  @IsInstant()
  messagesKeptSince: string | null = null;

  /** In order of time, or most messages first. Times without messages are rows of zeros. */
  @Field({ label: 'Rows', of: MessageDailyRowView })
  @IsArray()
  rows: MessageDailyRowView[] = [];

  @Field({ label: 'Total', of: MessageFiguresView })
  total = new MessageFiguresView();
}

/** Which messages a report counts: those that were sent in a period, as they stand now. */
export class MessageReportQuery extends ReportQuery {
  @CodeFilter()
  code?: string;
}

export class MessageDailyQuery extends MessageReportQuery {
  @Field({ label: 'Group by' })
  @IsEnum(MessageReportGroup)
  group = MessageReportGroup.Day;
}

/** One minute of a campaign of messages. */
export class MessageMinuteView {
  @Field({ label: 'Minute' })
  @IsInstant()
  minute = '';

  @Field({ label: 'Messages' })
  @IsInt()
  messages = 0;

  @Field({ label: 'Delivered', hint: 'Of those that were sent in this minute' })
  @IsInt()
  delivered = 0;
}

/** What has become of a campaign's messages since its beginning, and those of its last minutes. */
export class CampaignMessageStatisticsView extends MessageFiguresView {
  /** The last hour, oldest first, minutes without messages included; less than an hour where there are very many. */
  @Field({ label: 'Per minute', of: MessageMinuteView })
  @IsArray()
  perMinute: MessageMinuteView[] = [];
}

/** One bar of the chart over time. */
export class MessageStepView extends StepOf(MessageFiguresView) {}

/** What the messages over one gateway have come to. */
export class MessageGatewayFiguresView extends GatewayOf(MessageFiguresView) {}

/** How often an error code was met. */
export class MessageCodeCountView {
  @Field({ label: 'Error code' })
  @IsString()
  code = '';

  @Field({ label: 'Messages' })
  @IsInt()
  messages = 0;
}

/** What the dashboard shows of messages, in one answer. */
export class MessageDashboardView extends ComparedPeriodView {
  /** Messages of before are not kept any more, only what they come to; null where none has been dropped. */
  @Field({ label: 'Messages kept since' })
  @IsOptional()
  @IsInstant()
  messagesKeptSince: string | null = null;

  @Field({ label: 'Total', of: MessageFiguresView })
  total = new MessageFiguresView();

  @Field({ label: 'Previous total', of: MessageFiguresView })
  previous = new MessageFiguresView();

  @Field({ label: 'Over time', of: MessageStepView })
  @IsArray()
  overTime: MessageStepView[] = [];

  @Field({ label: 'By gateway', of: MessageGatewayFiguresView, hint: 'Most messages first' })
  @IsArray()
  gateways: MessageGatewayFiguresView[] = [];

  @Field({ label: 'Error codes', of: MessageCodeCountView, hint: 'The 10 met most, most first' })
  @IsArray()
  codes: MessageCodeCountView[] = [];

  /** Those that are being handed over at this moment. */
  @Field({ label: 'Messages now' })
  @IsInt()
  messagesNow = 0;
}
