import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  Length,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsNotBlank } from '../field/rules';
import { PageQuery } from '../paging/page';

/** A named list of contacts, as a customer writes it. */
export class PhonebookInput {
  @Field({ label: 'Name', list: true, sort: true, hint: 'Unique among your phonebooks' })
  @Length(1, 120)
  @IsNotBlank()
  name = '';

  @Field({ label: 'Description', kind: 'multiline', list: true })
  @IsOptional()
  @MaxLength(1_000)
  description?: string | null;
}

export class PhonebookView extends PhonebookInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Active contacts', list: true })
  @IsInt()
  activeContacts = 0;

  @Field({ label: 'All contacts', list: true })
  @IsInt()
  allContacts = 0;

  @Field({ label: 'Campaigns', list: true, hint: 'Campaigns that use it and have not ended' })
  @IsInt()
  campaigns = 0;

  @Field({ label: 'Created', list: 'hidden', sort: true })
  @IsInstant()
  createdAt = '';

  @Field({ label: 'Updated', list: true, sort: true })
  @IsInstant()
  updatedAt = '';
}

export class PhonebookQuery extends PageQuery {
  @Field({ label: 'Name' })
  @IsOptional()
  @MaxLength(120)
  q?: string;
}

export class PhonebookMergeInput {
  @Field({
    label: 'Merge into',
    relation: 'phonebooks',
    hint: 'Numbers already there are kept once',
  })
  @IsInt()
  @Min(1)
  into: number | null = null;
}

export class PhonebookDeletionInput {
  @Field({ label: 'Phonebooks', relation: 'phonebooks' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsInt({ each: true })
  @Min(1, { each: true })
  ids: number[] = [];
}
