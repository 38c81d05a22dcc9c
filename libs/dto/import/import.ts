import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsCountry, IsInstant, IsVariables } from '../field/rules';
import { PageQuery } from '../paging/page';
import {
  DELIMITER_WORDS,
  ENCODING_WORDS,
  IMPORT_MOST_COLUMNS,
  ImportDelimiter,
  ImportEncoding,
} from './import-format';

/** What a file is brought into. */
export enum ImportKind {
  /** Contacts of a phonebook. */
  Contacts = 'contacts',
  /** Numbers of a do-not-call list. */
  DoNotCall = 'do-not-call',
  /** Numbers of a do-not-call list of the platform: for operators. */
  Platform = 'platform',
}

export enum ImportStatus {
  /** On the server, waiting for its mapping and its start. */
  Uploaded = 'uploaded',
  Queued = 'queued',
  Running = 'running',
  Finished = 'finished',
  Cancelled = 'cancelled',
  /** Ended before the end of the file; `stoppedBecause` says why. What was imported before stays. */
  Stopped = 'stopped',
  Undoing = 'undoing',
  Undone = 'undone',
}

/** What becomes of a row whose number is in the phonebook already. */
export enum ImportDuplicates {
  Skip = 'skip',
  Update = 'update',
  Fail = 'fail',
}

/** How a file is to be read; whatever is left out is detected. */
export class ImportSettings {
  @Field({ label: 'Values are separated by', choices: DELIMITER_WORDS })
  @IsOptional()
  @IsEnum(ImportDelimiter)
  delimiter?: ImportDelimiter | null;

  @Field({
    label: 'Text encoding',
    choices: ENCODING_WORDS,
    hint: 'Change it if letters look wrong',
  })
  @IsOptional()
  @IsEnum(ImportEncoding)
  encoding?: ImportEncoding | null;

  @Field({ label: 'The first row holds the column names' })
  @IsOptional()
  @IsBoolean()
  header?: boolean | null;

