import { endOfHead, MOST_BYTES } from './message';

/** The stream does not keep to the protocol; its connection has to be closed. */
export class FramingError extends Error {}

/** Cuts a stream into messages by their Content-Length (RFC 3261 §18.3), holding at most one message. */
export class Framing {
  private held: Buffer = Buffer.alloc(0);
  /** Up to where it has been seen that no header section ends. */
  private seen = 0;

  /** Whole messages among what has come so far. @throws FramingError */
  push(chunk: Buffer): Buffer[] {
    this.held = this.held.length ? Buffer.concat([this.held, chunk]) : chunk;
    const messages: Buffer[] = [];
    for (let message = this.take(); message; message = this.take()) messages.push(message);
    return messages;
  }

  private take(): Buffer | null {
    this.skipBlankLines();
    const head = endOfHead(this.held.subarray(this.seen));
    if (head < 0) {
      if (this.held.length > MOST_BYTES) throw new FramingError('A header section has no end.');
      this.seen = Math.max(0, this.held.length - 3);
      return null;
    }
    const end = this.seen + head + lengthOf(this.held.subarray(0, this.seen + head));
    if (end > MOST_BYTES) throw new FramingError('A message is too long.');
    if (this.held.length < end) return null;
    const message = this.held.subarray(0, end);
    this.held = this.held.subarray(end);
    this.seen = 0;
    return message;
  }

  /** Between messages they keep a connection open (RFC 5626 §3.5.1). */
  private skipBlankLines(): void {
    if (this.seen) return;
    let start = 0;
    while (this.held[start] === 13 || this.held[start] === 10) start++;
    this.held = this.held.subarray(start);
  }
}

/** Over a stream every message has to tell its length. */
function lengthOf(head: Buffer): number {
  const found = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*\r\n/i.exec(
    head.toString('latin1'),
  );
  if (!found) throw new FramingError('A message does not tell its length.');
  return Number(found[1]);
}
