import { IsArray, IsBoolean, IsEnum, IsInt, IsOptional, IsString } from 'class-validator';
import { Field } from '../field/field';
import { DELIMITER_WORDS, ENCODING_WORDS, ImportDelimiter, ImportEncoding } from './import-format';

/** A column of the file as the preview shows it. */
export class ImportColumnView {
  @Field({ label: 'Name' })
  @IsString()
  name = '';

  /** As in `columns` of {@link ImportSettings}: the one asked for, or the one guessed. */
  @Field({ label: 'Becomes' })
  @IsString()
  target = '';

  /** Up to three real values, the first that are not blank. */
  @Field({ label: 'Samples' })
  @IsArray()
  @IsString({ each: true })
  samples: string[] = [];
}

export class ImportCellProblem {
  /** Place of the column, from 0; null where the row as a whole is at fault. */
  @Field({ label: 'Column' })
  @IsOptional()
  @IsInt()
  column: number | null = null;

  @Field({ label: 'Problem' })
  @IsString()
  message = '';
}

export class ImportRowView {
  @Field({ label: 'Line', hint: 'Of the file, from 1' })
  @IsInt()
  line = 0;

  @Field({ label: 'Values' })
  @IsArray()
  @IsString({ each: true })
  cells: string[] = [];

  @Field({ label: 'Problems', of: ImportCellProblem })
  @IsArray()
  problems: ImportCellProblem[] = [];
}

/** How the file would be read, before anything is written. */
export class ImportPreviewView {
  @Field({ label: 'Values are separated by', choices: DELIMITER_WORDS })
  @IsEnum(ImportDelimiter)
  delimiter = ImportDelimiter.Comma;

  @Field({ label: 'Text encoding', choices: ENCODING_WORDS })
  @IsEnum(ImportEncoding)
  encoding = ImportEncoding.Utf8;

  @Field({ label: 'The first row holds the column names' })
  @IsBoolean()
  header = true;

  @Field({ label: 'Original format', hint: 'The twelve columns of the original panel' })
  @IsBoolean()
  originalFormat = false;

  @Field({ label: 'Columns', of: ImportColumnView })
  @IsArray()
  columns: ImportColumnView[] = [];

  @Field({ label: 'First rows', of: ImportRowView })
  @IsArray()
  rows: ImportRowView[] = [];

  @Field({ label: 'Rows looked at' })
  @IsInt()
  rowsChecked = 0;

  @Field({ label: 'Rows with problems', hint: 'Of those looked at' })
  @IsInt()
  rowsWithProblems = 0;

  @Field({ label: 'Rows in all', hint: 'Estimated from the size of the file' })
  @IsInt()
  rowsEstimated = 0;

  /** What stands in the way of starting, or should be looked at before. */
  @Field({ label: 'Problems' })
  @IsArray()
  @IsString({ each: true })
  problems: string[] = [];
}
