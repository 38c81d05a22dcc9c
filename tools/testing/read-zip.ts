import { crc32, inflateRawSync } from 'node:zlib';

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

/** The texts of a ZIP archive without a comment, by name. @throws where sizes or checksums are not what it says */
export function readZip(archive: Buffer): Map<string, string> {
  const end = archive.length - DIRECTORY_END_BYTES;
  demand(archive.readUInt32LE(end) === DIRECTORY_END, 'no end of the directory');
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    demand(archive.readUInt32LE(at) === DIRECTORY_ENTRY, 'no entry of the directory');
    const nameBytes = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameBytes);
    files.set(name, contentOf(archive, at, name));
    at += 46 + nameBytes;
  }
  demand(at === end, 'something stands behind the directory');
  return files;
}

function contentOf(archive: Buffer, entry: number, name: string): string {
  const [crc, packed, size] = [16, 20, 24].map((place) => archive.readUInt32LE(entry + place));
  const local = archive.readUInt32LE(entry + 42);
  demand(archive.readUInt32LE(local) === LOCAL_HEADER, `no file where ${name} should be`);
  const begin = local + 30 + archive.readUInt16LE(local + 26);
  const content = inflateRawSync(archive.subarray(begin, begin + packed!));
  demand(content.length === size && crc32(content) === crc, `${name} is not what was written`);
  return content.toString();
}

function demand(holds: boolean, problem: string): void {
  if (!holds) throw new Error(`Not a ZIP archive: ${problem}.`);
}

/** The rows of a sheet, each value as its text; undefined where a cell is empty. */
export function readSheet(xml: string): (string | undefined)[][] {
  return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) =>
    [...row!.matchAll(/<c(?: [^>]*)?\/>|<c(?: [^>]*)?>(.*?)<\/c>/gs)].map(([, cell]) =>
      cell
        ?.replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    ),
  );
}
