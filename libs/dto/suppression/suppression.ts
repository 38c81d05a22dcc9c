import { IsBoolean, IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsNotBlank } from '../field/rules';
import { PageQuery } from '../paging/page';

/** A do-not-call list, as a customer describes it. */
export class SuppressionListInput {
  @Field({ label: 'Name', list: true, sort: true })
  @Length(1, 120)
  @IsNotBlank()
  name = '';

  @Field({
    label: 'Applies to every campaign',
    list: true,
    hint: 'Otherwise only to campaigns that name it',
  })
  @IsBoolean()
  everywhere = true;
}

export class SuppressionListView extends SuppressionListInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Numbers', list: true })
  @IsInt()
  numbers = 0;

  @Field({ label: 'Created', list: true, sort: true })
  @IsInstant()
  createdAt = '';
}

/** A number that must not be reached. */
export class SuppressionInput {
  @Field({ label: 'List', relation: 'suppression-lists' })
  @IsInt()
  @Min(1)
  listId: number | null = null;

  @Field({ label: 'Number', kind: 'phone', list: true, sort: true })
  @Length(1, 64)
  number = '';

  @Field({ label: 'Reason', list: true })
  @IsOptional()
  @MaxLength(250)
  reason?: string | null;
}

export class SuppressionView extends SuppressionInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'List name', list: true })
  @IsString()
  listName = '';

  @Field({ label: 'Source', list: true })
  @IsString()
  source = '';

  @Field({ label: 'Since', list: true, sort: true })
  @IsInstant()
  createdAt = '';
}

export class SuppressionListQuery extends PageQuery {
  @Field({ label: 'Name' })
  @IsOptional()
  @MaxLength(120)
  q?: string;
}

export class SuppressionQuery extends PageQuery {
  @Field({ label: 'Number contains' })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'List', relation: 'suppression-lists' })
  @IsOptional()
  @IsInt()
  @Min(1)
  listId?: number;
}
