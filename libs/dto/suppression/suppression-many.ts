import { IsArray, IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import { Field } from '../field/field';
import { IsNotBlank, IsVariables } from '../field/rules';
import { ACCOUNT_LISTS, PLATFORM_LISTS } from './suppression-list';

/** Most characters of numbers that are pasted at once: some thousands; more come as a file. */
export const MOST_PASTED = 60_000;

/** Several numbers for one list. */
export class SuppressionManyInput {
  @Field({ label: 'List', relation: ACCOUNT_LISTS })
  @IsInt()
  @Min(1)
  listId: number | null = null;

  @Field({
    label: 'Numbers',
    kind: 'multiline',
    hint: 'One a line, or separated by commas or semicolons',
    example: '+1 202 555 0101\n+1 202 555 0102',
  })
  @Length(1, MOST_PASTED)
  @IsNotBlank()
  numbers = '';

  @Field({ label: 'Reason', hint: 'Kept with each of them' })
  @IsOptional()
  @MaxLength(250)
  reason?: string | null;
}

export class PlatformManyInput extends SuppressionManyInput {
  @Field({ label: 'List', relation: PLATFORM_LISTS })
  @IsInt()
  @Min(1)
  override listId: number | null = null;
}

/** What was given as a number and is none. */
export class SuppressionProblem {
  @Field({ label: 'Given' })
  @IsString()
  text = '';

  @Field({ label: 'Problem' })
  @IsString()
  problem = '';
}

/** What became of several numbers. */
export class SuppressionManyView {
  @Field({ label: 'Added' })
  @IsInt()
  added = 0;

  @Field({ label: 'Already on the list' })
  @IsInt()
  present = 0;

  @Field({ label: 'Not added', of: SuppressionProblem })
  @IsArray()
  problems: SuppressionProblem[] = [];
}

/** Numbers to take off their lists: those with `ids`, or all that match the filters of the list of numbers. */
export class SuppressionBulkInput {
  @Field({ label: 'Numbers', relation: 'suppressions' })
  @IsOptional()
  @IsArray()
  @IsInt({ each: true })
  ids?: number[];

  /** Filters as in the query string, instead of `ids`. */
  @Field({ label: 'All matching' })
  @IsOptional()
  @IsVariables()
  matching?: Record<string, string>;
}

export class PlatformBulkInput extends SuppressionBulkInput {
  @Field({ label: 'Numbers', relation: 'platform/suppressions' })
  @IsOptional()
  @IsArray()
  @IsInt({ each: true })
  override ids?: number[];
}
