import { Principal } from '@belltower/auth';
import { AudioReplacementQuery, AudioUploadQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AudioConverter } from './audio-converter';
import { AudioUpload } from './audio-upload';
import { samplesIn, wavBytes, wavPart } from './audio-wav';
import { AudioService, ListedAudio } from './audio.service';

/** Of a sound that is sent at once; a browser asks for the next part by itself. */
const PART_BYTES = 1_048_576;

/** Recordings as files: how they come in, and how they are listened to. */
@Injectable()
export class AudioFile {
  constructor(
    @Inject(AudioService) private readonly audio: AudioService,
    @Inject(AudioUpload) private readonly uploads: AudioUpload,
    @Inject(AudioConverter) private readonly converter: AudioConverter,
  ) {}

  /** @throws what {@link AudioUpload.receive}, {@link AudioConverter.convert} and {@link AudioService.add} throw */
  async add(user: Principal, request: Request, query: AudioUploadQuery): Promise<ListedAudio> {
    await this.audio.refuseWhereFull(user);
    return this.uploads.receive(request, query.fileName, async (path, fileName) => {
      const converted = await this.converter.convert(path);
      return this.audio.add(user, query.name, { ...converted, fileName });
    });
  }

  /** @throws NotFound `audio.not-found`, and what {@link AudioFile.add} throws */
  async replace(
    user: Principal,
    id: number,
    request: Request,
    query: AudioReplacementQuery,
  ): Promise<ListedAudio> {
    await this.audio.get(user, id);
    return this.uploads.receive(request, query.fileName, async (path, fileName) => {
      const converted = await this.converter.convert(path);
      return this.audio.replaceSound(user, id, { ...converted, fileName });
    });
  }

  /** Answers with the sound, or the part that the request asks for (RFC 9110 §14). @throws NotFound `audio.not-found` */
  async send(user: Principal, id: number, request: Request, response: Response): Promise<void> {
    const { sizeBytes: samples, sha256 } = await this.audio.get(user, id);
    const length = wavBytes(samples);
    response.setHeader('accept-ranges', 'bytes');
    response.setHeader('content-type', 'audio/wav');
    response.setHeader('cache-control', 'private, no-cache');
    response.setHeader('etag', `"${sha256}"`);
    const ranges = isStale(request, sha256) ? -2 : (request.range(length, { combine: true }) ?? -2);
    if (ranges === -1) {
      response.setHeader('content-range', `bytes */${length}`);
      response.status(416).end();
      return;
    }
    const range = ranges === -2 || ranges.length > 1 ? undefined : ranges[0];
    const [first, last] = [range?.start ?? 0, range?.end ?? length - 1];
    if (range) {
      response.status(206);
      response.setHeader('content-range', `bytes ${first}-${last}/${length}`);
    }
    response.setHeader('content-length', last - first + 1);
    for (let at = first; at <= last && !response.destroyed; at += PART_BYTES) {
      const end = Math.min(last, at + PART_BYTES - 1);
      const part = samplesIn(at, end);
      const pcmu = await this.audio.sound(user, id, part.first, part.until);
      if (!response.write(wavPart(pcmu, samples, at, end))) await drained(response);
    }
    response.end();
  }
}

/** Whether the request wants a part only of what was there before (RFC 9110 §13.1.5). */
function isStale({ headers }: Request, sha256: string): boolean {
  const wanted = headers['if-range'];
  return wanted !== undefined && wanted !== `"${sha256}"`;
}

/** When the reader has taken what was sent, or has left. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
