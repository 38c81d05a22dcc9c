import { IsArray, IsBoolean, IsEnum, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { WeekDay } from '../campaign/week-day';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { Channel, GatewayStatus } from '../gateway/gateway';
import { StepOf } from './figures-of';
import { CallFiguresView } from './report';
import { ComparedPeriodView } from './report-period';

/** One bar of the chart over time. */
export class DashboardStepView extends StepOf(CallFiguresView) {}

/** How calls go at an hour of a week day, over the whole period. */
export class HourOfWeekView {
  @Field({ label: 'Week day' })
  @IsEnum(WeekDay)
  weekDay = WeekDay.Monday;

  @Field({ label: 'Hour', hint: '0 to 23, in the account’s time zone' })
  @IsInt()
  hour = 0;

  @Field({ label: 'Calls' })
  @IsInt()
  calls = 0;

  @Field({ label: 'Answered' })
  @IsInt()
  answered = 0;
}

/** A campaign that is under way. */
export class RunningCampaignView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Name' })
  @IsString()
  name = '';

  @Field({ label: 'Channel' })
  @IsEnum(Channel)
  channel = Channel.Voice;

  @Field({ label: 'Paused' })
  @IsBoolean()
  paused = false;

  @Field({ label: 'Finish' })
  @IsInstant()
  endsAt = '';

  @Field({ label: 'Subscribers' })
  @IsInt()
  subscribers = 0;

  @Field({
    label: 'Reached',
    hint: 'Subscribers whose call was answered, or who have the message as far as is told',
  })
  @IsInt()
  reached = 0;

  @Field({ label: 'Sent', hint: 'Their message was taken, and nothing reported yet' })
  @IsInt()
  sent = 0;

  @Field({ label: 'Failed', hint: 'All attempts used without reaching anybody' })
  @IsInt()
  failed = 0;

  @Field({ label: 'Suppressed' })
  @IsInt()
  suppressed = 0;

  @Field({ label: 'Waiting for a retry' })
  @IsInt()
  waitingForRetry = 0;

  @Field({ label: 'Calls now', hint: 'Or messages that are being handed over' })
  @IsInt()
  callsNow = 0;
}

/** How a gateway does for this account. */
export class GatewayHealthView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Name' })
  @IsString()
  name = '';

  @Field({ label: 'Status' })
  @IsEnum(GatewayStatus)
  status = GatewayStatus.Unknown;

  @Field({ label: 'Enabled' })
  @IsBoolean()
  enabled = true;

  /** Until when it rests after congestion; null while it does not. */
  @Field({ label: 'Rests until' })
  @IsOptional()
  @IsInstant()
  backedOffUntil: string | null = null;

  @Field({ label: 'Calls', hint: 'Of this account, in the period' })
  @IsInt()
  calls = 0;

  @Field({ label: 'ASR' })
  @IsOptional()
  @IsNumber()
  asr: number | null = null;

  @Field({ label: 'Congestion', hint: 'Calls that it could not take' })
  @IsInt()
  congestion = 0;
}

/** What a new account has done so far on the way to its first call or message. */
export class FirstStepsView {
  @Field({ label: 'Has a gateway' })
  @IsBoolean()
  gateway = false;

  @Field({ label: 'Has a phonebook' })
  @IsBoolean()
  phonebook = false;

  @Field({ label: 'Has contacts' })
  @IsBoolean()
  contacts = false;

  @Field({ label: 'Has a campaign' })
  @IsBoolean()
  campaign = false;

  @Field({ label: 'Has called or texted' })
  @IsBoolean()
  call = false;
}

/** Everything that the dashboard shows of calls, and what is under way on any channel, in one answer. */
export class DashboardView extends ComparedPeriodView {
  /** Calls of before are not kept any more, only what they come to; null where none has been dropped. */
  @Field({ label: 'Calls kept since' })
  @IsOptional()
  @IsInstant()
  callsKeptSince: string | null = null;

  /** Whether the account has ever called anybody. */
  @Field({ label: 'Has calls' })
  @IsBoolean()
  hasCalls = false;

  /** Whether it has ever texted anybody: what is told of messages is an answer of its own. */
  @Field({ label: 'Has messages' })
  @IsBoolean()
  hasMessages = false;

  @Field({ label: 'Total', of: CallFiguresView })
  total = new CallFiguresView();

  @Field({ label: 'Previous total', of: CallFiguresView })
  previous = new CallFiguresView();

  /** Subscribers who answered: a call that is answered is a subscriber’s last. */
  @Field({ label: 'Contacts reached' })
  @IsInt()
  contactsReached = 0;

  @Field({ label: 'Over time', of: DashboardStepView })
  @IsArray()
  overTime: DashboardStepView[] = [];

  @Field({ label: 'Hours of the week', of: HourOfWeekView, hint: 'Only those with calls' })
  @IsArray()
  hoursOfWeek: HourOfWeekView[] = [];

  @Field({ label: 'Calls now' })
  @IsInt()
  callsNow = 0;

  /** Running and paused campaigns, the newest 20; the campaign asked for, whatever its status. */
  @Field({ label: 'Campaigns', of: RunningCampaignView })
  @IsArray()
  campaigns: RunningCampaignView[] = [];

  @Field({ label: 'Gateways', of: GatewayHealthView })
  @IsArray()
  gateways: GatewayHealthView[] = [];

  @Field({ label: 'First steps', of: FirstStepsView })
  firstSteps = new FirstStepsView();
}
