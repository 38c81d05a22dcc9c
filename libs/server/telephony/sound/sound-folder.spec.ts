import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recording } from '../telephony';
import { encode, muLaw } from './g711';
import { recordingOfSamples } from './recorded';
import { SoundFolder } from './sound-folder';
import { Speech } from './speech';
import { parseWav } from './wav';
import { writeWav } from './wav-file';

const HOURS = 3_600_000;

const tone = (seconds: number, height = 8_000) =>
  Int16Array.from({ length: seconds * 8_000 }, (_, at) => Math.round(height * Math.sin(at / 3)));
const silence = (seconds: number) => new Int16Array(seconds * 8_000).fill(12);
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));
const speech = (samples: Int16Array): Speech => {
  const pcmu = encode(samples, muLaw);
  return { pcmu, pcma: new Uint8Array(), seconds: samples.length / 8_000 };
};

describe('a folder of sounds', () => {
  let directory: string;
  let folder: SoundFolder;
  const put = (sound: Speech) => new Promise<string | null>((done) => folder.put(sound, done));
  const take = (name: string) => new Promise<Recording | null>((done) => folder.take(name, done));

  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'belltower-sounds-')), 'deeper');
    folder = new SoundFolder(directory);
  });
  afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));

  it('holds each sound once, named for what it is, as a WAV that sounds the same', async () => {
    const samples = tone(0.5);
    const name = await put(speech(samples));
    expect(name).toMatch(/^[0-9a-f]{32}\.wav$/);
    expect(await put(speech(samples))).toBe(name);
    expect(await put(speech(tone(0.4)))).not.toBe(name);
    expect(await readdir(directory)).toHaveLength(2);
    const read = parseWav(await readFile(join(directory, name!)));
    expect(read?.samplesPerSecond).toBe(8_000);
    const apart = samples.map((sample, at) => Math.abs(sample - read!.samples[at]!));
    expect(Math.max(...apart)).toBeLessThan(300);
  });

  it('tells at once the name of what is known to be there', async () => {
    const sound = speech(tone(0.1));
    const name = await put(sound);
    let told: string | null = null;
    folder.put(sound, (known) => (told = known));
    expect(told).toBe(name);
  });

  it('writes one sound once for all who ask for it at the same time', async () => {
    const sound = speech(tone(0.1));
    const names = await Promise.all(Array.from({ length: 20 }, () => put(sound)));
    expect(new Set(names).size).toBe(1);
    expect(await readdir(directory)).toEqual([names[0]]);
  });

  it('lets go what nobody has used for long, and nothing that is not its own', async () => {
    const old = await put(speech(tone(0.1)));
    const long = new Date(Date.now() - 3 * HOURS);
    await writeFile(join(directory, 'rec-bt-1-1.x1.wav'), '');
    await writeFile(join(directory, 'music.wav'), '');
    for (const name of [old!, 'rec-bt-1-1.x1.wav', 'music.wav'])
      await utimes(join(directory, name), long, long);
    folder = new SoundFolder(directory);
    const used = await put(speech(tone(0.2)));
    await folder.swept;
    expect(await readdir(directory)).toEqual([used!, 'music.wav'].sort());
  });

  it('marks what is used again as used', async () => {
    const sound = speech(tone(0.1));
    const name = await put(sound);
    const long = new Date(Date.now() - HOURS);
    await utimes(join(directory, name!), long, long);
    folder = new SoundFolder(directory);
    await put(sound);
    const { mtimeMs } = await stat(join(directory, name!));
    expect(Date.now() - mtimeMs).toBeLessThan(HOURS / 2);
  });

  it('gives what was recorded, once', async () => {
    await put(speech(tone(0.1)));
    const said = encode(tone(1), muLaw);
    await writeFile(join(directory, 'rec-a.wav'), writeWav(said));
    expect(await take('rec-a.wav')).toMatchObject({ seconds: 1 });
    expect(await readdir(directory)).toHaveLength(1);
  });

  it('says why nothing can be written there', async () => {
    expect(await folder.problem()).toBeNull();
    await writeFile(join(directory, 'file'), '');
    folder = new SoundFolder(join(directory, 'file', 'sounds'));
    expect(await folder.problem()).toMatch(/ENOTDIR/);
    expect(await put(speech(tone(0.1)))).toBeNull();
  });
});

describe('what was recorded', () => {
  it('is what was said, without the silence that ended it', () => {
    const recording = recordingOfSamples(joined(silence(1), tone(1), silence(3)));
    expect(recording?.seconds).toBeCloseTo(2.5, 1);
    expect(recording?.pcmu).toHaveLength(recording!.seconds * 8_000);
  });

  it('is nothing where nobody spoke', () => {
    expect(recordingOfSamples(silence(4))).toBeNull();
    expect(recordingOfSamples(new Int16Array())).toBeNull();
    expect(recordingOfSamples(joined(silence(1), tone(0.04), silence(1)))).toBeNull();
  });
});
