import { IsArray, IsEnum, IsInt, IsNumber, IsOptional, IsString } from 'class-validator';
import { CALL_MARK_WORDS, CallMark, Disposition } from '../call/call';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import {
  CampaignFilter,
  CountryFilter,
  FromFilter,
  GatewayFilter,
  UntilFilter,
} from './attempt-filters';
import { DailyRowOf } from './figures-of';
import { ReportPeriodView } from './report-period';

/** What each row of a daily report stands for. Times are those of the account's time zone. */
export enum ReportGroup {
  Hour = 'hour',
  Day = 'day',
  /** Beginning on Monday. */
  Week = 'week',
  Month = 'month',
  Campaign = 'campaign',
  Gateway = 'gateway',
  /** Of the number called. */
  Country = 'country',
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

/** One row of a daily report: a stretch of time, a campaign, a gateway or a country. */
export class DailyRowView extends DailyRowOf(CallFiguresView) {}

/** Calls by hour, day, week, month, campaign, gateway or country, with their total. */
export class DailyReportView extends ReportPeriodView {
  @Field({ label: 'Group' })
  @IsEnum(ReportGroup)
  group = ReportGroup.Day;

  /** Calls of before are not kept any more, only what they come to; null where none has been dropped. */
  @Field({ label: 'Calls kept since' })
  @IsOptional()
  @IsInstant()
  callsKeptSince: string | null = null;

  /** In order of time, or most calls first. Times without calls are rows of zeros. */
  @Field({ label: 'Rows', of: DailyRowView })
  @IsArray()
  rows: DailyRowView[] = [];

  @Field({ label: 'Total', of: CallFiguresView })
  total = new CallFiguresView();
}

/** Which calls a report counts. */
export class ReportQuery {
  @FromFilter('By default 30 days before its end')
  from?: string;

  @UntilFilter('By default now')
  until?: string;

  @CampaignFilter()
  campaignId?: number;

  @GatewayFilter()
  gatewayId?: number;

  @CountryFilter()
  country?: string;
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

/** How many pressed one key in answer to a question. */
export class AnswerCountView {
  @Field({ label: 'Key', list: true })
  @IsString()
  key = '';

  /** What the key stands for; null for one that the campaign does not know any more. */
  @Field({ label: 'Answer', list: true })
  @IsOptional()
  @IsString()
  label: string | null = null;

  @Field({ label: 'Calls', list: true })
  @IsInt()
  calls = 0;
}

/** A question and its answers. */
export class QuestionCountView {
  @Field({ label: 'Question', list: true })
  @IsString()
  question = '';

  /** The sum of all answers and of those that were not answered. */
  @Field({ label: 'Asked', list: true, hint: 'Calls in which it was asked' })
  @IsInt()
  asked = 0;

  @Field({ label: 'Not answered', list: true })
  @IsInt()
  unanswered = 0;

  @Field({ label: 'Answers', of: AnswerCountView })
  @IsArray()
  answers: AnswerCountView[] = [];
}

/** In how many calls something happened. */
export class MarkCountView {
  @Field({ label: 'What happened', list: true, choices: CALL_MARK_WORDS })
  @IsEnum(CallMark)
  mark = CallMark.OptedOut;

  @Field({ label: 'Calls', list: true })
  @IsInt()
  calls = 0;
}

/** What has become of a campaign's calls since its beginning, and its last minutes. */
export class CampaignStatisticsView extends CallFiguresView {
  /** The last hour, oldest first, minutes without calls included; less than an hour where there are very many. */
  @Field({ label: 'Per minute', of: MinuteView })
  @IsArray()
  perMinute: MinuteView[] = [];

  /** Those that are asked now, and those that were asked before they were changed. */
  @Field({ label: 'Questions', of: QuestionCountView })
  @IsArray()
  questions: QuestionCountView[] = [];

  @Field({ label: 'What else happened', of: MarkCountView, hint: 'Only what did' })
  @IsArray()
  marks: MarkCountView[] = [];
}