  /** One entry a column: a field such as `number`, `variable:` and a name, or blank to leave it out. */
  @Field({ label: 'Columns', example: ['number', 'lastName', 'firstName', 'variable:Balance', ''] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(IMPORT_MOST_COLUMNS)
  @IsString({ each: true })
  @MaxLength(80, { each: true })
  columns?: string[] | null;

  @Field({
    label: 'Country of the numbers',
    hint: 'For numbers without an international prefix; blank: your account’s',
  })
  @IsOptional()
  @IsCountry()
  defaultCountry?: string | null;

  @Field({
    label: 'Remove from the beginning of numbers',
    hint: 'For example a 9 for an outside line',
    example: '9',
  })
  @IsOptional()
  @MaxLength(16)
  removePrefix?: string | null;

  @Field({
    label: 'Put before numbers',
    hint: 'Where they do not begin with +',
    example: '+1',
  })
  @IsOptional()
  @MaxLength(16)
  addPrefix?: string | null;

  @Field({
    label: 'Values that mean inactive',
    hint: 'Separated by commas; everything else is active',
    example: '0, inactive',
  })
  @IsOptional()
  @MaxLength(250)
  inactiveValues?: string | null;
}

export class ImportStartInput extends ImportSettings {
  /** Where an import of do-not-call numbers goes: a list of the account, or of the platform. */
  @Field({ label: 'List', relation: 'suppression-lists' })
  @IsOptional()
  @IsInt()
  @Min(1)
  listId?: number | null;

  @Field({ label: 'New list', hint: 'Made for this import, instead of one that exists' })
  @IsOptional()
  @Length(1, 120)
  newList?: string | null;

  @Field({ label: 'Phonebook', relation: 'phonebooks' })
  @IsOptional()
  @IsInt()
  @Min(1)
  phonebookId?: number | null;

  @Field({ label: 'New phonebook', hint: 'Made for this import, instead of one that exists' })
  @IsOptional()
  @Length(1, 120)
  newPhonebook?: string | null;

  @Field({
    label: 'Numbers that are there already',
    choices: {
      [ImportDuplicates.Skip]: 'Leave as they are',
      [ImportDuplicates.Update]: 'Update with what the file says',
      [ImportDuplicates.Fail]: 'Stop the import at the first',
    },
    hint: 'An update changes only what the file has a value for',
  })
  @IsEnum(ImportDuplicates)
  duplicates = ImportDuplicates.Skip;
}

export class ImportUploadQuery {
  /** For an upload whose body is the file itself; a form (multipart/form-data) carries its own. */
  @Field({ label: 'File name', example: 'customers.csv' })
  @IsOptional()
  @MaxLength(250)
  fileName?: string;

  @Field({ label: 'Into', hint: 'Blank: contacts' })
  @IsOptional()
  @IsEnum(ImportKind)
  kind?: ImportKind;
}

export class ImportView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'File', list: true })
  @IsString()
  fileName = '';

  @Field({ label: 'Status', list: true, choices: { stopped: 'Stopped early' } })
  @IsEnum(ImportStatus)
  status = ImportStatus.Uploaded;

  @Field({ label: 'Into' })
  @IsEnum(ImportKind)
  kind = ImportKind.Contacts;

  @Field({ label: 'List' })
  @IsOptional()
  @IsInt()
  listId: number | null = null;

  @Field({ label: 'List', list: true })
  @IsOptional()
  @IsString()
  listName: string | null = null;

  @Field({ label: 'Phonebook' })
  @IsOptional()
  @IsInt()
  phonebookId: number | null = null;

  @Field({ label: 'Phonebook', list: true })
  @IsOptional()
  @IsString()
  phonebookName: string | null = null;

  @Field({ label: 'Imported', list: true })
  @IsInt()
  imported = 0;

  @Field({ label: 'Updated', list: true })
  @IsInt()
  updated = 0;

  @Field({ label: 'Already there', list: true, hint: 'Numbers that were there before' })
  @IsInt()
  duplicatesInPhonebook = 0;

  @Field({ label: 'Repeated in the file', list: 'hidden' })
  @IsInt()
  duplicatesInFile = 0;

  @Field({ label: 'Rejected', list: true })
  @IsInt()
  rejected = 0;

  @Field({ label: 'Rows read', list: 'hidden' })
  @IsInt()
  rows = 0;

  @Field({ label: 'Bytes read', unit: 'bytes' })
  @IsInt()
  bytesRead = 0;

  @Field({ label: 'Size', unit: 'bytes', list: 'hidden' })
  @IsInt()
  sizeBytes = 0;

  @Field({ label: 'Rows per second' })
  @IsOptional()
  @IsNumber()
  rowsPerSecond: number | null = null;

  @Field({ label: 'Time left', unit: 'seconds' })
  @IsOptional()
  @IsNumber()
  secondsLeft: number | null = null;

  @Field({ label: 'Stopped because' })
  @IsOptional()
  @IsString()
  stoppedBecause: string | null = null;

  @Field({ label: 'Taken back', hint: 'What undo has deleted' })
  @IsInt()
  undone = 0;

  @Field({ label: 'By', list: true })
  @IsOptional()
  @IsString()
  createdBy: string | null = null;

  @Field({ label: 'Uploaded', list: true, sort: true })
  @IsInstant()
  createdAt = '';

  @Field({ label: 'Started' })
  @IsOptional()
  @IsInstant()
  startedAt: string | null = null;

  @Field({ label: 'Ended' })
  @IsOptional()
  @IsInstant()
  endedAt: string | null = null;

  /** What is wrong with rows, and how many of them: `{ "No phone number": "12" }`. */
  @Field({ label: 'Rejected because' })
  @IsVariables()
  rejectedBecause: Record<string, string> = {};

  @Field({ label: 'How it is read', of: ImportStartInput })
  @IsOptional()
  settings: ImportStartInput | null = null;
}

export class ImportQuery extends PageQuery {
  @Field({ label: 'Into', hint: 'Blank: contacts' })
  @IsOptional()
  @IsEnum(ImportKind)
  kind?: ImportKind;

  @Field({ label: 'Status' })
  @IsOptional()
  @IsEnum(ImportStatus)
  status?: ImportStatus;

  @Field({ label: 'Phonebook', relation: 'phonebooks' })
  @IsOptional()
  @IsInt()
  @Min(1)
  phonebookId?: number;
}
