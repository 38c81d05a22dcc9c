import { InverseMdct } from './mdct.ts';
import type { OggStream } from './ogg.ts';
import { Refusal } from './refusal.ts';
import type { Stretch } from './stretch.ts';
import { bitsOf, EndOfPacket, VorbisBits } from './vorbis-bits.ts';
import { readSetup } from './vorbis-setup.ts';
import type { Mapping, Setup } from './vorbis-setup.ts';

const HEADERS = 3;

/** One block as it came out of the transform, under its window. */
interface Block {
  channels: Float32Array[];
  size: number;
}

/**
 * The sound of a Vorbis stream (Vorbis I).
 * @throws Refusal
 */
export function* decodeVorbis({ packets, end }: OggStream): Generator<Stretch> {
  const setup = readSetup(packets);
  const decoder = new VorbisDecoder(setup);
  const { samplesPerSecond } = setup;
  let position = 0;
  for (const packet of packets.slice(HEADERS)) {
    const sound = decoder.decode(packet);
    if (!sound) continue;
    // The last block is as long as any; the end says how much of it counts.
    const length = end > 0 ? Math.min(sound[0]!.length, end - position) : sound[0]!.length;
    if (length <= 0) return;
    position += length;
    yield { samplesPerSecond, channels: sound.map((samples) => samples.subarray(0, length)) };
  }
}

class VorbisDecoder {
  private readonly setup: Setup;
  private readonly transforms: [short: InverseMdct, long: InverseMdct];
  private readonly slopes: [short: Float32Array, long: Float32Array];
  private before?: Block;

  constructor(setup: Setup) {
    this.setup = setup;
    const [short, long] = setup.sizes;
    this.transforms = [new InverseMdct(short), new InverseMdct(long)];
    this.slopes = [slopeOf(short / 2), slopeOf(long / 2)];
  }

  /** What has become whole with this packet, by channel; null for the first, and for one that is no sound. */
  decode(packet: Uint8Array): Float32Array[] | null {
    const block = this.readBlock(new VorbisBits(packet));
    if (!block) return null;
    const { before } = this;
    this.before = block;
    return before ? joined(before, block) : null;
  }

  /** §4.3. */
  private readBlock(bits: VorbisBits): Block | null {
    const { modes, sizes } = this.setup;
    // Empty packets stand for nothing, and others than of sound are to be skipped (§4.3.1).
    const head = attempt(() => (bits.readFlag() ? null : bits.read(bitsOf(modes.length - 1))));
    if (head === null || head === undefined) return null;
    const mode = modes[head];
    if (!mode) throw new Refusal('damaged');
    const isLong = mode.isLong ? 1 : 0;
    const neighbours = isLong && attempt(() => [bits.readBit(), bits.readBit()]);
    if (neighbours === undefined) return null;
    const [left, right] = neighbours || [0, 0];
    const size = sizes[isLong];
    const channels = this.readSpectra(bits, mode.mapping, size / 2).map((spectrum) => {
      const samples = new Float32Array(size);
      if (spectrum) this.transforms[isLong].run(spectrum, samples);
      shape(samples, this.slopes[left as 0 | 1], this.slopes[right as 0 | 1]);
      return samples;
    });
    return { channels, size };
  }

  /** The spectra of the channels; null for one in which there is nothing to hear. */
  private readSpectra(bits: VorbisBits, mapping: Mapping, size: number): (Float32Array | null)[] {
    const { floors, residues, parts, couplings } = mapping;
    const heights = attempt(() => parts.map((part) => floors[part]!.read(bits)));
    if (!heights) return parts.map(() => null);
    const isHeard = heights.map((height) => height !== null);
    for (const { magnitude, angle } of couplings) {
      if (isHeard[magnitude] || isHeard[angle]) isHeard[magnitude] = isHeard[angle] = true;
    }
    const spectra = isHeard.map((heard) => (heard ? new Float32Array(size) : null));
    attempt(() =>
      residues.forEach((residue, part) => {
        const own = spectra.filter((_, channel) => parts[channel] === part);
        residue.read(bits, own, size);
      }),
    );
    for (const { magnitude, angle } of couplings.toReversed())
      uncouple(spectra[magnitude] ?? null, spectra[angle] ?? null);
    return spectra.map((spectrum, channel) => {
      const height = heights[channel];
      if (!spectrum || !height) return null;
      floors[parts[channel]!]!.apply(height, spectrum);
      return spectrum;
    });
  }
}

/** What a packet gives before its end; undefined where it ends too early for anything. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof EndOfPacket) return undefined;
    throw error;
  }
}

/** §4.3.5. */
function uncouple(magnitudes: Float32Array | null, angles: Float32Array | null): void {
  if (!magnitudes || !angles) return;
  for (let at = 0; at < magnitudes.length; at++) {
    const [m, a] = [magnitudes[at]!, angles[at]!];
    const other = m > 0 === a > 0 ? m - a : m + a;
    if (a > 0) angles[at] = other;
    else [magnitudes[at], angles[at]] = [other, m];
  }
}

/** The rising half of a window (§4.3.1). */
function slopeOf(length: number): Float32Array {
  return Float32Array.from({ length }, (_, at) =>
    Math.sin((Math.PI / 2) * Math.sin(((at + 0.5) / length) * (Math.PI / 2)) ** 2),
  );
}

/** Puts a block under its window, whose slopes are as long as the shorter of two neighbours asks for. */
function shape(samples: Float32Array, rise: Float32Array, fall: Float32Array): void {
  const half = samples.length / 2;
  const riseAt = (half - rise.length) / 2;
  const fallAt = half + (half - fall.length) / 2;
  samples.fill(0, 0, riseAt);
  for (let at = 0; at < rise.length; at++) samples[riseAt + at]! *= rise[at]!;
  for (let at = 0; at < fall.length; at++) samples[fallAt + at]! *= fall[fall.length - 1 - at]!;
  samples.fill(0, fallAt + fall.length);
}

/** §4.3.8: from the middle of the one to the middle of the other. */
function joined(before: Block, block: Block): Float32Array[] {
  const length = before.size / 4 + block.size / 4;
  return block.channels.map((now, channel) => {
    const then = before.channels[channel]!;
    const sound = new Float32Array(length);
    const offset = block.size / 2 - length;
    for (let at = 0; at < length; at++) {
      const earlier = then[before.size / 2 + at] ?? 0;
      const later = now[offset + at] ?? 0;
      sound[at] = earlier + later;
    }
    return sound;
  });
}
