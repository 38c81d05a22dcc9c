import { Invalid } from '@belltower/core';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A list of contacts packs to a tenth or twentieth; what unpacks to more than this is made to fill disks. */
const MOST_RATIO = 200;
/** Below this nobody is harmed, whatever the ratio. */
const HARMLESS_BYTES = 16_777_216;

/**
 * The bytes of a stream, unpacked where they are gzip.
 * @throws Invalid `import.broken-gzip`, `import.gzip-bomb`; and what `tooLarge` makes where it packs more than `most` bytes
 */
export async function* unpacked(
  source: Readable,
  most: number,
  tooLarge: () => Error,
): AsyncGenerator<Buffer> {
  // Left whole when something here fails: a request still has to be answered.
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  const rest = { [Symbol.asyncIterator]: () => chunks };
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield first.value;
    yield* rest;
    return;
  }
  yield* inflated(first.value, rest, most, tooLarge);
}

async function* inflated(
  first: Buffer,
  rest: AsyncIterable<Buffer>,
  most: number,
  tooLarge: () => Error,
): AsyncGenerator<Buffer> {
  let packed = 0;
  let bytes = 0;
  async function* counted() {
    packed += first.length;
    yield first;
    for await (const chunk of rest) {
      packed += chunk.length;
      yield chunk;
    }
  }
  // Its errors come out of the loop below.
  const gunzip = pipeline(counted(), createGunzip(), () => undefined);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) throw tooLarge();
      if (bytes > HARMLESS_BYTES && bytes > packed * MOST_RATIO) throw bomb();
      yield chunk;
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code?.startsWith('Z_')) {
      throw new Invalid('import.broken-gzip', 'This .gz file is damaged or not complete.');
    }
    throw error;
  }
}

function bomb(): Invalid {
  return new Invalid(
    'import.gzip-bomb',
    `This .gz file unpacks to more than ${MOST_RATIO} times its size, which no list of contacts does. Unpack it and import that.`,
  );
}
