import { IsEnum } from 'class-validator';
import { Field } from '../field/field';
import { IsIanaTimeZone, IsInstant } from '../field/rules';
import { TimeStep } from './time-step';

/** The period that a report is about. */
export class ReportPeriodView {
  /** Of days, weeks and months: the account's. */
  @Field({ label: 'Time zone' })
  @IsIanaTimeZone()
  timeZone = 'UTC';

  /** Among attempts that are not kept any more, the quarter of an hour in which the period asked for begins. */
  @Field({ label: 'From' })
  @IsInstant()
  from = '';

  /** Likewise the end of the quarter in which it ends. */
  @Field({ label: 'Until' })
  @IsInstant()
  until = '';
}

/** A period beside the one before it. */
export class ComparedPeriodView extends ReportPeriodView {
  /** The period before, as many days earlier, at the same times of day. */
  @Field({ label: 'Previous from' })
  @IsInstant()
  previousFrom = '';

  @Field({ label: 'Previous until' })
  @IsInstant()
  previousUntil = '';

  @Field({ label: 'Step', hint: 'Length of a bar of the chart over time' })
  @IsEnum(TimeStep)
  step = TimeStep.Day;
}
