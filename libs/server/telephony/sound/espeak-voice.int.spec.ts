import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspeakVoice } from './espeak-voice';
import { Speech } from './speech';

/** Of a WAV of 16 bits, one channel and 8,000 samples a second, without its sound. */
const HEADER = Buffer.from(
  '524946460000000057415645666d74201000000001000100401f0000803e000002001000646174610a000000',
  'hex',
);
const said = (voice: EspeakVoice, text: string, language = 'en-us') =>
  new Promise<Speech | null>((resolve) => voice.speak(text, language, resolve));

describe('a voice', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'belltower-voice-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  /** A program that notes what it was given and says a tenth of a second of silence. */
  const programOf = async (name: string, script: string) => {
    const file = join(directory, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };

  it('is none where the program is not installed, and says nothing', async () => {
    const voice = new EspeakVoice('/nowhere/espeak-ng');
    expect(await voice.name()).toBeNull();
    expect(await said(voice, 'Hello')).toBeNull();
  });

  it('is none where the program fails', async () => {
    const voice = new EspeakVoice(await programOf('failing', 'exit 3'));
    expect(await voice.name()).toBeNull();
    expect(await said(voice, 'Hello')).toBeNull();
  });

  it('gets any text as text, and each only once', async () => {
    const words = join(directory, 'words');
    const heard = join(directory, 'heard');
    const sound = join(directory, 'sound.wav');
    await writeFile(sound, Buffer.concat([HEADER, Buffer.alloc(10)]));
    const program = await programOf(
      'speaking',
      `echo "$@" >> ${words}; cat >> ${heard}; cat ${sound}`,
    );
    const voice = new EspeakVoice(program);
    const text = '--help $(reboot) "quoted"; ünïcode\n';
    const [first, second] = await Promise.all([said(voice, text, 'es'), said(voice, text, 'es')]);
    expect(second).toBe(first);
    expect(await said(voice, text, 'es')).toBe(first);
    expect(first).toMatchObject({ seconds: 5 / 8_000 });
    expect([...first!.pcmu]).toEqual([255, 255, 255, 255, 255]);
    expect(await readFile(heard, 'utf8')).toBe(text);
    expect(await readFile(words, 'utf8')).toBe('--stdin --stdout -v es -s 150\n');
  });
});
