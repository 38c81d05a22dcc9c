import { Disposition } from '@belltower/dto';
import type { BenchContext } from './bench';
import { bareLoop } from './bare-loop';
import { DialingBench, sleep } from './dialing';

const MEGABYTE = 1_048_576;
/** One campaign may ask for a thousand calls a second at most: several together ask for all there is. */
const CAMPAIGNS = 8;
const WARM_UP_SECONDS = 4;

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

/**
 * Claim → place → outcome through the simulated carrier in one process, against a loop of bare SQL that claims and
 * finishes the same rows, at several sizes of the queue.
 */
export default async function engine(context: BenchContext): Promise<void> {
  const bench = await DialingBench.open(context);
  const sizes = context.quick ? [10_000, 200_000] : [10_000, 1_000_000, 10_000_000];
  const seconds = context.quick ? 8 : 60;
  const rates: number[] = [];
  for (const size of sizes) {
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
      await bench.fill(campaign, Math.ceil(size / CAMPAIGNS));
      campaigns.push(campaign);
    }
    await bench.settle();
    const label = `${size.toLocaleString('en')} subscribers`;
    const limit = await bareLoop(bench.url, bench.accountId, campaigns[0]!, seconds / 4);
    context.say(`${label}: bare SQL ${Math.round(limit)} a second`);
    const { rate, memory } = await measure(bench, seconds);
    context.say(
      `${label}: engine ${Math.round(rate)} calls a second, memory ${memory.join(' → ')} MB`,
    );
    rates.push(rate);
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
    const growth = memory.at(-1)! - memory[0]!;
    context.row({
      row: `${label}, growth of memory in MB`,
      value: growth,
      target: '<= 50',
      met: growth <= 50,
    });
  }
  const ratio = rates.at(-1)! / rates[0]!;
  context.row({
    row: 'rate at the most subscribers against that at the fewest',
    value: Number(ratio.toFixed(2)),
    target: '>= 0.8',
    met: ratio >= 0.8,
  });
}

async function measure(bench: DialingBench, seconds: number) {
  const dialer = await bench.dial();
  try {
    await sleep(WARM_UP_SECONDS);
    const before = await bench.callsSoFar();
    const started = performance.now();
    const memory: number[] = [];
    for (let part = 0; part < 4; part++) {
      await sleep(seconds / 4);
      global.gc?.();
      memory.push(Math.round(process.memoryUsage.rss() / MEGABYTE));
    }
    const calls = (await bench.callsSoFar()) - before;
    return { rate: calls / ((performance.now() - started) / 1_000), memory };
  } finally {
    await dialer.close();
  }
}
