/** One message of the switch: its headers by their names in lower case, and its body. */
export interface Frame {
  headers: ReadonlyMap<string, string>;
  body: Buffer;
}

/** A header section is some hundred bytes; an event with all variables of a channel some ten thousand. */
const MOST_HEAD_BYTES = 16_384;
const MOST_BODY_BYTES = 4 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);
const LINE_END = 10;

/**
 * Cuts the stream of an event socket into messages: lines of headers, a blank line, and as many bytes as
 * Content-Length says. Holds at most one message.
 */
export class Framing {
  private head: Buffer = NOTHING;
  /** Up to where it has been seen that no header section ends. */
  private seen = 0;
  private headers = new Map<string, string>();
  private body: Buffer | null = null;
  private filled = 0;
  private problem: string | null = null;

  /** What is wrong with the stream, for people; it is read no further. Null while nothing is. */
  get broken(): string | null {
    return this.problem;
  }

  /** Whole messages among what has come so far. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let rest = chunk;
    while (!this.problem && (rest.length || this.head.length || this.body)) {
      if (!this.body) rest = this.readHead(rest);
      if (!this.body) break;
      const taken = rest.copy(this.body, this.filled);
      this.filled += taken;
      rest = rest.subarray(taken);
      if (this.filled < this.body.length) break;
      frames.push({ headers: this.headers, body: this.body });
      this.body = null;
    }
    return frames;
  }

  /** Reads up to the end of a header section; what comes after it is left. */
  private readHead(chunk: Buffer): Buffer {
    this.head = this.head.length ? Buffer.concat([this.head, chunk]) : chunk;
    this.skipBlankLines();
    const end = endOfHead(this.head, this.seen);
    if (end < 0) {
      this.seen = Math.max(0, this.head.length - 2);
      if (this.head.length > MOST_HEAD_BYTES) this.problem = 'a header section has no end';
      return NOTHING;
    }
    const rest = this.head.subarray(end);
    this.headers = parseHeaders(this.head.toString('utf8', 0, end));
    this.head = NOTHING;
    this.seen = 0;
    this.expectBody();
    return rest;
  }

  private expectBody(): void {
    const text = this.headers.get('content-length') ?? '0';
    const length = /^\d{1,9}$/.test(text) ? Number(text) : Infinity;
    if (length > MOST_BODY_BYTES) {
      this.problem = 'a message is too long';
      return;
    }
    this.body = Buffer.alloc(length);
    this.filled = 0;
  }

  /** Between messages they mean nothing. */
  private skipBlankLines(): void {
    let start = 0;
    while (this.head[start] === LINE_END || this.head[start] === 13) start++;
    this.head = this.head.subarray(start);
    this.seen = Math.max(0, this.seen - start);
  }
}

/** Behind the first blank line from there on; -1 where there is none. */
function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LINE_END, from); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) {
    if (bytes[at + 1] === LINE_END) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === LINE_END) return at + 3;
  }
  return -1;
}

function parseHeaders(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0)
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}
