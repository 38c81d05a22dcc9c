import {
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsNotBlank, IsVariables } from '../field/rules';
import { Channel } from '../gateway/gateway';
import { PageQuery } from '../paging/page';

/** How a number came onto a list. */
export enum SuppressionSource {
  /** One by one. */
  Form = 'form',
  /** Several at once, pasted. */
  Paste = 'paste',
  /** From a file. */
  File = 'file',
  /** From contacts that were chosen in their list. */
  Contacts = 'contacts',
}

/** That all numbers of a list leave it in the background. It holds nobody back from the beginning of that. */
export enum ListClearing {
  Emptying = 'emptying',
  /** The list itself goes too, at the end. */
  Deleting = 'deleting',
}

const SOURCES = {
  [SuppressionSource.Form]: 'Added by hand',
  [SuppressionSource.Paste]: 'Pasted',
  [SuppressionSource.File]: 'Imported',
  [SuppressionSource.Contacts]: 'From contacts',
};

const ACCOUNT_LISTS = 'suppression-lists';
const PLATFORM_LISTS = 'platform/suppression-lists';

/** Most characters of numbers that are pasted at once: some thousands; more come as a file. */
export const MOST_PASTED = 60_000;

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

/** A do-not-call list of the platform, which holds for every campaign of every account. */
export class PlatformListInput {
  @Field({ label: 'Name', list: true, sort: true, hint: 'Customers do not see it' })
  @Length(1, 120)
  @IsNotBlank()
  name = '';
}

export class PlatformListView extends PlatformListInput {
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

/** A number that must not be reached. */
export class SuppressionInput {
  @Field({ label: 'List', relation: ACCOUNT_LISTS })
  @IsInt()
  @Min(1)
  listId: number | null = null;

  @Field({
    label: 'Number',
    kind: 'phone',
    list: true,
    sort: true,
    csv: ['phone', 'phone number', 'telephone', 'mobile', 'msisdn', 'teléfono', 'número'],
  })
  @Length(1, 64)
  number = '';

  @Field({
    label: 'Reason',
    list: true,
    hint: 'For whoever asks later, such as “asked by letter”',
    csv: [
      'why',
      'because',
      'note',
      'notes',
      'comment',
      'motivo',
      'causa',
      'razón',
      'grund',
      'raison',
    ],
  })
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

  @Field({ label: 'Source', list: true, choices: SOURCES })
  @IsEnum(SuppressionSource)
  source = SuppressionSource.Form;

  @Field({ label: 'Since', list: true, sort: true })
  @IsInstant()
  createdAt = '';
}

/** A number that nobody on the platform may reach. */
export class PlatformNumberInput extends SuppressionInput {
  @Field({ label: 'List', relation: PLATFORM_LISTS })
  @IsInt()
  @Min(1)
  override listId: number | null = null;
}

export class PlatformNumberView extends SuppressionView {
  @Field({ label: 'List', relation: PLATFORM_LISTS })
  @IsInt()
  @Min(1)
  override listId: number | null = null;
}

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

export class SuppressionListQuery extends PageQuery {
  @Field({ label: 'Name' })
  @IsOptional()
  @MaxLength(120)
  q?: string;
}

export class SuppressionQuery extends PageQuery {
  @Field({
    label: 'Number contains',
    hint: 'Any part; +34 is how it begins, *555 how it ends, =+34… the whole number',
  })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'List', relation: ACCOUNT_LISTS })
  @IsOptional()
  @IsInt()
  @Min(1)
  listId?: number;

  @Field({ label: 'Source', choices: SOURCES })
  @IsOptional()
  @IsEnum(SuppressionSource)
  source?: SuppressionSource;

  @Field({ label: 'Since, from' })
  @IsOptional()
  @IsInstant()
  createdFrom?: string;

  @Field({ label: 'Since, until' })
  @IsOptional()
  @IsInstant()
  createdUntil?: string;
}

export class PlatformNumberQuery extends SuppressionQuery {
  @Field({ label: 'List', relation: PLATFORM_LISTS })
  @IsOptional()
  @IsInt()
  @Min(1)
  override listId?: number;
}

/** Somebody who asked not to be reached again. A fact: it is never deleted, and only they can take it back. */
export class OptOutView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Number', kind: 'phone', list: true })
  @IsString()
  number = '';

  @Field({ label: 'Opted out of', list: true, choices: { voice: 'Calls', sms: 'Messages' } })
  @IsEnum(Channel)
  channel = Channel.Voice;

  @Field({ label: 'How', list: true })
  @IsString()
  source = '';

  @Field({ label: 'Campaign' })
  @IsOptional()
  @IsInt()
  campaignId: number | null = null;

  @Field({ label: 'When', list: true, sort: true })
  @IsInstant()
  createdAt = '';

  /** Null while it holds. */
  @Field({ label: 'Taken back', list: true })
  @IsOptional()
  @IsInstant()
  withdrawnAt: string | null = null;

  @Field({ label: 'Taken back by', list: 'hidden' })
  @IsOptional()
  @IsString()
  withdrawnBy: string | null = null;
}

export class OptOutQuery extends PageQuery {
  @Field({
    label: 'Number contains',
    hint: 'Any part; +34 is how it begins, *555 how it ends, =+34… the whole number',
  })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'Opted out of', choices: { voice: 'Calls', sms: 'Messages' } })
  @IsOptional()
  @IsEnum(Channel)
  channel?: Channel;
}
