import { once } from 'node:events';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const FIRST_BYTES = 2_097_152;
/** Most bytes of one UTF-16 unit in UTF-8. */
const BYTES_PER_UNIT = 3;

/**
 * Rows as lines of COPY, in one piece of memory that is used again: thousands of rows kept as objects would
 * outlive the young generation, and the heap grows with what it has to clear away.
 */
export class CopyLines<T> {
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  /** Where each line ends. */
  private readonly ends: number[] = [];

  /** @param line one line of COPY's text format, with its end; `place` counts from 0 */
  constructor(private readonly line: (row: T, place: number) => string) {}

  clear(): void {
    this.ends.length = 0;
  }

  add(row: T): void {
    const start = this.ends.at(-1) ?? 0;
    const line = this.line(row, this.ends.length);
    this.makeRoom(start, line.length * BYTES_PER_UNIT);
    this.ends.push(start + this.bytes.write(line, start));
  }

  /** The lines of the first so many rows; good until the next {@link add} or {@link clear}. */
  first(count: number): Buffer {
    return this.bytes.subarray(0, this.ends[count - 1] ?? 0);
  }

  private makeRoom(used: number, needed: number): void {
    if (used + needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (used + needed));
    this.bytes.copy(larger, 0, 0, used);
    this.bytes = larger;
  }
}

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value in COPY's text format. */
export function copyText(value: string | null): string {
  if (value === null) return '\\N';
  if (!NEEDS_ESCAPE.test(value)) return value;
  return value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!);
}

/** Writes lines of COPY's text format into a table, named with its columns. */
export async function copyIn(client: Client, table: string, lines: Buffer): Promise<void> {
  const copy = client.query(copyFrom(`copy ${table} from stdin`));
  copy.end(lines);
  await once(copy, 'finish');
}
