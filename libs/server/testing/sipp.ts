import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';

/** Debian's, of the package sip-tester. */
export const SIPP = '/usr/bin/sipp';
const LONGEST_SECONDS = 50;
const PATIENCE_MS = 10_000;

export interface SippOptions {
  /** Calls after which it ends. */
  calls?: number;
  transport?: 'udp' | 'tcp';
  /** Percentage of messages that it loses, both ways. */
  lost?: number;
  /** After so long it ends, whatever it waits for. */
  seconds?: number;
}

/** An independent SIP user agent on 127.0.0.1 that plays one scenario. */
export class Sipp {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly directory: string,
    private readonly exit: Promise<unknown[]>,
  ) {}

  /** Ready to be called when this resolves. */
  static async play(scenario: string, options: SippOptions = {}): Promise<Sipp> {
    const { calls = 1, transport = 'udp', lost = 0, seconds = LONGEST_SECONDS } = options;
    const directory = await mkdtemp(join(tmpdir(), 'belltower-sipp-'));
    const file = join(directory, 'scenario.xml');
    await writeFile(file, scenario);
    const port = await freePort();
    const words = ['-sf', file, '-i', '127.0.0.1', '-p', String(port), '-m', String(calls)];
    words.push('-t', transport === 'udp' ? 'u1' : 't1', '-timeout', `${seconds}s`);
    words.push(
      '-nostdin',
      '-trace_counts',
      '-fd',
      '1',
      '-trace_err',
      '-error_file',
      join(directory, 'errors.log'),
    );
    if (lost) words.push('-lost', String(lost));
    const child = spawn(SIPP, words, { cwd: directory, stdio: 'ignore' });
    const sipp = new Sipp(port, child, directory, once(child, 'exit'));
    await sipp.listening(transport);
    return sipp;
  }

  /** Null when every call went as the scenario says, else what it complained about. */
  async complaint(): Promise<string | null> {
    const [code] = (await this.exit) as [number | null];
    return code === 0 ? null : `exit ${code}: ${this.errors()}`;
  }

  /** How often it has played its first step of this kind, for example `486_Sent` or `INVITE_Recv`, by its own count. */
  async count(step: string): Promise<number> {
    await this.exit;
    return this.counted(step);
  }

  /** Waits until it has played its first step of this kind so many times, as long as it plays at all. */
  async reaches(step: string, times: number): Promise<void> {
    while ((await this.counted(step)) < times) {
      if (this.child.exitCode !== null)
        throw new Error(`sipp never came to ${step}: ${this.errors()}`);
      await new Promise((look) => setTimeout(look, 50));
    }
  }

  private async counted(step: string): Promise<number> {
    const [file] = (await readdir(this.directory)).filter((name) => name.endsWith('_counts.csv'));
    // Written once a second: nothing yet is nothing counted.
    const text = file ? await readFile(join(this.directory, file), 'utf8') : '';
    const lines = text.trim().split('\n');
    const column = lines[0]!.split(';').findIndex((name) => name.replace(/^\d+_/, '') === step);
    return Number(lines.at(-1)!.split(';')[column] ?? 0) || 0;
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exit;
    await rm(this.directory, { recursive: true, force: true });
  }

  private errors(): string {
    const file = join(this.directory, 'errors.log');
    return existsSync(file) ? readFileSync(file, 'utf8').slice(0, 2_000) : '';
  }

  /** Linux tells which ports are bound. */
  private async listening(transport: 'udp' | 'tcp'): Promise<void> {
    const hex = this.port.toString(16).toUpperCase().padStart(4, '0');
    const deadline = Date.now() + PATIENCE_MS;
    while (!readFileSync(`/proc/net/${transport}`, 'utf8').includes(`:${hex} `)) {
      if (this.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`sipp does not listen: ${this.errors()}`);
      await new Promise((look) => setTimeout(look, 10));
    }
  }
}
