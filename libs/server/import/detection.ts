import { ImportDelimiter, ImportEncoding } from '@belltower/dto';
import { isUtf8 } from 'node:buffer';
import { CellReader } from './csv-cells';
import { DELIMITER } from './file-rows';
import { RecordSplitter } from './csv-records';

/** Lines that are enough to tell what separates values. */
const LINES = 50;

/** What the first bytes of a file say about it; `undefined` where they are no text that we can read. */
export function encodingAtStart(start: Buffer): ImportEncoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return ImportEncoding.Utf16Le;
  if (start[0] === 0xfe && start[1] === 0xff) return ImportEncoding.Utf16Be;
  const [even, odd] = nulsOf(start);
  const places = start.length / 2;
  // Latin letters in UTF-16 have every second byte 0.
  if (odd > places * 0.3 && even < places * 0.05) return ImportEncoding.Utf16Le;
  if (even > places * 0.3 && odd < places * 0.05) return ImportEncoding.Utf16Be;
  return (even + odd) * 10 > start.length ? undefined : ImportEncoding.Utf8;
}

function nulsOf(start: Buffer): [even: number, odd: number] {
  const counts: [number, number] = [0, 0];
  for (let at = start.indexOf(0); at !== -1; at = start.indexOf(0, at + 1)) counts[at % 2]!++;
  return counts;
}

/** Follows a stream of bytes and tells whether all of it is UTF-8. */
export class Utf8Check {
  private rest: Buffer = Buffer.alloc(0);
  private valid = true;

  push(chunk: Buffer): void {
    if (!this.valid) return;
    const bytes = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk;
    const whole = bytes.length - unfinishedBytes(bytes);
    this.valid = isUtf8(bytes.subarray(0, whole));
    this.rest = Buffer.from(bytes.subarray(whole));
  }

  end(): boolean {
    return this.valid && this.rest.length === 0;
  }
}

/** Bytes at the end that begin a character whose other bytes have not come yet. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** What separates values: what gives the most rows of one width, and of those the widest. */
export function detectDelimiter(sample: Buffer): ImportDelimiter {
  let best = { delimiter: ImportDelimiter.Comma, agreeing: 0, width: 1 };
  for (const delimiter of Object.values(ImportDelimiter)) {
    const splitter = new RecordSplitter(DELIMITER[delimiter]);
    const records = [...splitter.push(sample), ...splitter.end()]
      .flatMap(({ csv }) => (Buffer.isBuffer(csv) ? [csv] : []))
      .slice(0, LINES);
    const rows = new CellReader(DELIMITER[delimiter]).read(records);
    const { width, agreeing } = commonest(rows.map((row) => row.length));
    const isBetter = agreeing > best.agreeing || (agreeing === best.agreeing && width > best.width);
    if (width > 1 && isBetter) best = { delimiter, agreeing, width };
  }
  return best.delimiter;
}

function commonest(widths: readonly number[]): { width: number; agreeing: number } {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width = 1, count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return { width, agreeing: widths.length ? count / widths.length : 0 };
}
