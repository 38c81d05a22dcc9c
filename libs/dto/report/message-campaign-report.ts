import { IsArray, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { AttemptOf, HourOf } from './figures-of';
import {
  MessageCodeCountView,
  MessageCountsView,
  MessageFiguresView,
  MessageGatewayFiguresView,
  MessageStepView,
} from './message-report';
import { ReportedCampaign } from './reported-campaign';

/** What the first messages of a campaign came to, what the second ones, and so on. */
export class MessageAttemptFiguresView extends AttemptOf(
  MessageCountsView,
  '1 is the first message to a number; one that the gateway had no room for is no attempt',
) {}

/** What the messages came to that were sent at an hour of the day, on any day. */
export class MessageHourFiguresView extends HourOf(MessageFiguresView) {}

/** What the messages to one country came to. */
export class MessageCountryFiguresView extends MessageFiguresView {
  /** Two letters, or `none`: as it is asked for. */
  @Field({ label: 'Country' })
  @IsString()
  country = '';

  @Field({ label: 'Name' })
  @IsString()
  name = '';
}

/** One campaign of messages from its beginning to now: what was asked, and what has come of it. */
export class MessageCampaignReportView extends ReportedCampaign(MessageFiguresView) {
  /** Messages of before are not kept any more, only what they come to; null where none has been dropped. */
  @Field({ label: 'Messages kept since' })
  @IsOptional()
  @IsInstant()
  messagesKeptSince: string | null = null;

  /** Null while there is none; of a message that is not kept any more its quarter of an hour. */
  @Field({ label: 'First message' })
  @IsOptional()
  @IsInstant()
  firstMessageAt: string | null = null;

  /** Likewise. */
  @Field({ label: 'Last message' })
  @IsOptional()
  @IsInstant()
  lastMessageAt: string | null = null;

  @Field({ label: 'By attempt', of: MessageAttemptFiguresView })
  @IsArray()
  attempts: MessageAttemptFiguresView[] = [];

  @Field({ label: 'By hour of the day', of: MessageHourFiguresView, hint: 'Only those with any' })
  @IsArray()
  hours: MessageHourFiguresView[] = [];

  @Field({ label: 'Over time', of: MessageStepView })
  @IsArray()
  overTime: MessageStepView[] = [];

  @Field({ label: 'By gateway', of: MessageGatewayFiguresView, hint: 'Most messages first' })
  @IsArray()
  gateways: MessageGatewayFiguresView[] = [];

  @Field({ label: 'By country', of: MessageCountryFiguresView, hint: 'Most messages first' })
  @IsArray()
  countries: MessageCountryFiguresView[] = [];

  @Field({ label: 'Error codes', of: MessageCodeCountView, hint: 'Most first' })
  @IsArray()
  codes: MessageCodeCountView[] = [];
}
