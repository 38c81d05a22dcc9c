const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Longest row, in bytes: far beyond any real one, and short enough that a few fit in memory. */
export const MOST_RECORD_BYTES = 1_048_576;
const FIRST_BYTES = 262_144;
const LONG_BYTES = 65_536;
/** Of a line that is too long, this much is kept for whoever looks for it. */
const KEPT_OF_TOO_LONG = 1_024;

/** Why a record cannot be read, in general and in this case. */
export interface RecordProblem {
  kind: string;
  message: string;
}

/** One row of the file before its values are taken apart. */
export interface FileRecord {
  /** Line of the file, from 1, where it begins. */
  line: number;
  /** As it stands in the file, without its line end, in UTF-8. */
  raw: Buffer;
  /** The same in regular CSV, or why there is none. */
  csv: Buffer | RecordProblem;
}

/** Where a record ends; undefined where that cannot be known before more has been read. */
type Extent = { end: number; irregular?: boolean; problem?: RecordProblem } | undefined;

const TOO_LONG: RecordProblem = {
  kind: 'Line too long',
  message: `This line is longer than ${MOST_RECORD_BYTES / 1_048_576} MB`,
};
const NEVER_CLOSED: RecordProblem = {
  kind: 'Quotation marks',
  message: 'A quotation mark opens in this line and is never closed',
};
const AFTER_CLOSE: RecordProblem = {
  kind: 'Quotation marks',
  message: 'There is text between a closing quotation mark and the end of its value',
};

/**
 * Cuts text into records and makes each regular, as csv-parser takes a quotation mark in the middle of a value
 * for the start of a quoted one and would swallow the lines after it. Here one counts only at the start of a value
 * (RFC 4180). Lines end with LF, CR or CRLF. What is broken is told apart line by line, so that it costs no other row.
 */
export class RecordSplitter {
  /** Holds what has come and has not been told apart yet, and is used again and again. */
  private memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private buffer = this.memory.subarray(0, 0);
  private line = 1;
  private skipping = false;
  /** A long record that has not come to its end is looked at again when this much is there, not for every piece. */
  private worthwhile = 0;
  private final = false;
  /** Where each byte was looked for last, and found. */
  private readonly searched: Record<number, number> = {};
  private readonly next: Record<number, number> = {};
  private readonly delimiter: number;

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /** The records are good until the next call. */
  push(chunk: Buffer): FileRecord[] {
    const length = this.buffer.length + chunk.length;
    const memory = length > this.memory.length ? Buffer.allocUnsafeSlow(2 * length) : this.memory;
    this.buffer.copy(memory);
    chunk.copy(memory, this.buffer.length);
    this.memory = memory;
    this.buffer = memory.subarray(0, length);
    return length < this.worthwhile ? [] : this.split();
  }

  /** What is left when the file has ended. */
  end(): FileRecord[] {
    this.final = true;
    return this.split();
  }

  private split(): FileRecord[] {
    const records: FileRecord[] = [];
    this.takeWhole(records);
    while (this.buffer.length > MOST_RECORD_BYTES) {
      this.giveUpOnStart(records);
      this.takeWhole(records);
    }
    const { length } = this.buffer;
    this.worthwhile = length > LONG_BYTES ? Math.min(2 * length, MOST_RECORD_BYTES + 1) : 0;
    return records;
  }

  /** Takes the records that are there to their ends. */
  private takeWhole(records: FileRecord[]): void {
    let start = 0;
    for (const byte of [QUOTE, LF, CR, this.delimiter]) this.next[byte] = -1;
    while (start < this.buffer.length) {
      const extent = this.skipping ? this.lineFrom(start) : this.extentFrom(start);
      if (!extent) break;
      const after = this.afterLineEnd(extent.end);
      if (after === undefined) break;
      if (!this.skipping && extent.end > start) records.push(this.record(start, extent));
      this.skipping = false;
      this.line += this.linesWithin(start, after);
      start = after;
    }
    this.buffer = this.buffer.subarray(start);
  }

  /** Of a record that outgrew all bounds only its first line is lost: the fault is most likely a stray quote. */
  private giveUpOnStart(records: FileRecord[]): void {
    this.next[LF] = this.next[CR] = -1;
    const lineEnd = Math.min(this.find(LF, 0), this.find(CR, 0));
    if (this.skipping || lineEnd === Infinity) {
      const raw = this.buffer.subarray(0, KEPT_OF_TOO_LONG);
      if (!this.skipping) records.push({ line: this.line, raw, csv: TOO_LONG });
      this.skipping = true;
      this.buffer = this.buffer.subarray(this.buffer.length);
      return;
    }
    records.push({ line: this.line++, raw: this.buffer.subarray(0, lineEnd), csv: NEVER_CLOSED });
    this.buffer = this.buffer.subarray(this.afterLineEnd(lineEnd) ?? lineEnd + 1);
  }

