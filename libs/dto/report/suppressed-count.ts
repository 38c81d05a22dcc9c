import { IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { SUPPRESSED_BY_WORDS, SuppressedBy } from '../suppression/suppressed-by';

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
