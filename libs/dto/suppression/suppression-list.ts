import { IsBoolean, IsEnum, IsInt, IsOptional, Length, MaxLength } from 'class-validator';
import { Base } from '../field/base';
import { Field } from '../field/field';
import { IsInstant, IsNotBlank } from '../field/rules';
import { PageQuery } from '../paging/page';

/** That all numbers of a list leave it in the background. It holds nobody back from the beginning of that. */
export enum ListClearing {
  Emptying = 'emptying',
  /** The list itself goes too, at the end. */
  Deleting = 'deleting',
}

/** Route of the lists of an account, … */
export const ACCOUNT_LISTS = 'suppression-lists';
/** … and of those of the platform. */
export const PLATFORM_LISTS = 'platform/suppression-lists';

/** A list as it stands. */
function KeptList<B extends Base>(Input: B) {
  class Kept extends Input {
    @Field({ label: 'Id' })
    @IsInt()
    id = 0;

    @Field({ label: 'Numbers', list: true, sort: true })
    @IsInt()
    numbers = 0;

    /** Null for a list that holds; else `numbers` says how many have still to leave it. */
    @Field({ label: 'Going on' })
    @IsOptional()
    @IsEnum(ListClearing)
    clearing: ListClearing | null = null;

    @Field({ label: 'Created', list: true, sort: true })
    @IsInstant()
    createdAt = '';
  }
  return Kept;
}

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

export class SuppressionListView extends KeptList(SuppressionListInput) {}

/** A do-not-call list of the platform, which holds for every campaign of every account. */
export class PlatformListInput {
  @Field({ label: 'Name', list: true, sort: true, hint: 'Customers do not see it' })
  @Length(1, 120)
  @IsNotBlank()
  name = '';
}

export class PlatformListView extends KeptList(PlatformListInput) {}

export class SuppressionListQuery extends PageQuery {
  @Field({ label: 'Name' })
  @IsOptional()
  @MaxLength(120)
  q?: string;
}
