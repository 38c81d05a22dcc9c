import { IsArray, IsEnum, IsInt, IsNumber, IsOptional, IsString, Min } from 'class-validator';
import { Disposition } from '../call/call';
import { Field } from '../field/field';
import { IsIanaTimeZone, IsInstant } from '../field/rules';

/** What each row of a daily report stands for. Times are those of the account's time zone. */
export enum ReportGroup {
  Hour = 'hour',
  Day = 'day',
  /** Beginning on Monday. */
  Week = 'week',
  Month = 'month',
  Campaign = 'campaign',
  Gateway = 'gateway',
}

/** Length of the periods that a chart over time is divided into. */
export enum TimeStep {
  QuarterHour = 'quarter-hour',
  Hour = 'hour',
  Day = 'day',
  Week = 'week',
  Month = 'month',
}

/** Calls that ended in one way. */
export class DispositionCountView {
  @Field({ label: 'Disposition' })
  @IsEnum(Disposition)
  disposition = Disposition.Answered;

  @Field({ label: 'Calls' })
  @IsInt()
  calls = 0;
}

/** What is told about any set of calls. Rows of a report add up to its total, except the averages and shares. */
export class CallFiguresView {
  @Field({ label: 'Calls', list: true, hint: 'Attempts that were placed and have ended' })
  @IsInt()
  calls = 0;

  @Field({ label: 'Answered', list: true, hint: 'Calls that a person answered' })
  @IsInt()
  answered = 0;

  @Field({
    label: 'ASR',
    list: true,
    hint: 'Answer-seizure ratio: answered ÷ calls, between 0 and 1; none without calls',
  })
  @IsOptional()
  @IsNumber()
  asr: number | null = null;

  @Field({
    label: 'NER',
    list: true,
    hint: 'Network effectiveness ratio: calls that reached the phone, whatever its owner did ÷ calls',
  })
  @IsOptional()
  @IsNumber()
  ner: number | null = null;

  @Field({
    label: 'ACD',
    unit: 'seconds',
    list: true,
    hint: 'Average call duration: talk time of answered calls ÷ answered calls',
  })
  @IsOptional()
  @IsNumber()
  acdSeconds: number | null = null;

  @Field({ label: 'Talk time', unit: 'seconds', list: true })
  @IsInt()
  talkSeconds = 0;

  @Field({ label: 'Dispositions', of: DispositionCountView, hint: 'Only those that occurred' })
  @IsArray()
  dispositions: DispositionCountView[] = [];
}

/** One row of a daily report: a stretch of time, a campaign or a gateway. */
export class DailyRowView extends CallFiguresView {
  /** Where the row begins, within the report's period; the whole period for a campaign or gateway. */
  @Field({ label: 'From' })
  @IsInstant()
  from = '';

  /** Where it ends; this instant itself belongs to the next row. */
  @Field({ label: 'Until' })
  @IsInstant()
  until = '';

  /** The local time at which it begins, for example `2026-11-24 00:00`, or the name of campaign or gateway. */
  @Field({ label: 'Name' })
  @IsString()
  name = '';

  @Field({ label: 'Campaign' })
  @IsOptional()
  @IsInt()
  campaignId: number | null = null;

  @Field({ label: 'Gateway' })
  @IsOptional()
  @IsInt()
  gatewayId: number | null = null;
}

/** Calls by hour, day, week, month, campaign or gateway, with their total. */
export class DailyReportView {
  @Field({ label: 'Group' })
  @IsEnum(ReportGroup)
  group = ReportGroup.Day;

  /** Of days, weeks and months: the account's. */
  @Field({ label: 'Time zone' })
  @IsIanaTimeZone()
  timeZone = 'UTC';

  @Field({ label: 'From' })
  @IsInstant()
  from = '';

  @Field({ label: 'Until' })
  @IsInstant()
  until = '';

  /** In order of time, or most calls first. Times without calls are rows of zeros. */
  @Field({ label: 'Rows', of: DailyRowView })
  @IsArray()
  rows: DailyRowView[] = [];

  @Field({ label: 'Total', of: CallFiguresView })
  total = new CallFiguresView();
}

/** Which calls a report counts. */
export class ReportQuery {
  @Field({ label: 'From', hint: 'By default 30 days before its end' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @Field({ label: 'Until', hint: 'By default now' })
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
}

export class DailyQuery extends ReportQuery {
  @Field({ label: 'Group by' })
  @IsEnum(ReportGroup)
  group = ReportGroup.Day;
}

/** One minute of a campaign. */
export class MinuteView {
  @Field({ label: 'Minute' })
  @IsInstant()
  minute = '';

  @Field({ label: 'Calls' })
  @IsInt()
  calls = 0;

  @Field({ label: 'Answered' })
  @IsInt()
  answered = 0;
}

/** What has become of a campaign's calls since its beginning, and its last minutes. */
export class CampaignStatisticsView extends CallFiguresView {
  /** The last hour, oldest first, minutes without calls included; less than an hour where there are very many. */
  @Field({ label: 'Per minute', of: MinuteView })
  @IsArray()
  perMinute: MinuteView[] = [];
}
