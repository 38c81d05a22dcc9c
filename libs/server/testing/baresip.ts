import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
const SILENCE = Buffer.concat([
  Buffer.from('52494646 24530700 57415645 666d7420 10000000 01000100'.replace(/ /g, ''), 'hex'),
  Buffer.from('401f0000 803e0000 02001000 64617461 00530700'.replace(/ /g, ''), 'hex'),
  Buffer.alloc(480_000),
]);

/** An independent softphone on 127.0.0.1 that answers every call to its number, and records what it hears. */
export class Baresip {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly control: Socket,
    private readonly directory: string,
  ) {}

  static async answering(number: string): Promise<Baresip> {
    const directory = await mkdtemp(join(tmpdir(), 'belltower-baresip-'));
    const [port, controlPort] = [await freePort(), await freePort()];
    const lines = [
      `sip_listen 127.0.0.1:${port}`,
      'net_interface 127.0.0.1',
      `audio_source aufile,${join(directory, 'silence.wav')}`,
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
    await writeFile(join(directory, 'silence.wav'), SILENCE);
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
    const command = JSON.stringify({ command: 'sndcode', params: key });
    this.control.write(`${command.length}:${command},`);
  }

  /** What it has heard, as a WAV, once the call has ended: it learns of that end a moment after the caller. */
  async recording(): Promise<Buffer> {
    const name = (await readdir(this.directory)).find((file) => file.endsWith('-dec.wav'));
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      const wav = await readFile(join(this.directory, name!));
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
