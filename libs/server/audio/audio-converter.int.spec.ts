import { LONGEST_AUDIO_SECONDS } from '@belltower/dto';
import { A_LAW_OF_MU_LAW, muLaw, SAMPLE_OF_MU_LAW } from '@belltower/telephony';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AudioConverter } from './audio-converter';
import { constantFlac, wavOf } from './audio.builder';

const SAMPLES = join(__dirname, 'samples');
const RATE = 8_000;

/** What the samples hold: 0.3 s of a tone of 440 Hz, then as much of 1,000 Hz at half the loudness. */
const tones = (rate: number) =>
  Float32Array.from({ length: 0.6 * rate }, (_, at) => {
    const seconds = at / rate;
    const turn = 2 * Math.PI * seconds;
    return seconds < 0.3 ? 0.4 * Math.sin(440 * turn) : 0.2 * Math.sin(1_000 * turn);
  });

/** How loud a tone is between two times, from 0 to 1. */
function loudness(pcmu: Buffer, frequency: number, from: number, until: number): number {
  let [real, imaginary] = [0, 0];
  for (let at = from * RATE; at < until * RATE; at++) {
    const angle = (2 * Math.PI * frequency * at) / RATE;
    real += SAMPLE_OF_MU_LAW[pcmu[at]!]! * Math.cos(angle);
    imaginary += SAMPLE_OF_MU_LAW[pcmu[at]!]! * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / ((until - from) * RATE) / 32_768;
}

describe('a recording that is uploaded', () => {
  const converter = new AudioConverter();
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'belltower-audio-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const convert = async (bytes: Uint8Array) => {
    const file = join(directory, 'upload');
    await writeFile(file, bytes);
    return converter.convert(file);
  };
  const refusal = (bytes: Uint8Array) =>
    convert(bytes).then(
      ({ format }) => `is taken for ${format}`,
      ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
    );
  const sample = (name: string) => readFile(join(SAMPLES, name));

  // From one channel to two each becomes softer by 3 dB, which is the encoder's doing.
  it.each([
    ['mono-16k.mp3', 'mp3', 0.38],
    ['stereo.mp3', 'mp3', 0.27],
    ['mono-8k.ogg', 'vorbis', 0.4],
    ['stereo.ogg', 'vorbis', 0.283],
    ['stereo.opus', 'opus', 0.283],
    ['stereo.flac', 'flac', 0.283],
    ['mono-24bit.flac', 'flac', 0.4],
  ])('is heard as it was where it is %s', async (name, format, first) => {
    const converted = await convert(await sample(name));
    expect(converted.format).toBe(format);
    const { pcmu } = converted;
    // An MP3 begins and ends with a little silence.
    expect(pcmu.length / RATE).toBeGreaterThanOrEqual(0.6);
    expect(pcmu.length / RATE).toBeLessThan(0.7);
    expect(loudness(pcmu, 440, 0.1, 0.25)).toBeCloseTo(first, 1);
    expect(loudness(pcmu, 1_000, 0.4, 0.55)).toBeCloseTo(first / 2, 1);
    expect(loudness(pcmu, 1_000, 0.1, 0.25)).toBeLessThan(0.02);
    expect(loudness(pcmu, 3_000, 0.1, 0.25)).toBeLessThan(0.01);
  });

  it.each([
    ['8 bits', { rate: 11_025, kind: 1, bytes: 1 }],
    ['16 bits', { rate: 44_100, kind: 1, bytes: 2 }],
    ['24 bits and two channels', { rate: 96_000, kind: 1, bytes: 3, channels: 2 }],
    ['32 bits', { rate: 48_000, kind: 1, bytes: 4 }],
    ['floating point', { rate: 44_100, kind: 3, bytes: 4, channels: 2 }],
    ['double floating point', { rate: 22_050, kind: 3, bytes: 8 }],
    ['A-law', { rate: 8_000, kind: 6, bytes: 1 }],
    ['µ-law', { rate: 8_000, kind: 7, bytes: 1 }],
    ['the extensible format', { rate: 16_000, kind: 1, bytes: 2, extensible: true }],
  ])('is heard as it was where it is a WAV of %s', async (_, options) => {
    const { format, pcmu } = await convert(wavOf(tones(options.rate), options));
    expect(format).toBe('wav');
    expect(pcmu).toHaveLength(0.6 * RATE);
    // The steps of G.711 are a few hundredths of what is loud.
    expect(loudness(pcmu, 440, 0.1, 0.25) / 0.4).toBeCloseTo(1, 1);
    expect(loudness(pcmu, 1_000, 0.4, 0.55) / 0.2).toBeCloseTo(1, 1);
  });

  it('stays what it was, sample by sample, where it is what a telephone carries already', async () => {
    const law = Uint8Array.from(tones(RATE), (sample) => muLaw(Math.round(sample * 32_767)));
    const file = wavOf(tones(RATE), { rate: RATE, kind: 7, bytes: 1 });
    expect((await convert(file)).pcmu.equals(law)).toBe(true);
    const other = await convert(wavOf(tones(RATE), { rate: RATE, kind: 6, bytes: 1 }));
    expect(Math.abs(A_LAW_OF_MU_LAW[other.pcmu[100]!]! - A_LAW_OF_MU_LAW[law[100]!]!)).toBeLessThan(
      3,
    );
  });

  it('is refused with what is wrong where it is no recording', async () => {
    const text = new TextEncoder().encode('Dear customers, '.repeat(500));
    const noise = Uint8Array.from({ length: 20_000 }, (_, at) => (at * 7919 + (at >> 3)) % 251);
    expect(await refusal(new Uint8Array())).toContain('audio.empty');
    expect(await refusal(text)).toContain('audio.not-sound');
    expect(await refusal(noise)).toContain('audio.not-sound');
    expect(await refusal(await sample('video.mp4'))).toContain('audio.video');
    expect(await refusal(await sample('aac.m4a'))).toMatch(/audio.unsupported: .*M4A/);
    expect(await refusal(wavOf(tones(RATE), { rate: RATE, kind: 2, bytes: 1 }))).toMatch(
      /audio.unsupported: .*Microsoft ADPCM/,
    );
  });

  it('is refused where there is nothing to hear, or too little, or too much', async () => {
    const wav = (samples: Float32Array) => wavOf(samples, { rate: RATE, kind: 1, bytes: 1 });
    expect(await refusal(wav(new Float32Array()))).toContain('audio.too-short');
    expect(await refusal(wav(tones(RATE).subarray(0, 700)))).toContain('audio.too-short');
    expect(await refusal(wav(new Float32Array(RATE)))).toContain('audio.silent');
    const long = new Float32Array((LONGEST_AUDIO_SECONDS + 1) * RATE).fill(0.5);
    expect(await refusal(wav(long))).toMatch(/audio.too-long: .*10 minutes/);
    expect((await convert(wav(long.subarray(RATE)))).pcmu).toHaveLength(4_800_000);
  });

  it('is refused where a small file would unpack to hours', async () => {
    const bomb = constantFlac({ rate: RATE, frames: 2_000, value: 20_000 });
    expect(bomb.length).toBeLessThan(50_000);
    expect(await refusal(bomb)).toContain('audio.too-long');
  });

  it.each(['stereo.mp3', 'stereo.ogg', 'stereo.opus', 'stereo.flac'])(
    'is refused where its end is missing, as that of %s',
    async (name) => {
      const whole = await sample(name);
      expect(await refusal(whole.subarray(0, whole.length * 0.6))).toContain('audio.cut-off');
    },
  );

  it('says how much of a WAV is missing', async () => {
    const whole = wavOf(tones(RATE), { rate: RATE, kind: 1, bytes: 2 });
    expect(await refusal(whole.subarray(0, 44 + RATE * 0.8))).toBe(
      'audio.cut-off: This file is cut off: of 0.6 seconds it holds 0.4.',
    );
  });

  it.each(['stereo.flac', 'stereo.ogg', 'stereo.opus'])(
    'is refused where it has been changed on the way, as %s',
    async (name) => {
      const damaged = Buffer.from(await sample(name));
      damaged[damaged.length - 1_000]! ^= 0x55;
      expect(await refusal(damaged)).toContain('audio.damaged');
    },
  );

  it('is converted or refused, whatever has become of an MP3', async () => {
    const whole = await sample('mono-16k.mp3');
    for (const distance of [97, 131, 211]) {
      const damaged = Buffer.from(whole);
      for (let at = 700; at < damaged.length; at += distance) damaged[at] = (at * 31) % 256;
      expect(await refusal(damaged)).toMatch(/is taken for mp3|audio\.(damaged|cut-off|silent)/);
    }
  });
});
