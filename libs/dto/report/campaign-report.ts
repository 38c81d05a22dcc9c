import { IsArray, IsOptional } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { DashboardStepView } from './dashboard';
import { AttemptOf, GatewayOf, HourOf } from './figures-of';
import { CallFiguresView, MarkCountView, QuestionCountView } from './report';
import { ReportedCampaign } from './reported-campaign';

/** What the first calls of a campaign brought, what the second ones, and so on. */
export class AttemptFiguresView extends AttemptOf(
  CallFiguresView,
  '1 is the first call to a number; one that met congestion is made again under the same attempt',
) {}

/** What the calls brought that were placed at an hour of the day, on any day. */
export class HourFiguresView extends HourOf(CallFiguresView) {}

/** What the calls over one gateway brought. */
export class GatewayFiguresView extends GatewayOf(CallFiguresView) {}

/** One campaign from its beginning to now: what was asked, and what has come of it. */
export class CampaignReportView extends ReportedCampaign(CallFiguresView) {
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

  @Field({ label: 'Over time', of: DashboardStepView })
  @IsArray()
  overTime: DashboardStepView[] = [];

  @Field({ label: 'By gateway', of: GatewayFiguresView, hint: 'Most calls first' })
  @IsArray()
  gateways: GatewayFiguresView[] = [];

  @Field({ label: 'Questions', of: QuestionCountView })
  @IsArray()
  questions: QuestionCountView[] = [];

  @Field({ label: 'What else happened', of: MarkCountView, hint: 'Only what did' })
  @IsArray()
  marks: MarkCountView[] = [];
}
