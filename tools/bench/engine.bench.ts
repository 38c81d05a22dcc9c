import { Disposition } from '@belltower/dto';
import { readFileSync } from 'node:fs';
import type { BenchContext } from './bench';
import { bareLoop } from './bare-loop';
import { DialingBench, sleep } from './dialing';

const MEGABYTE = 1_048_576;
/** One campaign may ask for a thousand calls a second at most: several together ask for all there is. */
const CAMPAIGNS = 8;
/** A new leader waits before it places its first call. */
const WARM_UP_SECONDS = 6;
/** As measured, to say how long it will take. */
const FILLED_A_SECOND = 40_000;

/** Nobody answers and everybody is called again a second later, so that any number of subscribers lasts for ever. */
const ALWAYS_BUSY = {
  answered: 0,
  machine: 0,
  noAnswer: 0,
  busy: 1,
  rejected: 0,
  invalidNumber: 0,
  congestion: 0,
  failed: 0,
  speed: 100,
};

/** `--row 1M`, `--row 2-processes` and so on choose one. */
interface Part {
  name: string;
  subscribers: number;
  /** One is this process itself, whose memory is looked at. */
  processes: number;
}

const PARTS: readonly Part[] = [
  { name: '10k', subscribers: 10_000, processes: 1 },
  { name: '1M', subscribers: 1_000_000, processes: 1 },
  { name: '10M', subscribers: 10_000_000, processes: 1 },
  { name: '2-processes', subscribers: 1_000_000, processes: 2 },
  { name: '4-processes', subscribers: 1_000_000, processes: 4 },
];
const QUICK_PARTS: readonly Part[] = [
  { name: '10k', subscribers: 10_000, processes: 1 },
  { name: '200k', subscribers: 200_000, processes: 1 },
];

/**
 * Claim → place → outcome through the simulated carrier, against a loop of bare SQL that claims and finishes the same
 * rows in the same run: at several sizes of the queue in one process, and by several processes.
 */
export default async function engine(context: BenchContext): Promise<void> {
  const parts = (context.quick ? QUICK_PARTS : PARTS).filter(({ name }) => context.wants(name));
  const seconds = context.quick ? 8 : 60;
  const expected = parts.map(
    ({ subscribers }) => subscribers / FILLED_A_SECOND + seconds * 1.25 + WARM_UP_SECONDS,
  );
  context.say(`about ${Math.ceil(expected.reduce((sum, each) => sum + each, 10) / 60)} minutes`);
  const bench = await DialingBench.open(context);
  const rates: number[] = [];
  for (const part of parts) {
    const rate = await run(context, bench, part, seconds);
    if (part.processes === 1) rates.push(rate);
  }
  if (rates.length < 2) return;
  const ratio = rates.at(-1)! / rates[0]!;
  context.row({
    row: 'rate at the most subscribers against that at the fewest',
    value: Number(ratio.toFixed(2)),
    target: '>= 0.8',
    met: ratio >= 0.8,
  });
}

async function run(
  context: BenchContext,
  bench: DialingBench,
  { subscribers, processes }: Part,
  seconds: number,
): Promise<number> {
  const many = processes > 1 ? `, ${processes} processes` : '';
  const label = `${subscribers.toLocaleString('en')} subscribers${many}`;
  context.say(`${label}: filling`);
  const campaigns = await fill(bench, subscribers);
  const limit = await bareLoop(bench.url, bench.accountId, campaigns[0]!, seconds / 4);
  context.say(`${label}: bare SQL ${Math.round(limit)} a second`);
  const { rate, memory } =
    processes > 1
      ? await measureFleet(bench, seconds, processes)
      : await measureAlone(bench, seconds);
  context.say(`${label}: ${Math.round(rate)} calls a second, memory ${memory.join(' → ')} MB`);
  context.row({
    row: `${label}, calls per second against bare SQL`,
    value: Math.round(rate),
    limit: Math.round(limit),
    target: 'ratio >= 0.25',
    met: rate / limit >= 0.25,
  });
  context.row({
    row: `${label}, calls per second`,
    value: Math.round(rate),
    target: '>= 2000',
    met: rate >= 2_000,
  });
  // Other processes collect their garbage when they like: what they hold grows and shrinks.
  if (processes > 1) return rate;
  const growth = memory.at(-1)! - memory[0]!;
  context.row({
    row: `${label}, growth of memory in MB`,
    value: growth,
    target: '<= 50',
    met: growth <= 50,
  });
  return rate;
}

async function fill(bench: DialingBench, subscribers: number): Promise<number[]> {
  await bench.clear();
  const gateway = await bench.gateway(ALWAYS_BUSY);
  const campaigns: number[] = [];
  for (let n = 0; n < CAMPAIGNS; n++) {
    const campaign = await bench.campaign([gateway], {
      calls_per_minute: 60_000,
      max_retries: 1_000_000,
      retry_after_seconds: 1,
      retry_on: [Disposition.Busy],
    });
    await bench.fill(campaign, Math.ceil(subscribers / CAMPAIGNS));
    campaigns.push(campaign);
  }
  await bench.settle();
  return campaigns;
}

/** In this very process. */
async function measureAlone(bench: DialingBench, seconds: number) {
  const dialer = await bench.dial();
  try {
    return await measure(bench, seconds, () => {
      global.gc?.();
      return process.memoryUsage.rss();
    });
  } finally {
    await dialer.close();
  }
}

async function measureFleet(bench: DialingBench, seconds: number, processes: number) {
  const dialers = await Promise.all(Array.from({ length: processes }, () => bench.spawn()));
  try {
    await bench.until('every process makes calls', async () => {
      const [row] = await bench.query<{ busy: number }>(
        'select count(distinct dialer_id)::int busy from inflight',
      );
      return row!.busy === processes;
    });
    return await measure(bench, seconds, () =>
      dialers.reduce((sum, { pid }) => sum + residentBytes(pid), 0),
    );
  } finally {
    await Promise.all(dialers.map((dialer) => dialer.stop()));
  }
}

/** @param bytes of memory in use */
async function measure(bench: DialingBench, seconds: number, bytes: () => number) {
  await sleep(WARM_UP_SECONDS);
  const before = await bench.callsSoFar();
  const started = performance.now();
  const memory: number[] = [];
  for (let part = 0; part < 4; part++) {
    await sleep(seconds / 4);
    memory.push(Math.round(bytes() / MEGABYTE));
  }
  const calls = (await bench.callsSoFar()) - before;
  return { rate: calls / ((performance.now() - started) / 1_000), memory };
}

/** Of another process, as Linux tells it; nothing elsewhere. */
function residentBytes(pid: number): number {
  try {
    const [, kilobytes] =
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
