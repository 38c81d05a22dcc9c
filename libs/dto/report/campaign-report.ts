import { IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import { CampaignHoldView } from '../campaign/campaign-insight';
import { CampaignView } from '../campaign/campaign-view';
import { Field } from '../field/field';
import { IsIanaTimeZone, IsInstant } from '../field/rules';
import { SUPPRESSED_BY_WORDS, SuppressedBy } from '../suppression/suppressed-by';
import { DashboardStepView } from './dashboard';
import { CallFiguresView, MarkCountView, QuestionCountView, TimeStep } from './report';

/** What the first calls of a campaign brought, what the second ones, and so on. */
export class AttemptFiguresView extends CallFiguresView {
  @Field({
    label: 'Attempt',
    hint: '1 is the first call to a number; one that met congestion is made again under the same attempt',
  })
  @IsInt()
  attempt = 1;
}

/** What the calls brought that were placed at an hour of the day, on any day. */
export class HourFiguresView extends CallFiguresView {
  @Field({ label: 'Hour', hint: '0 to 23, in the account’s time zone' })
  @IsInt()
  hour = 0;
}

/** What the calls over one gateway brought. */
export class GatewayFiguresView extends CallFiguresView {
  @Field({ label: 'Gateway' })
  @IsInt()
  gatewayId = 0;

  @Field({ label: 'Name' })
  @IsString()
  name = '';
}

/** Subscribers that were suppressed for one reason; a number with several is counted under the first. */
export class SuppressedCountView {
  @Field({ label: 'Reason', choices: SUPPRESSED_BY_WORDS })
  @IsEnum(SuppressedBy)
  reason = SuppressedBy.OptOut;

  /** The account’s list; null for any other reason. */
  @Field({ label: 'List id' })
  @IsOptional()
  @IsInt()
  listId: number | null = null;

  /** Its name. */
  @Field({ label: 'List' })
  @IsOptional()
  @IsString()
  list: string | null = null;

  @Field({ label: 'Subscribers' })
  @IsInt()
  subscribers = 0;
}

/** One campaign from its beginning to now: what was asked, and what has come of it. */
export class CampaignReportView extends CallFiguresView {
  @Field({ label: 'Made', hint: 'The instant at which everything here was so' })
  @IsInstant()
  madeAt = '';

  @Field({ label: 'Account' })
  @IsString()
  accountName = '';

  /** Of hours and days: the account's. The campaign's own hours count as it says itself. */
  @Field({ label: 'Time zone' })
  @IsIanaTimeZone()
  timeZone = 'UTC';

  /** What was asked, and where its subscribers stand. */
  @Field({ label: 'Campaign', of: CampaignView })
  campaign = new CampaignView();

  /** Calls of before are not kept any more, only what they come to; null where none has been dropped. */
  @Field({ label: 'Calls kept since' })
  @IsOptional()
  @IsInstant()
  callsKeptSince: string | null = null;

  /** Null while none has ended; of a call that is not kept any more its quarter of an hour. */
  @Field({ label: 'First call' })
  @IsOptional()
  @IsInstant()
  firstCallAt: string | null = null;

  /** Likewise. */
  @Field({ label: 'Last call' })
  @IsOptional()
  @IsInstant()
  lastCallAt: string | null = null;

  @Field({ label: 'By attempt', of: AttemptFiguresView })
  @IsArray()
  attempts: AttemptFiguresView[] = [];

  @Field({ label: 'By hour of the day', of: HourFiguresView, hint: 'Only hours with calls' })
  @IsArray()
  hours: HourFiguresView[] = [];

  @Field({ label: 'Step', hint: 'Days; weeks or months where it took very long' })
  @IsEnum(TimeStep)
  step = TimeStep.Day;

  @Field({ label: 'Over time', of: DashboardStepView })
  @IsArray()
  overTime: DashboardStepView[] = [];

  @Field({ label: 'By gateway', of: GatewayFiguresView, hint: 'Most calls first' })
  @IsArray()
  gateways: GatewayFiguresView[] = [];

  @Field({ label: 'Suppressed by reason', of: SuppressedCountView, hint: 'Most first' })
  @IsArray()
  suppressedBy: SuppressedCountView[] = [];

  /** Whether there are more of them: of very large campaigns only the first million subscribers are looked at. */
  @Field({ label: 'Suppressed at least' })
  @IsBoolean()
  suppressedAtLeast = false;

  /** Why those who are left are not being called at this moment; counts of one reason end at some thousand. */
  @Field({ label: 'Held back', of: CampaignHoldView })
  @IsArray()
  holds: CampaignHoldView[] = [];

  @Field({ label: 'Questions', of: QuestionCountView })
  @IsArray()
  questions: QuestionCountView[] = [];

  @Field({ label: 'What else happened', of: MarkCountView, hint: 'Only what did' })
  @IsArray()
  marks: MarkCountView[] = [];
}
