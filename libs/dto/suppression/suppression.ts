import { IsEnum, IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';
import { ACCOUNT_LISTS, PLATFORM_LISTS } from './suppression-list';

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
  /** When the data of its person was erased. */
  Erasure = 'erasure',
}

const SOURCES = {
  [SuppressionSource.Form]: 'Added by hand',
  [SuppressionSource.Paste]: 'Pasted',
  [SuppressionSource.File]: 'Imported',
  [SuppressionSource.Contacts]: 'From contacts',
  [SuppressionSource.Erasure]: 'Personal data erased',
};

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
