import { isIP, isIPv6 } from 'node:net';
import { HostPort } from './address';

export type Codec = 'pcmu' | 'pcma';
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** Static payload types (RFC 3551 §6). */
const PAYLOAD_TYPE: Readonly<Record<Codec, number>> = { pcmu: 0, pcma: 8 };
const NAMES: Readonly<Record<Codec, string>> = { pcmu: 'PCMU', pcma: 'PCMA' };
const TELEPHONE_EVENT = 101;
const DIRECTIONS: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
const MIRRORED: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};
const USUAL_PACKET_MS = 20;
const MOST_LINES = 1_000;

/** One stream of a session description (RFC 8866 §5.14). */
export interface Stream {
  media: string;
  port: number;
  protocol: string;
  formats: string[];
  address: string;
  /** Encoding name in lower case by payload type, for 8,000 Hz only. */
  encodings: Map<string, string>;
  packetMs: number | null;
  direction: Direction;
}

/** What both sides have agreed to (RFC 3264 §6). */
export interface AgreedMedia {
  /** Where our packets go. */
  remote: Required<HostPort>;
  codec: Codec;
  payloadType: number;
  /** Payload type of RFC 4733 events; null where the other side takes none. */
  eventType: number | null;
  packetMs: number;
  /** Whether the other side wants to hear us; false on hold. */
  heard: boolean;
}

export interface LocalMedia {
  address: string;
  port: number;
  /** Those we offer, the most wanted first. */
  codecs: readonly Codec[];
}

/** Our description (RFC 3264 §5). `version` grows with each that differs; `direction` answers a hold. */
export function writeSdp(
  local: LocalMedia,
  version: number,
  {
    direction = 'sendrecv',
    eventType = TELEPHONE_EVENT,
  }: {
    direction?: Direction;
    /** Null leaves events out. */
    eventType?: number | null;
  } = {},
): Buffer {
  const family = isIPv6(local.address) ? 'IP6' : 'IP4';
  const types = [...local.codecs.map((codec) => PAYLOAD_TYPE[codec]), eventType ?? []].flat();
  const lines = [
    'v=0',
    `o=- 1 ${version} IN ${family} ${local.address}`,
    's=-',
    `c=IN ${family} ${local.address}`,
    't=0 0',
    `m=audio ${local.port} RTP/AVP ${types.join(' ')}`,
    ...local.codecs.map((codec) => `a=rtpmap:${PAYLOAD_TYPE[codec]} ${NAMES[codec]}/8000`),
    ...(eventType === null
      ? []
      : [`a=rtpmap:${eventType} telephone-event/8000`, `a=fmtp:${eventType} 0-15`]),
    `a=ptime:${USUAL_PACKET_MS}`,
    `a=${direction}`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** The streams of a description; null for what is none. */
export function parseSdp(body: Buffer): Stream[] | null {
  const lines = body.toString('utf8').split(/\r?\n/, MOST_LINES);
  if (lines[0]?.trim() !== 'v=0') return null;
  let address = '';
  let direction: Direction = 'sendrecv';
  let packetMs: number | null = null;
  const streams: Stream[] = [];
  for (const line of lines) {
    const value = line.slice(2).trim();
    const stream = streams.at(-1);
    const aim = directionOf(line);
    const interval = /^a=ptime:\s*(\d{1,3})\b/.exec(line);
    if (line.startsWith('m=')) {
      const begun = streamOf(value, { address, direction, packetMs });
      if (!begun) return null;
      streams.push(begun);
    } else if (line.startsWith('c=')) {
      const place = /^IN\s+IP[46]\s+([^\s/]+)/i.exec(value)?.[1] ?? '';
      if (stream) stream.address = place;
      else address = place;
    } else if (aim) {
      if (stream) stream.direction = aim;
      else direction = aim;
    } else if (interval) {
      if (stream) stream.packetMs = Number(interval[1]);
      else packetMs = Number(interval[1]);
    } else if (stream) noteEncoding(stream, line);
  }
  return streams;
}

/**
 * What follows from the other side's description, be it answer or offer: the first of its codecs that is one of
 * ours, by its own payload type (RFC 3264 §6.1 and §8). Null where nothing fits.
 */
export function agree(streams: readonly Stream[], codecs: readonly Codec[]): AgreedMedia | null {
  const stream = streams.find(({ media, port }) => media === 'audio' && port > 0);
  if (!stream || !/^RTP\/AVPF?$/i.test(stream.protocol) || !isIP(stream.address)) return null;
  for (const format of stream.formats) {
    const codec = codecs.find((one) => encodingOf(stream, format) === one);
    const payloadType = Number(format);
    if (!codec || !(payloadType <= 127)) continue;
    const { port, direction, packetMs } = stream;
    return {
      remote: { host: stream.address, port },
      codec,
      payloadType,
      eventType: eventTypeOf(stream),
      packetMs: usablePacketMs(packetMs),
      // Without an address is the old way to hold a call (RFC 3264 §8.4).
      heard: ['sendrecv', 'recvonly'].includes(direction) && !isNowhere(stream.address),
    };
  }
  return null;
}

/** The direction with which an offer is answered (RFC 3264 §6.1). */
export function answeringDirection(streams: readonly Stream[]): Direction {
  const audio = streams.find(({ media }) => media === 'audio');
  return MIRRORED[audio?.direction ?? 'sendrecv'];
}

function streamOf(
  value: string,
  inherited: Pick<Stream, 'address' | 'direction' | 'packetMs'>,
): Stream | null {
  const [media = '', port = '', protocol = '', ...formats] = value.split(/\s+/, 100);
  const number = Number(port.split('/')[0]);
  if (!/^\d{1,5}(\/\d+)?$/.test(port) || number > 65_535 || !protocol) return null;
  return {
    media: media.toLowerCase(),
    port: number,
    protocol,
    formats,
    encodings: new Map(),
    ...inherited,
  };
}

function directionOf(line: string): Direction | null {
  const name = line.startsWith('a=') ? line.slice(2).trim() : '';
  return DIRECTIONS.includes(name) ? (name as Direction) : null;
}

function noteEncoding(stream: Stream, line: string): void {
  const map = /^a=rtpmap:\s*(\d{1,3})\s+([^\s/]{1,40})\/8000\b/i.exec(line);
  if (map) stream.encodings.set(map[1]!, map[2]!.toLowerCase());
}

/** Static types need no rtpmap (RFC 3551 §6). */
function encodingOf({ encodings }: Stream, format: string): string | undefined {
  return encodings.get(format) ?? { '0': 'pcmu', '8': 'pcma' }[format];
}

function eventTypeOf(stream: Stream): number | null {
  const found = stream.formats.find(
    (format) => encodingOf(stream, format) === 'telephone-event' && Number(format) >= 96,
  );
  return found === undefined || Number(found) > 127 ? null : Number(found);
}

/** Packets in steps of 5 ms, which is how finely the pacer counts. */
function usablePacketMs(asked: number | null): number {
  if (asked === null || asked < 10 || asked > 60 || asked % 5) return USUAL_PACKET_MS;
  return asked;
}

function isNowhere(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
