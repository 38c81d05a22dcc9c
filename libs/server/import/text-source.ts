import { ImportEncoding } from '@belltower/dto';
import { createReadStream } from 'node:fs';

const CHUNK_BYTES = 131_072;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A piece of a file's text in UTF-8, and how far into the file it reaches. */
export interface TextChunk {
  text: Buffer;
  bytesRead: number;
}

/** The text of a file in UTF-8, whatever its encoding, without a byte order mark. */
export async function* textOf(path: string, encoding: ImportEncoding): AsyncGenerator<TextChunk> {
  const decode = decoderOf(encoding);
  let bytesRead = 0;
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  for await (const chunk of file as AsyncIterable<Buffer>) {
    const text = decode(chunk, bytesRead === 0);
    bytesRead += chunk.length;
    yield { text, bytesRead };
  }
}

function decoderOf(encoding: ImportEncoding): (chunk: Buffer, first: boolean) => Buffer {
  if (encoding === ImportEncoding.Utf8) {
    return (chunk, first) =>
      first && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? chunk.subarray(3) : chunk;
  }
  const decoder = new TextDecoder(encoding === ImportEncoding.Latin1 ? 'windows-1252' : encoding);
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }));
}
