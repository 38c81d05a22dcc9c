import { ExportFormat } from '@belltower/dto';
import { applyDecorators, createParamDecorator, ExecutionContext } from '@nestjs/common';
import { ApiOkResponse, ApiParam } from '@nestjs/swagger';
import type { Response } from 'express';
import { csvLine } from './csv';
import { BYTE_ORDER_MARK, Download, sendDownload } from './download';
import { NotFound } from './errors';
import { Listing, ListingColumn, RowPiece } from './listing';
import { rowFormat } from './row-formats';
import { workbook } from './workbook';

const TYPES: Readonly<Record<ExportFormat, string>> = {
  [ExportFormat.Csv]: 'text/csv',
  [ExportFormat.Xlsx]: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  [ExportFormat.JsonLines]: 'application/x-ndjson',
};

/** A list as a file, which is made while it is read. */
export interface ListingFile extends Download {
  pieces: AsyncIterable<string | Buffer>;
}

/** @param told hears how many rows have been written, after some thousand each */
export function listingFile(
  listing: Listing,
  format: ExportFormat,
  told: (rows: number) => void = () => undefined,
): ListingFile {
  const { name, timeZone } = listing;
  const rows = counted(listing.pieces(rowFormat(format, timeZone)), told);
  return {
    filename: `${name}.${format}`,
    type: format === ExportFormat.Xlsx ? TYPES[format] : `${TYPES[format]}; charset=utf-8`,
    pieces: WRITERS[format](listing, rows),
  };
}

/** Sends a list as a file, as fast as the reader takes it. */
export function sendListing(
  response: Response,
  listing: Listing,
  format: ExportFormat,
): Promise<void> {
  const file = listingFile(listing, format);
  return sendDownload(response, file, file.pieces);
}

/** The route answers with a file; its path ends with `.:format`, which is one of {@link ExportFormat}. */
export const AnswersListing = () =>
  applyDecorators(
    ApiParam({ name: 'format', enum: Object.values(ExportFormat), example: ExportFormat.Csv }),
    ApiOkResponse({
      content: Object.fromEntries(
        Object.values(TYPES).map((type) => [type, { schema: { type: 'string' } }]),
      ),
    }),
  );

/** The format that the path ends with: what is none of ours names nothing. */
export const ListingFormat = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { format } = context.switchToHttp().getRequest<{ params: { format?: string } }>().params;
  const known = Object.values(ExportFormat).find((one) => one === format);
  if (known) return known;
  throw new NotFound('not-found', `There is no such list in the format “${format}”.`);
});

const WRITERS: Readonly<
  Record<
    ExportFormat,
    (listing: Listing, rows: AsyncIterable<RowPiece>) => AsyncIterable<string | Buffer>
  >
> = {
  [ExportFormat.Csv]: async function* (listing, rows) {
    yield BYTE_ORDER_MARK + csvLine(headingsOf(listing));
    for await (const { text } of rows) yield text;
  },
  [ExportFormat.JsonLines]: async function* (_, rows) {
    for await (const { text } of rows) yield text;
  },
  [ExportFormat.Xlsx]: (listing, rows) => {
    const headings = headingsOf(listing);
    const kinds = listing.columns.map(({ kind }) => kind);
    return workbook({ name: titleOf(listing.name), headings, kinds }, rows);
  },
};

/** What columns are called, with the zone of moments. */
function headingsOf({ columns, timeZone }: Listing): string[] {
  const inZone = ({ heading, kind }: ListingColumn) =>
    kind === 'moment' ? `${heading} (${timeZone})` : heading;
  return columns.map(inZone);
}

/** What a sheet may be called, with room for a number. */
function titleOf(name: string): string {
  return name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 28) || 'List';
}

async function* counted(
  pieces: AsyncIterable<RowPiece>,
  told: (rows: number) => void,
): AsyncGenerator<RowPiece> {
  let rows = 0;
  for await (const piece of pieces) {
    yield piece;
    told((rows += piece.rows));
  }
}
