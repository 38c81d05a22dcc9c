import { Config, FORM_BYTES, tidyFileName, Unreadable, uploadedFile } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const HOUR_MS = 3_600_000;
const MEGABYTE = 1_048_576;

/** Files of recordings on their way into the library: on disk only until they have been converted. */
@Injectable()
export class AudioUpload {
  private readonly directory: string;
  private readonly mostBytes: number;

  constructor(@Inject(Config) { DATA_DIR, AUDIO_MAX_BYTES }: Readonly<Config>) {
    this.directory = join(DATA_DIR, 'audio');
    this.mostBytes = AUDIO_MAX_BYTES;
  }

  /**
   * Streams a request's file to disk, lets it be used there, and deletes it.
   * @param use is given where the file is, and what it was called
   * @throws Unreadable `audio.too-large`
   * @throws Invalid `audio.no-file`
   */
  async receive<T>(
    request: Request,
    fileName: string | undefined,
    use: (path: string, fileName: string) => Promise<T>,
  ): Promise<T> {
    if (Number(request.headers['content-length']) > this.mostBytes + FORM_BYTES)
      throw this.tooLarge();
    await mkdir(this.directory, { recursive: true });
    const path = join(this.directory, randomUUID());
    // Before anything can go wrong: a stream that opens its file by itself may do so after the file was removed.
    const target = await open(path, 'wx');
    try {
      const { content, name } = await uploadedFile(request, 'audio');
      await pipeline(this.bounded(content), target.createWriteStream());
      return await use(path, tidyFileName(fileName ?? name, 'recording'));
    } finally {
      await target.close();
      await rm(path, { force: true });
      // What has not been read would keep the answer from reaching the client.
      request.resume();
    }
  }

  /** Deletes what uploads left behind that were cut off by the end of a process. */
  async removeLeftovers(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    for (const name of await readdir(this.directory)) {
      const path = join(this.directory, name);
      if ((await stat(path)).mtimeMs < Date.now() - HOUR_MS) await rm(path, { force: true });
    }
  }

  private async *bounded(content: Readable): AsyncGenerator<Buffer> {
    let bytes = 0;
    // Left whole when it is too much: the request still has to be answered.
    for await (const chunk of content.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > this.mostBytes) throw this.tooLarge();
      yield chunk as Buffer;
    }
  }

  private tooLarge(): Unreadable {
    const most = Math.floor(this.mostBytes / MEGABYTE);
    return new Unreadable(
      413,
      'audio.too-large',
      `This file is larger than ${most} MB, the most that can be uploaded. Save it as MP3, or in mono, and upload that.`,
    );
  }
}
