import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';

/** Debian's, of the package baresip-core. */
export const BARESIP = '/usr/bin/baresip';
const MODULES = ['g711', 'aufile', 'sndfile'];
const PATIENCE_MS = 10_000;
/** In the head of a WAV. */
const DATA_SIZE_AT = 40;
/** Of a WAV of 16 bits, one channel and 8,000 samples a second, which goes on for longer than any test. */
const WAV_HEAD = Buffer.from(
  '524946462453070057415645666d74201000000001000100401f0000803e0000020010006461746100530700',
  'hex',
);
const WAV_SAMPLES = 240_000;
const BYTES_PER_SECOND = 16_000;

/** An independent softphone on 127.0.0.1 that answers every call to its number, and records what it hears. */
export class Baresip {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly control: Socket,
    private readonly directory: string,
  ) {}

  /** @param speech what it says from its answer on, 8,000 samples a second, at most half a minute; then silence */
  static async answering(number: string, speech: Int16Array = new Int16Array()): Promise<Baresip> {
    const directory = await mkdtemp(join(tmpdir(), 'belltower-baresip-'));
    const [port, controlPort] = [await freePort(), await freePort()];
    const lines = [
      `sip_listen 127.0.0.1:${port}`,
      'net_interface 127.0.0.1',
      `audio_source aufile,${join(directory, 'speech.wav')}`,
      `audio_player aufile,${join(directory, 'played.wav')}`,
      `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
      `snd_path ${directory}`,
      'module_path /usr/lib/baresip/modules',
      ...MODULES.map((name) => `module ${name}.so`),
      'module_tmp account.so',
      'module_app ctrl_tcp.so',
      'module_app menu.so',
    ];
    const account = `<sip:${number}@127.0.0.1:${port}>;regint=0;answermode=auto;audio_codecs=PCMU/8000/1`;
    await writeFile(join(directory, 'config'), `${lines.join('\n')}\n`);
    await writeFile(join(directory, 'accounts'), `${account}\n`);
    await writeFile(join(directory, 'contacts'), '');
    await writeFile(join(directory, 'speech.wav'), wavOf(speech));
    const child = spawn(BARESIP, ['-f', directory], { stdio: 'ignore' });
    return new Baresip(port, child, await connected(controlPort), directory);
  }

  /** Resolves when it hears sound. */
  async hearing(): Promise<void> {
    let heard = '';
    while (!heard.includes('CALL_RTPESTAB'))
      heard += String((await once(this.control, 'data'))[0] as Buffer);
  }

  /** Presses a key, as an RFC 4733 event. */
  press(key: string): void {
    this.tell({ command: 'sndcode', params: key });
  }

  hangUp(): void {
    this.tell({ command: 'hangup' });
  }

  /** Resolves when it has heard so much more sound, or silence, which it writes down as it comes. */
  async hears(seconds: number): Promise<void> {
    const until = (await this.bytesHeard()) + seconds * BYTES_PER_SECOND;
    for (const deadline = Date.now() + PATIENCE_MS + seconds * 1_000; ;) {
      if ((await this.bytesHeard()) >= until) return;
      if (Date.now() > deadline) throw new Error('The softphone hears nothing.');
      await new Promise((again) => setTimeout(again, 50));
    }
  }

  /** What it has heard, as a WAV, once the call has ended: it learns of that end a moment after the caller. */
  async recording(): Promise<Buffer> {
    const file = await this.recordingFile();
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      const wav = await readFile(file!);
      // Written when the file is closed.
      const isWhole = wav.length > DATA_SIZE_AT + 4 && wav.readUInt32LE(DATA_SIZE_AT) > 0;
      if (isWhole) return wav;
      if (Date.now() > deadline) throw new Error('The softphone has not ended its recording.');
      await new Promise((again) => setTimeout(again, 50));
    }
  }

  async end(): Promise<void> {
    this.control.destroy();
    const ended = once(this.child, 'exit');
    if (this.child.exitCode === null) this.child.kill('SIGKILL');
    await ended;
    await rm(this.directory, { recursive: true, force: true });
  }

  private async bytesHeard(): Promise<number> {
    const file = await this.recordingFile();
    return file ? (await stat(file)).size : 0;
  }

  private async recordingFile(): Promise<string | undefined> {
    const name = (await readdir(this.directory)).find((file) => file.endsWith('-dec.wav'));
    return name && join(this.directory, name);
  }

  /** A netstring of JSON. */
  private tell(command: { command: string; params?: string }): void {
    const text = JSON.stringify(command);
    this.control.write(`${text.length}:${text},`);
  }
}

function wavOf(speech: Int16Array): Buffer {
  const samples = new Int16Array(WAV_SAMPLES);
  samples.set(speech.subarray(0, WAV_SAMPLES));
  return Buffer.concat([WAV_HEAD, Buffer.from(samples.buffer)]);
}

/** It listens a moment after it has been started. */
async function connected(port: number): Promise<Socket> {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((again) => setTimeout(again, 50));
    }
  }
}
