import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsInt } from 'class-validator';
import { Disposition } from '../call/call';
import { Field } from '../field/field';
import { ALL_OUTCOMES, Outcome } from '../subscriber/outcome';

/** Stands beside the outcomes for a number of an ended campaign that has not been called, or texted, by it. */
export const NEVER_CALLED = 'never-called';

/** How an ended campaign left a number: how its last attempt ended, or that there was none. */
export type RestOutcome = Outcome | typeof NEVER_CALLED;

export const REST_OUTCOMES: readonly RestOutcome[] = [NEVER_CALLED, ...ALL_OUTCOMES];

/** So many numbers of an ended campaign were left like this. */
export class RestOutcomeView {
  @Field({ label: 'Outcome', list: true })
  @IsIn(REST_OUTCOMES)
  outcome: RestOutcome = NEVER_CALLED;

  @Field({ label: 'Numbers', list: true, hint: 'Whose contact is still active' })
  @IsInt()
  subscribers = 0;
}

/** Whom a new campaign calls again. */
export class CampaignRestInput {
  @Field({ label: 'Outcomes' })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one' })
  @ArrayUnique()
  @IsIn(REST_OUTCOMES, { each: true, message: '$property has one that nothing ends in' })
  outcomes: RestOutcome[] = [NEVER_CALLED, Disposition.Busy, Disposition.NoAnswer];
}
