import { IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { Field } from '../field/field';

/** One page of a list, and how to get its neighbours. */
export interface Page<T> {
  /** May be fewer than asked for, even none, before the last page: where few of very many rows match. */
  items: T[];
  /** Cursor of the following page, to be sent as `after`; null on the last. */
  next: string | null;
  /** Cursor of the page before it, to be sent as `before`; null on the first. */
  previous: string | null;
  /** How many rows match in all; null where nobody has counted. */
  total: number | null;
  /** Whether `total` is an estimate ("about 1.2 million"). */
  estimated: boolean;
}

/** What every list accepts in its query string; the filters of a resource extend it. */
export class PageQuery {
  @Field({ label: 'Rows per page' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** `next` of an earlier page. */
  @Field({ label: 'After' })
  @IsOptional()
  @MaxLength(500)
  after?: string;

  /** `previous` of an earlier page: the rows that end where it began. */
  @Field({ label: 'Before' })
  @IsOptional()
  @MaxLength(500)
  before?: string;

  /** Name of a sortable field, with `-` in front for descending. */
  @Field({ label: 'Sort by' })
  @IsOptional()
  @MaxLength(60)
  sort?: string;
}

/** How many rows an action touched. */
export class Affected {
  @Field({ label: 'Rows' })
  @IsInt()
  affected = 0;
}
