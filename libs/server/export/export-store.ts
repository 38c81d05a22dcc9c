import { Config, Conflict } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

const HOUR_MS = 3_600_000;

/** Files of exports, in the data directory. */
@Injectable()
export class ExportStore {
  private readonly directory: string;

  constructor(@Inject(Config) { DATA_DIR }: Readonly<Config>) {
    this.directory = resolve(DATA_DIR, 'exports');
  }

  /** Writes piece by piece; a file of that name is begun anew. Answers its size in bytes, told after each piece, too. */
  async write(
    file: string,
    pieces: AsyncIterable<string | Buffer>,
    told: (bytes: number) => Promise<void>,
  ): Promise<number> {
    await mkdir(this.directory, { recursive: true });
    const target = await open(this.pathOf(file), 'w');
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        const content = typeof piece === 'string' ? Buffer.from(piece) : piece;
        await target.appendFile(content);
        await told((bytes += content.length));
      }
      return bytes;
    } finally {
      await target.close();
    }
  }

  /** @throws Conflict `export.file-missing` */
  async send(response: Response, file: string, name: string): Promise<void> {
    const isThere = await stat(this.pathOf(file)).then(
      (found) => found.isFile(),
      // Deleted by hand, or written by another server that has a data directory of its own.
      () => false,
    );
    if (!isThere) {
      throw new Conflict(
        'export.file-missing',
        'The file is not on this server: ask for the export again. Where this happens often, several servers run that do not share one data directory (DATA_DIR), as they must.',
      );
    }
    await new Promise<void>((sent, failed) => {
      const headers = {
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      };
      response.sendFile(basename(file), { root: this.directory, headers }, (error) => {
        // A reader who leaves is nobody's fault.
        if (error && !response.headersSent) failed(error);
        else sent();
      });
    });
  }

  async remove(file: string): Promise<void> {
    await rm(this.pathOf(file), { force: true });
  }

  /** Deletes files that nobody knows of, but for those that may have just been begun. */
  async removeAllBut(known: (files: string[]) => Promise<ReadonlySet<string>>): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const files = await readdir(this.directory);
    const kept = await known(files);
    for (const file of files.filter((name) => !kept.has(name))) {
      const found = await stat(this.pathOf(file)).catch(() => null);
      if (found && found.mtimeMs < Date.now() - HOUR_MS) await this.remove(file);
    }
  }

  private pathOf(file: string): string {
    return join(this.directory, basename(file));
  }
}
