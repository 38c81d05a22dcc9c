import { parseNameAddress, parseUri } from './address';
import { SipResponse } from './message';
import { TransportKind } from './transport';

/** Those that name other places for the same call (RFC 3261 §21.3); of the rest nobody can say what they mean. */
const FOLLOWED = [300, 301, 302];
/** Fewer digits than this are compared as a whole. */
const LEAST_DIGITS = 7;

/**
 * The request URIs to which a redirection sends a call (RFC 3261 §8.1.3.4), the most wanted first. Only places that are
 * reached the way we speak, and only for the number that was called: nobody else has been asked whether they may be.
 */
export function redirectionsOf(
  response: SipResponse,
  { number, kind }: { number: string; kind: TransportKind },
): string[] {
  if (!FOLLOWED.includes(response.status)) return [];
  return response.headers
    .values('contact')
    .flatMap((value) => {
      const contact = parseNameAddress(value);
      // Headers that a URI wants to add are nobody's business but ours.
      const [uri = ''] = contact?.uri.split('?') ?? [];
      return contact && isUsable(uri, number, kind)
        ? [{ uri, preference: preferenceOf(contact.parameters.get('q')) }]
        : [];
    })
    .sort((one, other) => other.preference - one.preference)
    .map(({ uri }) => uri);
}

function isUsable(text: string, number: string, kind: TransportKind): boolean {
  const uri = parseUri(text);
  if (!uri || (uri.scheme === 'sips' && kind !== 'tls')) return false;
  const transport = uri.parameters.get('transport')?.toLowerCase();
  return (transport === undefined || transport === kind) && isSameNumber(uri.user ?? '', number);
}

/** Whether two ways to write a number mean the same: with or without a plus, a prefix, or parameters behind it. */
function isSameNumber(user: string, number: string): boolean {
  const [one, other] = [user, number].map((text) => text.split(';')[0]!.replace(/[-+.() ]/g, ''));
  if (one === other) return true;
  const isEnd = (long: string, short: string) =>
    /^\d+$/.test(short) && short.length >= LEAST_DIGITS && long.endsWith(short);
  return isEnd(one!, other!) || isEnd(other!, one!);
}

/** From 0 to 1; the most where nothing is said. */
function preferenceOf(q: string | undefined): number {
  const value = Number(q ?? 1);
  return value >= 0 && value <= 1 ? value : 1;
}