  private record(start: number, { end, irregular, problem }: NonNullable<Extent>): FileRecord {
    const raw = this.buffer.subarray(start, end);
    if (raw.length > MOST_RECORD_BYTES) {
      return { line: this.line, raw: raw.subarray(0, KEPT_OF_TOO_LONG), csv: TOO_LONG };
    }
    return { line: this.line, raw, csv: problem ?? (irregular ? this.regular(raw) : raw) };
  }

  private extentFrom(start: number): Extent {
    const end = Math.min(this.find(LF, start), this.find(CR, start));
    const quote = this.find(QUOTE, start);
    if (quote > end) return { end };
    return quote === Infinity ? this.lineFrom(start) : this.quotedFrom(start);
  }

  private lineFrom(start: number): Extent {
    const end = Math.min(this.find(LF, start), this.find(CR, start), this.lastPlace());
    return end === Infinity ? undefined : { end };
  }

  private quotedFrom(start: number): Extent {
    let irregular = false;
    for (let at = start; ;) {
      if (this.buffer[at] !== QUOTE) {
        const { end } = this.lineFrom(at) ?? { end: Infinity };
        const stop = Math.min(this.find(this.delimiter, at), end);
        if (stop === Infinity) return undefined;
        irregular ||= this.find(QUOTE, at) < stop;
        if (stop === end) return { end, irregular };
        at = stop + 1;
        continue;
      }
      const close = this.closingQuote(at + 1);
      if (close === undefined) return undefined;
      const after = this.buffer[close + 1];
      if (after === this.delimiter) at = close + 2;
      else if (after === undefined || after === LF || after === CR)
        return close < this.buffer.length
          ? { end: close + 1, irregular }
          : this.brokenFrom(start, NEVER_CLOSED);
      else return this.brokenFrom(start, AFTER_CLOSE);
    }
  }

  private brokenFrom(start: number, problem: RecordProblem): Extent {
    const line = this.lineFrom(start);
    return line && { ...line, problem };
  }

  /** Place of the quote that closes; the buffer's length where the file ends without one. */
  private closingQuote(from: number): number | undefined {
    for (let at = from; ; at += 2) {
      at = this.find(QUOTE, at);
      if (at === Infinity) return this.final ? this.buffer.length : undefined;
      if (at + 1 >= this.buffer.length && !this.final) return undefined;
      if (this.buffer[at + 1] !== QUOTE) return at;
    }
  }

  /** First place of a byte from `from` on, remembered so that no byte is searched twice. */
  private find(byte: number, from: number): number {
    const known = this.next[byte]!;
    // Searching a quoted value goes back to the start of its line afterwards.
    if (known >= from && (this.searched[byte] ?? 0) <= from) return known;
    const found = this.buffer.indexOf(byte, from);
    this.searched[byte] = from;
    return (this.next[byte] = found === -1 ? Infinity : found);
  }

  private lastPlace(): number {
    return this.final ? this.buffer.length : Infinity;
  }

  private afterLineEnd(end: number): number | undefined {
    if (end === Infinity) return undefined;
    if (this.buffer[end] !== CR) return end + 1;
    if (end + 1 === this.buffer.length && !this.final) return undefined;
    return this.buffer[end + 1] === LF ? end + 2 : end + 1;
  }

  private linesWithin(start: number, after: number): number {
    let lines = 0;
    for (let at = start; at < after; lines++) {
      const end = Math.min(this.find(LF, at), this.find(CR, at));
      at = end >= after ? after : (this.afterLineEnd(end) ?? after);
    }
    return lines;
  }

  /** Quotes every value that holds a quotation mark without being quoted itself. */
  private regular(raw: Buffer): Buffer {
    const delimiter = String.fromCharCode(this.delimiter);
    const values: string[] = [];
    // One character a byte, so that what is no valid UTF-8 comes through unchanged.
    let rest = raw.toString('latin1');
    for (;;) {
      const quoted = /^"(?:[^"]|"")*"/.exec(rest)?.[0];
      const end = quoted?.length ?? rest.indexOf(delimiter);
      const value = end === -1 ? rest : rest.slice(0, end);
      const isPlain = quoted !== undefined || !value.includes('"');
      values.push(isPlain ? value : `"${value.replaceAll('"', '""')}"`);
      if (end === -1 || end === rest.length) break;
      rest = rest.slice(end + 1);
    }
    return Buffer.from(values.join(delimiter), 'latin1');
  }
}
