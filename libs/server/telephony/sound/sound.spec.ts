import {
  A_LAW_OF_MU_LAW,
  aLaw,
  MU_LAW_OF_A_LAW,
  muLaw,
  SAMPLE_OF_A_LAW,
  SAMPLE_OF_MU_LAW,
} from './g711';
import { parseWav, resample } from './wav';

const tone = (frequency: number, rate: number, seconds = 1) =>
  Int16Array.from({ length: rate * seconds }, (_, at) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * frequency * at) / rate)),
  );
const loudness = (samples: Int16Array) => {
  const middle = samples.subarray(200, samples.length - 200);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
};

function wav(
  samples: Int16Array,
  { rate = 22_050, channels = 1, length = samples.length * 2 } = {},
) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(length, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}

describe('G.711', () => {
  it('comes as near to every sample as its steps allow, in both kinds', () => {
    for (let sample = -32_768; sample <= 32_767; sample += 7) {
      const most = Math.max(16, Math.abs(sample) / 16);
      expect(Math.abs(SAMPLE_OF_MU_LAW[muLaw(sample)]! - sample)).toBeLessThanOrEqual(most);
      expect(Math.abs(SAMPLE_OF_A_LAW[aLaw(sample)]! - sample)).toBeLessThanOrEqual(most);
    }
  });

  it('comes as near to itself in the other kind', () => {
    for (let byte = 0; byte < 256; byte++) {
      const [ofMu, ofA] = [SAMPLE_OF_MU_LAW[byte]!, SAMPLE_OF_A_LAW[byte]!];
      const asA = SAMPLE_OF_A_LAW[A_LAW_OF_MU_LAW[byte]!]!;
      const asMu = SAMPLE_OF_MU_LAW[MU_LAW_OF_A_LAW[byte]!]!;
      expect(Math.abs(asA - ofMu)).toBeLessThanOrEqual(Math.max(16, Math.abs(ofMu) / 16));
      expect(Math.abs(asMu - ofA)).toBeLessThanOrEqual(Math.max(16, Math.abs(ofA) / 16));
    }
  });

  it('has the known bytes for silence and for the loudest', () => {
    expect([muLaw(0), muLaw(32_767), muLaw(-32_768)]).toEqual([0xff, 0x80, 0x00]);
    expect([aLaw(0), aLaw(32_767), aLaw(-32_768)]).toEqual([0xd5, 0xaa, 0x2a]);
  });
});

describe('a WAV', () => {
  it('is read, also where its length is not true', () => {
    const samples = Int16Array.from([1, -2, 32_767, -32_768]);
    expect(parseWav(wav(samples))).toEqual({ samplesPerSecond: 22_050, samples });
    expect(parseWav(wav(samples, { length: 0x7ffff000 }))?.samples).toEqual(samples);
  });

  it('is none with two channels, cut short, or of another kind', () => {
    const good = wav(new Int16Array(10));
    expect(parseWav(wav(new Int16Array(10), { channels: 2 }))).toBeNull();
    expect(parseWav(good.subarray(0, 30))).toBeNull();
    expect(parseWav(Buffer.from('OggS'))).toBeNull();
  });
});

describe('sound at another rate', () => {
  it('keeps what a telephone carries, and nothing above it', () => {
    const kept = resample({ samplesPerSecond: 22_050, samples: tone(1_000, 22_050) }, 8_000);
    expect(kept).toHaveLength(8_000);
    expect(loudness(kept) / loudness(tone(1_000, 8_000))).toBeCloseTo(1, 1);
    const gone = resample({ samplesPerSecond: 22_050, samples: tone(6_000, 22_050) }, 8_000);
    expect(loudness(gone) / loudness(tone(1_000, 8_000))).toBeLessThan(0.01);
  });
});
