import {
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsNotBlank, IsVariables } from '../field/rules';
import { PageQuery } from '../paging/page';

const LIST = /^[a-z][a-z0-9/-]{0,79}$/;

/** How a list looked when somebody kept it: a link with a name. */
export class SavedViewInput {
  @Field({ label: 'Name', list: true, sort: true, hint: 'For example “Missed last week”' })
  @Length(1, 80)
  @IsNotBlank()
  name = '';

  @Field({ label: 'List', example: 'calls', hint: 'Its route' })
  @Matches(LIST, { message: '$property must be the route of a list, such as calls' })
  list = '';

  @Field({
    label: 'Shows',
    kind: 'variables',
    hint: 'Filters, sort and columns, as they stand in the address of the list',
    example: { period: 'last-7-days', disposition: 'busy,no-answer', sort: '-talkSeconds' },
  })
  @IsVariables()
  query: Record<string, string> = {};

  @Field({
    label: 'For everybody in the account',
    hint: 'Owners and managers can change it. Otherwise only you see it.',
    example: false,
  })
  @IsBoolean()
  shared = false;
}

export class SavedViewView extends SavedViewInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  /** Whether the caller may rename, replace and delete it. */
  @Field({ label: 'May be changed' })
  @IsBoolean()
  changeable = false;

  @Field({ label: 'Kept by' })
  @IsOptional()
  @IsString()
  createdBy: string | null = null;

  @Field({ label: 'Updated', sort: true })
  @IsInstant()
  updatedAt = '';
}

export class SavedViewQuery extends PageQuery {
  @Field({ label: 'List' })
  @IsOptional()
  @MaxLength(80)
  list?: string;
}
