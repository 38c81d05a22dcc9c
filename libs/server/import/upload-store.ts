import {
  Config,
  Conflict,
  FORM_BYTES,
  Invalid,
  tidyFileName,
  Unreadable,
  uploadedFile,
} from '@belltower/core';
import { ImportEncoding } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { encodingAtStart, Utf8Check } from './detection';
import { unpacked } from './gzip';

/** A file of contacts on this machine's disk. */
export interface StoredUpload {
  /** Its name in the store. */
  file: string;
  /** Its name where it came from. */
  fileName: string;
  sizeBytes: number;
  encoding: ImportEncoding;
}

/** What to do about an uploaded file that cannot be found. */
export const FILE_MISSING =
  'The uploaded file is not on this server: upload it again. Where this happens often, several servers run that do not share one data directory (DATA_DIR), as they must.';

const DAY_MS = 86_400_000;
const PART = '.part';

/** Files that people upload, in the data directory, always as plain text: what came packed is unpacked on the way. */
@Injectable()
export class UploadStore {
  private readonly directory: string;
  private readonly mostBytes: number;

  constructor(@Inject(Config) { DATA_DIR, IMPORT_MAX_BYTES }: Readonly<Config>) {
    this.directory = join(DATA_DIR, 'imports');
    this.mostBytes = IMPORT_MAX_BYTES;
  }

  pathOf(file: string): string {
    return join(this.directory, basename(file));
  }

  /**
   * Where a file is that this server is to read now.
   * @throws Conflict `import.file-missing`
   */
  async find(file: string): Promise<string> {
    const path = this.pathOf(file);
    try {
      await access(path);
    } catch {
      // Deleted by hand, or taken in by another server that has a data directory of its own.
      throw new Conflict('import.file-missing', FILE_MISSING);
    }
    return path;
  }

  async remove(file: string): Promise<void> {
    await rm(this.pathOf(file), { force: true });
  }

  /** Deletes what uploads left behind that were cut off by the end of a process. */
  async removeLeftovers(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    for (const name of await readdir(this.directory)) {
      const path = join(this.directory, name);
      if (name.endsWith(PART) && (await stat(path)).mtimeMs < Date.now() - DAY_MS) {
        await rm(path, { force: true });
      }
    }
  }

  /**
   * Streams a request's file to disk; one that is refused or broken off leaves nothing behind.
   * @throws Unreadable `import.too-large`
   * @throws Invalid `import.empty`, `import.no-file`, `import.not-text`, `import.workbook`, `import.broken-gzip`
   */
  async receive(request: Request, fileName?: string): Promise<StoredUpload> {
    if (Number(request.headers['content-length']) > this.mostBytes + FORM_BYTES)
      throw this.tooLarge();
    await mkdir(this.directory, { recursive: true });
    const file = randomUUID();
    const part = this.pathOf(file + PART);
    // Before anything can go wrong: a stream that opens its file by itself may do so after the file was removed.
    const target = await open(part, 'wx');
    try {
      const { content, name } = await uploadedFile(request, 'import');
      const facts = new Inspection(this.mostBytes, () => this.tooLarge());
      await pipeline(
        unpacked(content, this.mostBytes, () => this.tooLarge()),
        (chunks: AsyncIterable<Buffer>) => facts.pass(chunks),
        target.createWriteStream(),
      );
      const encoding = facts.end();
      await rename(part, this.pathOf(file));
      const shown = tidyFileName(fileName ?? name, 'contacts.csv');
      return { file, fileName: shown, sizeBytes: facts.bytes, encoding };
    } catch (error) {
      await target.close();
      await rm(part, { force: true });
      throw error;
    } finally {
      // What has not been read would keep the answer from reaching the client.
      request.resume();
    }
  }

  private tooLarge(): Unreadable {
    const most = new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(
      this.mostBytes / 1_048_576,
    );
    return new Unreadable(
      413,
      'import.too-large',
      `This file is larger than ${most} MB, which is the most that can be imported at once. Nothing was imported: split it and import the parts.`,
    );
  }
}

/** Looks at what passes: how much it is, and whether and in which encoding it is text. */
class Inspection {
  bytes = 0;
  private encoding: ImportEncoding | undefined;
  private readonly utf8 = new Utf8Check();

  constructor(
    private readonly mostBytes: number,
    private readonly tooLarge: () => Error,
  ) {}

  async *pass(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if (this.bytes === 0) this.encoding = encodingOf(chunk);
      this.bytes += chunk.length;
      if (this.bytes > this.mostBytes) throw this.tooLarge();
      this.utf8.push(chunk);
      yield chunk;
    }
  }

  end(): ImportEncoding {
    if (!this.encoding) {
      throw new Invalid('import.empty', 'This file is empty. Nothing was imported.');
    }
    const isLatin = this.encoding === ImportEncoding.Utf8 && !this.utf8.end();
    return isLatin ? ImportEncoding.Latin1 : this.encoding;
  }
}

function encodingOf(start: Buffer): ImportEncoding {
  const begins = (...bytes: number[]) => bytes.every((byte, index) => start[index] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0xd0, 0xcf, 0x11, 0xe0)) {
    throw new Invalid(
      'import.workbook',
      'This is a workbook or an archive, not a text file. Save the sheet as CSV (UTF-8) and import that.',
    );
  }
  const encoding = begins(0x25, 0x50, 0x44, 0x46) ? undefined : encodingAtStart(start);
  if (encoding) return encoding;
  throw new Invalid(
    'import.not-text',
    'This is not a text file. Contacts are imported from CSV: save the list as CSV and import that.',
  );
}
