import { splitOutside } from './split';

/** Names of one letter (RFC 3261 §7.3.3 and later registrations). */
const COMPACT: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};
/** Written otherwise than with an upper-case letter after each hyphen. */
const WRITTEN: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  rseq: 'RSeq',
  rack: 'RAck',
  'mime-version': 'MIME-Version',
  'www-authenticate': 'WWW-Authenticate',
  'min-se': 'Min-SE',
};

/** The largest datagram there can be; a longer message is no message. */
export const MOST_BYTES = 65_535;
const MOST_HEADERS = 256;
const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;
const NEEDED = ['via', 'from', 'to', 'call-id', 'cseq'];
const ONCE = ['from', 'to', 'call-id', 'cseq', 'max-forwards'];
const NOTHING = Buffer.alloc(0);

/** Header fields in their order. No value can hold a line break or another control character, whoever gave it. */
export class Headers implements Iterable<readonly [name: string, value: string]> {
  private lines: [name: string, value: string][] = [];

  constructor(lines: Iterable<readonly [name: string, value: string]> = []) {
    for (const [name, value] of lines) this.add(name, value);
  }

  [Symbol.iterator](): Iterator<readonly [name: string, value: string]> {
    return this.lines[Symbol.iterator]();
  }

  add(name: string, value: string): this {
    this.lines.push([fullName(name), oneLine(value)]);
    return this;
  }

  /** Before all others of its name, where for example the newest Via belongs. */
  prepend(name: string, value: string): this {
    this.lines.unshift([fullName(name), oneLine(value)]);
    return this;
  }

  set(name: string, value: string): this {
    return this.remove(name).add(name, value);
  }

  remove(name: string): this {
    const full = fullName(name);
    this.lines = this.lines.filter(([other]) => other !== full);
    return this;
  }

  first(name: string): string | undefined {
    const full = fullName(name);
    return this.lines.find(([other]) => other === full)?.[1];
  }

  /** Every line of this name, as it stands. */
  all(name: string): string[] {
    const full = fullName(name);
    return this.lines.filter(([other]) => other === full).map(([, value]) => value);
  }

  /** Every value of a list such as Via or Route, whether it came in one line or in several (RFC 3261 §7.3.1). */
  values(name: string): string[] {
    return this.all(name)
      .flatMap((line) => splitOutside(line, ',') ?? [])
      .filter((value) => value !== '');
  }
}

export class SipRequest {
  readonly kind = 'request';

  constructor(
    readonly method: string,
    readonly uri: string,
    readonly headers: Headers,
    public body: Buffer = NOTHING,
  ) {}
}

export class SipResponse {
  readonly kind = 'response';

  constructor(
    readonly status: number,
    readonly reason: string,
    readonly headers: Headers,
    public body: Buffer = NOTHING,
  ) {}
}

export type SipMessage = SipRequest | SipResponse;

/** Sequence number and method (RFC 3261 §20.16). */
export interface CSeq {
  number: number;
  method: string;
}

/** The CSeq of a message that {@link parseMessage} made. */
export function cseqOf({ headers }: SipMessage): CSeq {
  return parseCSeq(headers.first('cseq') ?? '') ?? { number: 0, method: '' };
}

export function callIdOf({ headers }: SipMessage): string {
  return headers.first('call-id') ?? '';
}

/**
 * One message (RFC 3261 §7). What follows the body that Content-Length tells is left out (§18.3). Null for whatever is
 * no message: never throws, and takes time and memory in proportion to the bytes, of which {@link MOST_BYTES} are most.
 */
export function parseMessage(bytes: Buffer): SipMessage | null {
  const found = headOf(bytes);
  if (!found) return null;
  const headers = headersOf(found.lines);
  if (!headers || !isWhole(headers)) return null;
  const body = bodyOf(bytes.subarray(found.bodyFrom), headers);
  return body && startedBy(found.startLine, headers, body);
}

/** The message as it is sent, with the right Content-Length (RFC 3261 §20.14). */
export function serialize(message: SipMessage): Buffer {
  const lines = [startLineOf(message)];
  for (const [name, value] of message.headers)
    if (name !== 'content-length') lines.push(`${writtenName(name)}: ${value}`);
  lines.push(`Content-Length: ${message.body.length}`, '', '');
  return Buffer.concat([Buffer.from(lines.join('\r\n')), message.body]);
}

/** Where the header section ends in a stream, behind its blank line; -1 while it has not come whole. */
export function endOfHead(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  return end < 0 ? -1 : end + 4;
}

function headOf(bytes: Buffer) {
  if (bytes.length > MOST_BYTES) return null;
  let start = 0;
  // Blank lines before a message keep connections open, or were sent by mistake (RFC 3261 §7.5).
  while (bytes[start] === 13 || bytes[start] === 10) start++;
  const bodyFrom = endOfHead(bytes.subarray(start));
  if (bodyFrom < 0) return null;
  const head = bytes.toString('utf8', start, start + bodyFrom - 4);
  const [startLine = '', ...lines] = head.split('\r\n');
  return { startLine, lines, bodyFrom: start + bodyFrom };
}

function headersOf(lines: readonly string[]): Headers | null {
  const fields: [string, string][] = [];
  for (const line of lines) {
    if (line.startsWith(' ') || line.startsWith('\t')) {
      const last = fields.at(-1);
      if (!last) return null;
      // A folded line goes on with a single space (RFC 3261 §7.3.1).
      last[1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trimEnd();
    if (!TOKEN.test(name) || fields.length === MOST_HEADERS) return null;
    fields.push([name, line.slice(colon + 1).trim()]);
  }
  return new Headers(fields);
}

function isWhole(headers: Headers): boolean {
  const once = ONCE.every((name) => headers.all(name).length < 2);
  return once && NEEDED.every((name) => headers.first(name)) && !!parseCSeq(headers.first('cseq')!);
}

function bodyOf(rest: Buffer, headers: Headers): Buffer | null {
  const lengths = new Set(headers.all('content-length'));
  if (!lengths.size) return rest;
  const [length = ''] = lengths;
  if (lengths.size > 1 || !/^\d{1,6}$/.test(length) || Number(length) > rest.length) return null;
  return rest.subarray(0, Number(length));
}

function startedBy(line: string, headers: Headers, body: Buffer): SipMessage | null {
  const response = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line);
  if (response) return new SipResponse(Number(response[1]), response[2] ?? '', headers, body);
  const [method = '', uri = '', version = '', ...more] = line.split(' ');
  if (more.length || !TOKEN.test(method) || !/^[^\s<>"]+$/.test(uri)) return null;
  if (version.toUpperCase() !== 'SIP/2.0') return null;
  if (parseCSeq(headers.first('cseq')!)!.method !== method) return null;
  return new SipRequest(method, uri, headers, body);
}

function parseCSeq(text: string): CSeq | null {
  const parts = /^(\d{1,10})[ \t]+(\S+)$/.exec(text);
  if (!parts || !TOKEN.test(parts[2]!)) return null;
  const number = Number(parts[1]);
  // Less than 2**31 (RFC 3261 §8.1.1.5).
  return number < 2 ** 31 ? { number, method: parts[2]! } : null;
}

function startLineOf(message: SipMessage): string {
  if (message.kind === 'response')
    return `SIP/2.0 ${message.status} ${oneLine(message.reason)}`.trimEnd();
  const bare = (text: string) => oneLine(text).replace(/ /g, '');
  return `${bare(message.method)} ${bare(message.uri)} SIP/2.0`;
}

function fullName(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? lower;
}

function writtenName(name: string): string {
  return WRITTEN[name] ?? name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function oneLine(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trim();
}
