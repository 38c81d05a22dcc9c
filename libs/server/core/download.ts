import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a file begins with so that spreadsheets read it as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

export interface Download {
  /** For example `calls.csv`. */
  filename: string;
  /** For example `text/csv; charset=utf-8`. */
  type: string;
}

/**
 * Sends text or bytes piece by piece as a file. The next piece is asked for only when the reader has taken the last,
 * so memory stays flat however slow the reader and however long the file; a reader who leaves ends it.
 * An error after the first piece breaks the connection: a file that ends early must not look whole.
 */
export async function sendDownload(
  response: Response,
  { filename, type }: Download,
  pieces: AsyncIterable<string | Buffer>,
): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]();
  // Before any header: what goes wrong at the start is still told as a problem.
  const first = await iterator.next();
  response.setHeader('content-type', type);
  response.setHeader('content-disposition', `attachment; filename="${filename}"`);
  response.setHeader('cache-control', 'no-store');
  const all = async function* () {
    try {
      if (!first.done) yield first.value;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.(undefined);
    }
  };
  try {
    await pipeline(Readable.from(all(), { objectMode: false, highWaterMark: 65_536 }), response);
  } catch (error) {
    // The reader left: nobody is there to be told, and nothing has gone wrong here.
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    throw error;
  }
}
