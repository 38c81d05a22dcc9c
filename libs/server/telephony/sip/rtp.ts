// Runs in the media worker, which Node may read as it stands: only syntax that can be erased, imports by file name.
import { digitOfEvent } from './digits.ts';

/** One packet (RFC 3550 §5.1). */
export interface RtpPacket {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  payload: Buffer;
}

export const HEADER_BYTES = 12;

/** Null for what is no RTP; never throws. */
export function parseRtp(bytes: Buffer): RtpPacket | null {
  if (bytes.length < HEADER_BYTES || bytes[0]! >> 6 !== 2) return null;
  const second = bytes[1]!;
  let from = HEADER_BYTES + 4 * (bytes[0]! & 0x0f);
  if (bytes[0]! & 0x10) {
    if (bytes.length < from + 4) return null;
    from += 4 + 4 * bytes.readUInt16BE(from + 2);
  }
  const padding = bytes[0]! & 0x20 ? bytes.at(-1)! : 0;
  if (bytes.length < from + padding) return null;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    payload: bytes.subarray(from, bytes.length - padding),
  };
}

/** Writes a header in front of a payload that the caller puts behind it. */
export function writeRtpHeader(
  bytes: Buffer,
  packet: Pick<RtpPacket, 'payloadType' | 'marker' | 'sequence' | 'timestamp'> & { ssrc: number },
): void {
  bytes[0] = 0x80;
  bytes[1] = packet.payloadType | (packet.marker ? 0x80 : 0);
  bytes.writeUInt16BE(packet.sequence & 0xffff, 2);
  bytes.writeUInt32BE(packet.timestamp >>> 0, 4);
  bytes.writeUInt32BE(packet.ssrc >>> 0, 8);
}

/**
 * Keys among telephone events (RFC 4733 §2.3): all packets of a key have one timestamp, so that a key is told
 * once however many of its packets come, and even if all but one are lost.
 */
export class KeyEvents {
  private newest: number | null = null;

  /** The key that begins with this packet; null where it is none or has been told. */
  heard({ payload, timestamp }: RtpPacket): string | null {
    const digit = payload.length >= 4 ? digitOfEvent(payload[0]!) : null;
    if (digit === null || !this.isNewer(timestamp)) return null;
    this.newest = timestamp;
    return digit;
  }

  /** Timestamps wrap around; one that comes late is of a key that was told. */
  private isNewer(timestamp: number): boolean {
    if (this.newest === null) return true;
    const ahead = (timestamp - this.newest) >>> 0;
    return ahead !== 0 && ahead < 2 ** 31;
  }
}
