import { ImportEncoding } from '@belltower/dto';
import { open } from 'node:fs/promises';

const CHUNK_BYTES = 65_536;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A piece of a file's text in UTF-8, and how far into the file it reaches. */
export interface TextChunk {
  text: Buffer;
  bytesRead: number;
}

/**
 * The text of a file in UTF-8, whatever its encoding, without a byte order mark. Each piece is good until the next
 * is asked for: they come in the same memory, as the allocator would otherwise hold on to hundreds of megabytes.
 */
export async function* textOf(path: string, encoding: ImportEncoding): AsyncGenerator<TextChunk> {
  const decode = decoderOf(encoding);
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const file = await open(path);
  try {
    for (let bytesRead = 0; ;) {
      const read = await file.read(memory, 0, CHUNK_BYTES);
      if (!read.bytesRead) return;
      const text = decode(memory.subarray(0, read.bytesRead), bytesRead === 0);
      bytesRead += read.bytesRead;
      yield { text, bytesRead };
    }
  } finally {
    await file.close();
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
