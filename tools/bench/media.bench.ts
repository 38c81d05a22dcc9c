import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { MediaLine } from '../../libs/server/telephony/sip/media';
import { AgreedMedia } from '../../libs/server/telephony/sip/sdp';
import { WorkerMedia } from '../../libs/server/telephony/sip/worker-media';
import type { BenchContext } from './bench';
import { sleep } from './dialing';
import type { EarsOrder, EarsReport } from './media-ears';

const OBSERVED = 20;
const BLOCK_MS = 60;
const BLOCK_EVERY_MS = 500;
/** As many calls as one core has to carry, and how evenly. */
const CALLS = 300;
const MOST_P99_MS = 25;

/**
 * How evenly sound leaves with many calls at the same time, one way: the time between the packets of a call as
 * another thread sees it, while the main thread blocks for 60 ms twice a second.
 */
export default async function media(context: BenchContext): Promise<void> {
  const seconds = context.quick ? 5 : 15;
  for (const calls of context.quick ? [100, CALLS] : [50, 100, 200, CALLS, 400, 800]) {
    const { p50, p99, skipped, load } = await measure(calls, seconds);
    const [middle, late] = [p50, p99].map((value) => Math.round(value * 10) / 10) as [
      number,
      number,
    ];
    context.say(
      `${calls} calls: every ${middle} ms, p99 ${late} ms; thread busy ${Math.round(load * 100)} %, ${skipped} steps skipped`,
    );
    context.row({
      row: `${calls} calls: p99 between packets, ms`,
      value: late,
      target: calls <= CALLS ? `< ${MOST_P99_MS}` : 'as measured',
      met: calls > CALLS || late < MOST_P99_MS,
    });
  }
}

async function measure(calls: number, seconds: number) {
  const ears = new Worker(new URL('./media-ears.mjs', import.meta.url));
  const ask = async (order: EarsOrder) => {
    ears.postMessage(order);
    return ((await once(ears, 'message')) as [EarsReport])[0];
  };
  const places = (await ask({ order: 'open', observed: OBSERVED })) as {
    ports: number[];
    sink: number;
  };
  const sound = new WorkerMedia({ silenceSeconds: null });
  const lines: MediaLine[] = [];
  for (let call = 0; call < calls; call++)
    lines.push(await open(sound, places.ports[call] ?? places.sink));
  await sleep(2);
  ears.postMessage({ order: 'reset' } satisfies EarsOrder);
  sound.load();
  const blocking = setInterval(block, BLOCK_EVERY_MS);
  let skipped = 0;
  for (let second = 0; second < seconds; second++) {
    await sleep(1);
    skipped += sound.punctuality.skipped;
  }
  clearInterval(blocking);
  const { p50, p99 } = (await ask({ order: 'report' })) as { p50: number; p99: number };
  const load = sound.load();
  for (const line of lines) line.close();
  await sound.close();
  await ears.terminate();
  return { p50, p99, skipped, load };
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
  const silence = new Uint8Array(new SharedArrayBuffer(8_000)).fill(0xff);
  return new Promise((resolve, reject) =>
    line.open({
      ready: () => {
        line.start(agreed, { pcmu: silence, pcma: silence, seconds: 1 });
        resolve(line);
      },
      failed: (why) => reject(new Error(why)),
      digit: () => undefined,
      played: () => undefined,
      silent: () => undefined,
    }),
  );
}

function block(): void {
  const until = performance.now() + BLOCK_MS;
  while (performance.now() < until);
}
