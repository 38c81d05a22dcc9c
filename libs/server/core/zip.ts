import { pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file of an archive; its text is asked for when the files before it have been written. */
export interface ZipEntry {
  name: string;
  content: AsyncIterable<string> | Iterable<string>;
}

/** What the directory at the end tells of a file. */
interface Written {
  name: Buffer;
  offset: number;
  packed: number;
  size: number;
  crc: number;
}

/** An archive, or one of its files, is larger than the plain ZIP format can tell. */
export class ZipTooLarge extends Error {}

const LOCAL_HEADER = 0x04034b50;
const DATA_DESCRIPTOR = 0x08074b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const VERSION = 20;
/** Sizes follow the data (bit 3), names are in UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** 1 January 1980, the first day that there is: when it was written is told elsewhere. */
const NO_DATE = 0x0021;
const MOST = 0xffff_ffff;
/** Rows of a list are so alike that more effort hardly makes them smaller. */
const EFFORT = 1;
const CHUNK_BYTES = 65_536;

/**
 * A ZIP archive (APPNOTE.TXT 6.3), made while it is read: of files of any length only some ten kilobytes are in memory.
 * @throws ZipTooLarge beyond 4 GB
 */
export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name), offset, packed: 0, size: 0, crc: 0 };
    const header = localHeader(entry.name);
    yield header;
    const deflate = createDeflateRaw({ level: EFFORT, chunkSize: CHUNK_BYTES });
    // Its errors come out of the loop below.
    const packed = pipeline(measured(content, entry), deflate, () => undefined);
    for await (const chunk of packed as AsyncIterable<Buffer>) {
      entry.packed += chunk.length;
      yield chunk;
    }
    if (entry.size > MOST || offset + entry.packed > MOST) throw new ZipTooLarge();
    const descriptor = uint32s(DATA_DESCRIPTOR, entry.crc, entry.packed, entry.size);
    yield descriptor;
    offset += header.length + entry.packed + descriptor.length;
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield directoryEnd(written.length, directory.length, offset);
}

/** Text as bytes, whose size and checksum the archive tells. */
async function* measured(content: ZipEntry['content'], entry: Written): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text);
    entry.size += bytes.length;
    entry.crc = crc32(bytes, entry.crc);
    yield bytes;
  }
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  describe(header, 4);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function directoryEntry({ name, offset, packed, size, crc }: Written): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(DIRECTORY_ENTRY, 0);
  entry.writeUInt16LE(VERSION, 4);
  describe(entry, 6);
  uint32s(crc, packed, size).copy(entry, 16);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}

/** What a file's header and its entry in the directory have in common. */
function describe(header: Buffer, at: number): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(FLAGS, at + 2);
  header.writeUInt16LE(DEFLATE, at + 4);
  header.writeUInt16LE(NO_DATE, at + 8);
}

function directoryEnd(entries: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(DIRECTORY_END, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

function uint32s(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => bytes.writeUInt32LE(value, 4 * at));
  return bytes;
}
