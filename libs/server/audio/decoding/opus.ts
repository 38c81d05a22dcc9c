import { OpusDecoder } from 'opus-decoder';
import { viewOf, wordAt } from './bytes.ts';
import type { OggStream } from './ogg.ts';
import { Refusal } from './refusal.ts';
import type { Stretch } from './stretch.ts';

const RATE = 48_000;
const HEADERS = 2;

export function isOpus(packet: Uint8Array): boolean {
  return wordAt(packet, 0, 8) === 'OpusHead';
}

/**
 * The sound of an Opus stream of one or two channels (RFC 7845).
 * @throws Refusal
 */
export async function* decodeOpus({ packets, end }: OggStream): AsyncGenerator<Stretch> {
  const [head] = packets;
  if (!head || head.length < 19) throw new Refusal('damaged');
  const channels = head[9]!;
  // Families other than the first are for more channels, which nobody hears on a telephone.
  if (head[18] !== 0 || channels < 1 || channels > 2)
    throw new Refusal(
      'unsupported',
      'This Opus file has more than two channels. Save it as stereo or mono.',
    );
  const preSkip = viewOf(head).getUint16(10, true);
  const gain = 10 ** (viewOf(head).getInt16(16, true) / 256 / 20);
  const decoder = new OpusDecoder({ channels, sampleRate: RATE, preSkip: 0 });
  await decoder.ready;
  try {
    let position = 0;
    for (const packet of packets.slice(HEADERS)) {
      const { channelData, samplesDecoded, errors } = decoder.decodeFrame(packet);
      if (errors.length) throw new Refusal('damaged');
      const from = Math.max(0, Math.min(samplesDecoded, preSkip - position));
      const until = end > 0 ? Math.min(samplesDecoded, end - position) : samplesDecoded;
      position += samplesDecoded;
      if (until <= from) continue;
      yield {
        samplesPerSecond: RATE,
        channels: channelData.map((samples) =>
          samples.slice(from, until).map((sample) => Math.max(-1, Math.min(1, sample * gain))),
        ),
      };
    }
  } finally {
    decoder.free();
  }
}
