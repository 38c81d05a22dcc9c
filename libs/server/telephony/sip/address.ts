import { isIP, isIPv6 } from 'node:net';
import { parametersOf, quoted, splitOutside, unquoted } from './split';

export interface HostPort {
  /** Without brackets around an IPv6 address. */
  host: string;
  port?: number;
}

/** A SIP or SIPS URI (RFC 3261 §19.1). */
export interface SipUri extends HostPort {
  scheme: 'sip' | 'sips';
  /** Escaped as it stood, without a password. */
  user?: string;
  parameters: Map<string, string>;
}

/** A value of From, To, Contact, Route and their like (RFC 3261 §20.10). */
export interface NameAddress {
  displayName: string;
  /** As it stood, whatever its scheme. */
  uri: string;
  parameters: Map<string, string>;
}

/** A value of Via (RFC 3261 §20.42). */
export interface Via extends HostPort {
  transport: string;
  parameters: Map<string, string>;
}

/** Null for what is no SIP URI, such as `tel:+12025550123`. */
export function parseUri(text: string): SipUri | null {
  const scheme = /^(sips?):/i.exec(text)?.[1];
  if (!scheme || /[\s<>"]/.test(text)) return null;
  const rest = text.slice(scheme.length + 1);
  // A user may hold semicolons and question marks, so it is parted first.
  const at = rest.indexOf('@');
  const user = at < 0 ? undefined : rest.slice(0, at).split(':')[0];
  const place = rest.slice(at + 1);
  const [address = ''] = place.split('?');
  const [hostPort = '', ...parameters] = address.split(';');
  const where = parseHostPort(hostPort);
  if (!where || user === '' || place.includes('@')) return null;
  return {
    scheme: scheme.toLowerCase() as SipUri['scheme'],
    ...(user === undefined ? {} : { user }),
    ...where,
    parameters: parametersOf(parameters),
  };
}

export function parseHostPort(text: string): HostPort | null {
  const parts = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?:\s*:\s*(\d{1,5}))?$/.exec(text);
  if (!parts) return null;
  const host = parts[1] ?? parts[2]!;
  if (parts[1] && !isIPv6(parts[1])) return null;
  if (parts[3] === undefined) return { host };
  const port = Number(parts[3]);
  return port >= 1 && port <= 65_535 ? { host, port } : null;
}

export function writeHostPort({ host, port }: HostPort): string {
  const bracketed = isIP(host) === 6 ? `[${host}]` : host;
  return port === undefined ? bracketed : `${bracketed}:${port}`;
}

/** The user part of a URI for any text: what may not stand there is escaped (RFC 3261 §25.1). */
export function escapeUser(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      const plain = byte < 128 && /[A-Za-z0-9\-_.!~*'()&=+$,;?/]/.test(sign);
      return plain ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

export function parseNameAddress(text: string): NameAddress | null {
  const parts = splitOutside(text, ';');
  if (!parts) return null;
  const [address = '', ...parameters] = parts;
  const bracket = address.lastIndexOf('<');
  const bracketed = bracket >= 0 && address.endsWith('>');
  const uri = bracketed ? address.slice(bracket + 1, -1).trim() : address;
  const name = bracketed ? address.slice(0, bracket).trim() : '';
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"]+$/.test(uri)) return null;
  if (!/^(?:"[^]*"|[^"<>,;:@]*)$/.test(name)) return null;
  return { displayName: unquoted(name), uri, parameters: parametersOf(parameters) };
}

/** `"Name" <uri>;tag=…`; a name of any text arrives as that text. */
export function writeNameAddress(uri: string, displayName = '', tag?: string): string {
  const name = displayName === '' ? '' : `${quoted(displayName)} `;
  const address = `${name}<${uri.replace(/[\s<>"]/g, '')}>`;
  return tag === undefined ? address : `${address};tag=${tag}`;
}

/** The tag of a From or To; undefined where there is none. */
export function tagOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : parseNameAddress(value)?.parameters.get('tag');
}

export function parseVia(text: string): Via | null {
  const parts = splitOutside(text, ';');
  const [sent = '', ...parameters] = parts ?? [];
  const match = /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9-]{1,20})\s+(\S[^]*)$/i.exec(sent);
  const where = match && parseHostPort(match[2]!);
  if (!match || !where) return null;
  const transport = match[1]!.toUpperCase();
  return { transport, ...where, parameters: parametersOf(parameters) };
}
