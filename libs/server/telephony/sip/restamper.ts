// Runs in the media worker, which Node may read as it stands: only syntax that can be erased, imports by file name.
import type { RtpPacket } from './rtp.ts';

/** What is behind or ahead by more comes from another stream, or after a pause: it is counted anew. */
const MOST_SEQUENCE = 100;
const MOST_SAMPLES = 40_000;

export type Stamp = Pick<RtpPacket, 'sequence' | 'timestamp'>;

/**
 * Gives packets of another's stream their place in a stream of ours (RFC 3550 §5.1): what was lost, came twice or out
 * of order on its way to us is so in ours too, for the one who hears it to mend.
 */
export class Restamper {
  private newest: Stamp | null = null;
  private difference: Stamp = { sequence: 0, timestamp: 0 };

  /** Forgets the stream: the next packet begins another. */
  begin(): void {
    this.newest = null;
  }

  /** @param next where a stream that begins with this packet goes on in ours */
  stamp(packet: Stamp, next: () => Stamp): Stamp {
    const { sequence, timestamp } = packet;
    const { newest } = this;
    const ahead = newest ? signed(sequence - newest.sequence, 16) : 0;
    const later = newest ? signed(timestamp - newest.timestamp, 32) : 0;
    if (!newest || Math.abs(ahead) > MOST_SEQUENCE || Math.abs(later) > MOST_SAMPLES) {
      const begun = next();
      this.difference = {
        sequence: begun.sequence - sequence,
        timestamp: begun.timestamp - timestamp,
      };
    }
    if (!newest || ahead > 0 || ahead < -MOST_SEQUENCE) this.newest = { sequence, timestamp };
    return {
      sequence: (sequence + this.difference.sequence) & 0xffff,
      timestamp: (timestamp + this.difference.timestamp) >>> 0,
    };
  }
}

/** A difference of counters that wrap around, as the shorter way. */
function signed(difference: number, bits: 16 | 32): number {
  return bits === 16 ? (difference << 16) >> 16 : difference | 0;
}
