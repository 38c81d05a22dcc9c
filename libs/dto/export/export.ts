import { IsBoolean, IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant, IsVariables } from '../field/rules';
import { PageQuery } from '../paging/page';

/** In what form a list is written to a file; the value is the ending of its name. */
export enum ExportFormat {
  Csv = 'csv',
  /** A workbook for spreadsheets. */
  Xlsx = 'xlsx',
  /** One JSON object a line, for programs. */
  JsonLines = 'jsonl',
}

export const EXPORT_FORMAT_WORDS: Readonly<Record<ExportFormat, string>> = {
  [ExportFormat.Csv]: 'CSV',
  [ExportFormat.Xlsx]: 'Excel workbook',
  [ExportFormat.JsonLines]: 'JSON Lines',
};

/** What is exported. */
export enum ExportKind {
  Calls = 'calls',
  Daily = 'daily',
  Messages = 'messages',
  DailyMessages = 'daily-messages',
  Subscribers = 'subscribers',
  Contacts = 'contacts',
  DoNotCall = 'do-not-call',
  Replies = 'replies',
}

export const EXPORT_KIND_WORDS: Readonly<Record<ExportKind, string>> = {
  [ExportKind.Calls]: 'Calls',
  [ExportKind.Daily]: 'Daily report',
  [ExportKind.Messages]: 'Messages',
  [ExportKind.DailyMessages]: 'Daily report of messages',
  [ExportKind.Subscribers]: 'Subscribers',
  [ExportKind.Contacts]: 'Contacts',
  [ExportKind.DoNotCall]: 'Do-not-call numbers',
  [ExportKind.Replies]: 'Replies',
};

export enum ExportStatus {
  Queued = 'queued',
  Running = 'running',
  /** The file can be downloaded until `expiresAt`. */
  Finished = 'finished',
  Cancelled = 'cancelled',
  Failed = 'failed',
}

/** A list, as it is filtered on screen, to be had as a file. */
export class ExportInput {
  @Field({ label: 'What', choices: EXPORT_KIND_WORDS })
  @IsEnum(ExportKind)
  kind = ExportKind.Calls;

  @Field({ label: 'Format', choices: EXPORT_FORMAT_WORDS })
  @IsEnum(ExportFormat)
  format = ExportFormat.Csv;

  @Field({
    label: 'Filters',
    hint: 'Those of the list, as in its query string',
    example: { number: '+1202' },
  })
  @IsOptional()
  @IsVariables()
  filters: Record<string, string> = {};

  @Field({
    label: 'In the background',
    hint: 'Prepared as a file even where it is small enough to be sent at once',
  })
  @IsOptional()
  @IsBoolean()
  inBackground = false;
}

/** A file that is being prepared, or waits to be downloaded. */
export class ExportView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'What', list: true, choices: EXPORT_KIND_WORDS })
  @IsEnum(ExportKind)
  kind = ExportKind.Calls;

  @Field({ label: 'Format', list: true, choices: EXPORT_FORMAT_WORDS })
  @IsEnum(ExportFormat)
  format = ExportFormat.Csv;

  @Field({ label: 'Filters', hint: 'As in the query string of the list' })
  @IsVariables()
  filters: Record<string, string> = {};

  @Field({ label: 'Status', list: true })
  @IsEnum(ExportStatus)
  status = ExportStatus.Queued;

  @Field({ label: 'Rows', list: true, hint: 'Written so far' })
  @IsInt()
  rows = 0;

  @Field({ label: 'Rows expected', hint: 'About; how many matched when it was asked for' })
  @IsInt()
  rowsExpected = 0;

  @Field({ label: 'Size', unit: 'bytes', list: true })
  @IsInt()
  sizeBytes = 0;

  @Field({ label: 'Asked for by', list: true })
  @IsOptional()
  @IsString()
  createdBy: string | null = null;

  @Field({ label: 'Asked for', list: true, sort: true })
  @IsInstant()
  createdAt = '';

  @Field({ label: 'Ended' })
  @IsOptional()
  @IsInstant()
  endedAt: string | null = null;

  @Field({ label: 'Kept until', list: true, hint: 'Then the file is deleted' })
  @IsOptional()
  @IsInstant()
  expiresAt: string | null = null;

  @Field({ label: 'Problem', hint: 'Why it failed' })
  @IsOptional()
  @IsString()
  problem: string | null = null;

  @Field({ label: 'May be removed', hint: 'By the caller: cancelled, or deleted' })
  @IsBoolean()
  removable = false;
}

/** How to come by the file: small lists are sent at once, others are prepared. */
export class ExportStartView {
  @Field({ label: 'Address', hint: 'From which the list can be downloaded now; else none' })
  @IsOptional()
  @IsString()
  url: string | null = null;

  @Field({ label: 'Export', of: ExportView, hint: 'Which prepares the file; else none' })
  @IsOptional()
  export: ExportView | null = null;
}

export class ExportQuery extends PageQuery {
  @Field({ label: 'What', choices: EXPORT_KIND_WORDS })
  @IsOptional()
  @IsEnum(ExportKind)
  kind?: ExportKind;

  @Field({ label: 'Status' })
  @IsOptional()
  @IsEnum(ExportStatus)
  status?: ExportStatus;
}
