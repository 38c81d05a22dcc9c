import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MediaLine } from '../../libs/server/telephony/sip/media';
import { AgreedMedia } from '../../libs/server/telephony/sip/sdp';
import { WorkerMedia } from '../../libs/server/telephony/sip/worker-media';
import type { BenchContext } from './bench';
import { sleep } from './dialing';
import type { EarsOrder, EarsReport } from './media-ears';

/** Calls whose packets are looked at; another process answers the rest. */
const OBSERVED = 20;
const BLOCK_MS = 60;
const BLOCK_EVERY_MS = 500;
/** As many calls as one core has to carry, and how evenly. */
const CALLS = 300;
const MOST_P99_MS = 25;
const STEPS = [50, 100, 200, CALLS, 400, 800];
const QUICK_STEPS = [100, CALLS];

/** Bytes of this process with a single call, before the first measurement. */
let withOneCall: number | undefined;

interface Measured {
  p50: number;
  p99: number;
  skipped: number;
  /** Share of the time that the thread was busy. */
  load: number;
  /** Of processor time, for one packet sent and one received. */
  microsecondsPerPacket: number;
  kilobytesPerCall: number;
}

/**
 * How evenly sound leaves with many calls at the same time, both ways: the time between the packets of a call as
 * another process hears it, while the main thread blocks for 60 ms twice a second. `--row 300` for 300 calls alone.
 */
export default async function media(context: BenchContext): Promise<void> {
  const seconds = context.quick ? 5 : 15;
  for (const calls of context.quick ? QUICK_STEPS : STEPS)
    if (context.wants(String(calls))) tell(context, calls, await measure(context, calls, seconds));
}

function tell({ say, row }: BenchContext, calls: number, measured: Measured): void {
  const { load, skipped, ...figures } = measured;
  const { p50, p99, microsecondsPerPacket, kilobytesPerCall } = rounded(figures);
  say(
    `${calls} calls: every ${p50} ms, p99 ${p99} ms; thread busy ${Math.round(load * 100)} %, ${skipped} steps skipped`,
  );
  say(`  ${microsecondsPerPacket} µs of processor time for a packet each way`);
  const required = calls <= CALLS;
  row({
    row: `${calls} calls: p99 between packets, ms`,
    value: p99,
    target: required ? `< ${MOST_P99_MS}` : 'as measured',
    met: !required || p99 < MOST_P99_MS,
  });
  for (const [what, value] of [
    ['p50 between packets, ms', p50],
    ['processor time for a packet each way, µs', microsecondsPerPacket],
    ['memory per call, kB', kilobytesPerCall],
  ] as const)
    row({ row: `${calls} calls: ${what}`, value, target: 'as measured', met: true });
}

async function measure(context: BenchContext, calls: number, seconds: number): Promise<Measured> {
  const observed = Math.min(calls, OBSERVED);
  const [ears, others] = [new Ears(), new Ears()];
  for (const one of [ears, others]) context.onEnd(() => one.end());
  const ports = await ears.open(observed);
  const [crowd] = (await others.open(1)) as [number];
  const sound = new WorkerMedia({ silenceSeconds: null });
  context.onEnd(() => sound.close());
  const lines = [await open(sound, ports[0]!)];
  await sleep(1);
  // What earlier measurements have taken is used again, not given back.
  withOneCall ??= process.memoryUsage.rss();
  for (let call = 1; call < calls; call++) lines.push(await open(sound, ports[call] ?? crowd));
  await sleep(2);
  const kilobytesPerCall = (process.memoryUsage.rss() - withOneCall) / 1_024 / (calls - 1);

  await Promise.all([ears.report(), others.report()]);
  sound.load();
  const begun = cpuOfOthers();
  const blocking = setInterval(block, BLOCK_EVERY_MS);
  let skipped = 0;
  for (let second = 0; second < seconds; second++) {
    await sleep(1);
    skipped += sound.punctuality.skipped;
  }
  clearInterval(blocking);
  const microseconds = cpuOfOthers() - begun;
  const [{ p50, p99, packets }, { packets: rest }] = await Promise.all([
    ears.report(),
    others.report(),
  ]);
  const load = sound.load();
  for (const line of lines) line.close();
  await sound.close();
  await Promise.all([ears.end(), others.end()]);
  const microsecondsPerPacket = microseconds / (packets + rest);
  return { p50, p99, skipped, load, microsecondsPerPacket, kilobytesPerCall };
}

/** Processor time of all threads but this one, in microseconds. */
function cpuOfOthers(): number {
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  return all.user + all.system - own.user - own.system;
}

/** Another process that hears calls and answers them. */
class Ears {
  private readonly child: ChildProcess = fork(
    fileURLToPath(new URL('./media-ears.mjs', import.meta.url)),
  );

  /** Ports to which calls may be directed. */
  async open(ports: number): Promise<number[]> {
    const report = await this.ask({ order: 'open', ports });
    return 'ports' in report ? report.ports : [];
  }

  /** What was heard since this was last asked. */
  async report(): Promise<{ p50: number; p99: number; packets: number }> {
    const report = await this.ask({ order: 'report' });
    return 'p50' in report ? report : { p50: NaN, p99: NaN, packets: 0 };
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || !this.child.connected) return;
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    await exit;
  }

  private async ask(order: EarsOrder): Promise<EarsReport> {
    this.child.send(order);
    return ((await once(this.child, 'message')) as [EarsReport])[0];
  }
}

function open(sound: WorkerMedia, port: number): Promise<MediaLine> {
  const line = sound.line();
  const agreed: AgreedMedia = {
    remote: { host: '127.0.0.1', port },
    codec: 'pcmu',
    payloadType: 0,
    eventType: null,
    packetMs: 20,
    heard: true,
  };
  const tone = new Uint8Array(new SharedArrayBuffer(8_000)).fill(0x20);
  return new Promise((resolve, reject) =>
    line.open({
      ready: () => {
        line.use(agreed);
        line.play({ pcmu: tone, pcma: tone, seconds: 1 }, { again: true });
        resolve(line);
      },
      failed: (why) => reject(new Error(why)),
      digit: () => undefined,
      played: () => undefined,
      recorded: () => undefined,
      silent: () => undefined,
    }),
  );
}

function block(): void {
  const until = performance.now() + BLOCK_MS;
  while (performance.now() < until);
}

function rounded<K extends string>(figures: Record<K, number>): Record<K, number> {
  const entries = Object.entries<number>(figures);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Math.round(value * 10) / 10]),
  ) as Record<K, number>;
}
