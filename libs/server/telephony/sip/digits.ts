/** The signs of RFC 4733 events 0 to 15, and of SIP INFO. */
const SIGNS = '0123456789*#ABCD';

/** The key of an event (RFC 4733 §3.2); null for what is no key. */
export function digitOfEvent(event: number): string | null {
  return SIGNS[event] ?? null;
}

/** The key in the body of an INFO: `application/dtmf-relay` or `application/dtmf`; null where there is none. */
export function digitOfInfo(contentType: string | undefined, body: Buffer): string | null {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  const text = body.toString('latin1', 0, 200);
  if (type === 'application/dtmf-relay')
    return signOf(/^\s*signal\s*=\s*([0-9A-D*#]{1,2})\s*$/im.exec(text)?.[1]);
  return type === 'application/dtmf' ? signOf(text.trim()) : null;
}

/** Some write * and # as the numbers of their events. */
function signOf(text = ''): string | null {
  if (text === '10' || text === '11') return digitOfEvent(Number(text));
  const sign = text.toUpperCase();
  return sign.length === 1 && SIGNS.includes(sign) ? sign : null;
}

/** The body of an INFO of type `application/dtmf-relay` for this key. */
export function bodyOfInfo(digit: string): Buffer {
  return Buffer.from(`Signal=${digit}\r\nDuration=160\r\n`);
}
