import {
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsNotBlank } from '../field/rules';

/** What is kept of one person, by where it stands. The names are those of the parts of the file, too. */
export enum PersonPart {
  Contacts = 'contacts',
  /** Its places in campaigns. */
  Campaigns = 'campaigns',
  Calls = 'calls',
  Recordings = 'recordings',
  Messages = 'messages',
  Replies = 'replies',
  /** Rows of imported files that were rejected. */
  RejectedRows = 'rejected-rows',
  /** In the record of who did what, in saved views, and in the filters of exports. */
  Mentions = 'mentions',
  OptOuts = 'opt-outs',
  DoNotCall = 'do-not-call',
}

export const PERSON_PART_WORDS: Readonly<Record<PersonPart, string>> = {
  [PersonPart.Contacts]: 'Contacts',
  [PersonPart.Campaigns]: 'Places in campaigns',
  [PersonPart.Calls]: 'Calls',
  [PersonPart.Recordings]: 'Recordings',
  [PersonPart.Messages]: 'Messages',
  [PersonPart.Replies]: 'Replies',
  [PersonPart.RejectedRows]: 'Rejected rows of imports',
  [PersonPart.Mentions]: 'Mentions',
  [PersonPart.OptOuts]: 'Opt-outs',
  [PersonPart.DoNotCall]: 'Do-not-call entries',
};

/** What becomes of a part when a person is erased. */
export enum PersonFate {
  Deleted = 'deleted',
  /** The row stays and counts, and names nobody. */
  Anonymous = 'anonymous',
  /** So that the person is left alone from now on. */
  Kept = 'kept',
}

export const PERSON_FATE_WORDS: Readonly<Record<PersonFate, string>> = {
  [PersonFate.Deleted]: 'Deleted',
  [PersonFate.Anonymous]: 'Made anonymous',
  [PersonFate.Kept]: 'Kept',
};

export const PERSON_FATES: Readonly<Record<PersonPart, PersonFate>> = {
  [PersonPart.Contacts]: PersonFate.Deleted,
  [PersonPart.Campaigns]: PersonFate.Anonymous,
  [PersonPart.Calls]: PersonFate.Anonymous,
  [PersonPart.Recordings]: PersonFate.Deleted,
  [PersonPart.Messages]: PersonFate.Anonymous,
  [PersonPart.Replies]: PersonFate.Deleted,
  [PersonPart.RejectedRows]: PersonFate.Deleted,
  [PersonPart.Mentions]: PersonFate.Anonymous,
  [PersonPart.OptOuts]: PersonFate.Kept,
  [PersonPart.DoNotCall]: PersonFate.Kept,
};

export class PersonQuery {
  @Field({ label: 'Number', kind: 'phone', example: '(202) 555-0101' })
  @IsOptional()
  @MaxLength(64)
  number?: string;
}

/** How much there is of one part. */
export class PersonPartView {
  @Field({ label: 'Part', choices: PERSON_PART_WORDS })
  @IsEnum(PersonPart)
  part = PersonPart.Contacts;

  @Field({ label: 'Rows' })
  @IsInt()
  count = 0;

  @Field({ label: 'When erased', choices: PERSON_FATE_WORDS })
  @IsEnum(PersonFate)
  fate = PersonFate.Deleted;
}

/** Where the number may stand beyond the reach of an erasure. */
export class PersonBeyondView {
  @Field({ label: 'Files of exports', hint: 'Made before, and kept until they expire' })
  @IsInt()
  exportFiles = 0;

  @Field({ label: 'The last of these files expires' })
  @IsOptional()
  @IsInstant()
  exportFilesUntil: string | null = null;

  @Field({
    label: 'Open imports',
    hint: 'Files that are waiting to be imported, or being imported',
  })
  @IsInt()
  openImports = 0;
}

/** What an account keeps of one person. */
export class PersonView extends PersonBeyondView {
  /** E.164; null where what was given is no number. */
  @Field({ label: 'Number' })
  @IsOptional()
  @IsString()
  number: string | null = null;

  @Field({ label: 'Why this is no number' })
  @IsOptional()
  @IsString()
  problem: string | null = null;

  @Field({ label: 'What is kept', of: PersonPartView })
  @IsArray()
  parts: PersonPartView[] = [];

  /** Until it has ended nothing can be erased. */
  @Field({ label: 'A call or message is under way' })
  @IsBoolean()
  underWay = false;
}

/** Whose data is to be erased, for good. */
export class PersonEraseInput {
  @Field({ label: 'Number', kind: 'phone', example: '(202) 555-0101' })
  @MaxLength(64)
  @IsNotBlank()
  number = '';

  @Field({
    label: 'Put the number on a do-not-call list',
    hint: 'Else the next import with this number has it called again',
  })
  @IsBoolean()
  doNotCall = true;

  @Field({
    label: 'List',
    relation: 'suppression-lists',
    when: { doNotCall: true },
    hint: 'Blank: the list that applies to every campaign',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  listId: number | null = null;
}

/** What was erased, and what is left. */
export class PersonErasedView extends PersonBeyondView {
  @Field({ label: 'What was kept', of: PersonPartView })
  @IsArray()
  parts: PersonPartView[] = [];

  /** The do-not-call list that the number stands on now; null where that was not wanted. */
  @Field({ label: 'List' })
  @IsOptional()
  @IsString()
  listName: string | null = null;
}
