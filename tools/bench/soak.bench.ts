import { Disposition } from '@belltower/dto';
import type { BenchContext } from './bench';
import { DialingBench, sleep } from './dialing';

const MEGABYTE = 1_048_576;
const CAMPAIGNS = 2;
const CALLS_PER_SECOND = 1_000;
const RETRY_SECONDS = 30;
/** Twice what is in rotation, so that the pace and not the queue decides. */
const SUBSCRIBERS = 2 * CALLS_PER_SECOND * RETRY_SECONDS;
/** By then every number has been called and autovacuum, which looks once a minute, has been here twice. */
const SETTLING_SECONDS = 150;

const MOSTLY_BUSY = {
  answered: 0,
  machine: 0,
  noAnswer: 0,
  busy: 1,
  rejected: 0,
  invalidNumber: 0,
  congestion: 0,
  failed: 0,
  speed: 20,
};

/** Tables that live by being emptied, and partial indexes, must not grow while autovacuum does its work. */
const SIZES = `
select relname as name, pg_total_relation_size(oid) as bytes from pg_class
 where relname in ('due', 'inflight', 'subscriber') and relkind = 'r'
union all
select 'partial index ' || indexrelid::regclass, pg_relation_size(indexrelid)
  from pg_index join pg_class on pg_class.oid = indexrelid
 where indpred is not null and pg_class.relnamespace = 'public'::regnamespace`;

interface Sample {
  /** In milliseconds. */
  at: number;
  calls: number;
  memory: number;
  sizes: Map<string, number>;
}

/**
 * Ten minutes at a steady thousand calls a second, every number again and again, with autovacuum as it is by default:
 * what the process needs and how large queue, ledger and partial indexes are, at the beginning and at the end.
 */
export default async function soak(context: BenchContext): Promise<void> {
  const total = context.quick ? 40 : 600;
  const settling = context.quick ? 12 : SETTLING_SECONDS;
  context.say(`about ${Math.ceil((total + settling + 30) / 60)} minutes`);
  const bench = await DialingBench.open(context);
  await fill(bench);
  const dialer = await bench.dial();
  try {
    await sleep(settling);
    const samples = [await look(bench)];
    const step = total / 20;
    for (let n = 1; n <= 20; n++) {
      await sleep(step);
      const sample = await look(bench);
      const rate = Math.round(rateBetween(samples.at(-1)!, sample));
      const queue = Math.round((sample.sizes.get('due') ?? 0) / MEGABYTE);
      context.say(
        `${Math.round(n * step)} s: ${rate} calls a second, memory ${sample.memory} MB, queue ${queue} MB`,
      );
      samples.push(sample);
    }
    report(context, samples);
  } finally {
    await dialer.close();
  }
}

async function fill(bench: DialingBench): Promise<void> {
  const gateway = await bench.gateway(MOSTLY_BUSY);
  for (let n = 0; n < CAMPAIGNS; n++) {
    const campaign = await bench.campaign([gateway], {
      calls_per_minute: (CALLS_PER_SECOND / CAMPAIGNS) * 60,
      max_retries: 1_000_000,
      retry_after_seconds: RETRY_SECONDS,
      retry_on: [Disposition.Busy],
    });
    await bench.fill(campaign, SUBSCRIBERS / CAMPAIGNS);
  }
  await bench.settle();
}

async function look(bench: DialingBench): Promise<Sample> {
  global.gc?.();
  const rows = await bench.query<{ name: string; bytes: number }>(SIZES);
  return {
    at: performance.now(),
    calls: await bench.callsSoFar(),
    memory: Math.round(process.memoryUsage.rss() / MEGABYTE),
    sizes: new Map(rows.map(({ name, bytes }) => [name, Number(bytes)])),
  };
}

function rateBetween(one: Sample, other: Sample): number {
  return (other.calls - one.calls) / ((other.at - one.at) / 1_000);
}

function report(context: BenchContext, samples: readonly Sample[]): void {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const rate = rateBetween(first, last);
  context.row({
    row: `calls per second over ${Math.round((last.at - first.at) / 1_000)} s`,
    value: Math.round(rate),
    limit: CALLS_PER_SECOND,
    target: 'within 1 %',
    met: Math.abs(rate - CALLS_PER_SECOND) <= CALLS_PER_SECOND / 100,
  });
  const [early, late] = [samples.slice(0, 5), samples.slice(-5)].map((some) =>
    Math.max(...some.map(({ memory }) => memory)),
  ) as [number, number];
  context.row({
    row: 'memory at the end against the beginning, in MB',
    value: late,
    limit: early,
    target: 'ratio <= 1.15',
    met: late <= early * 1.15,
  });
  // In less than a few minutes autovacuum does not come by.
  if (context.quick) return;
  for (const [name, bytes] of last.sizes) {
    const before = Math.max(first.sizes.get(name) ?? 0, MEGABYTE);
    const most = Math.max(bytes, MEGABYTE);
    context.row({
      row: `size of ${name} at the end against the beginning, in MB`,
      value: Number((most / MEGABYTE).toFixed(1)),
      limit: Number((before / MEGABYTE).toFixed(1)),
      target: 'ratio <= 1.5',
      met: most <= before * 1.5,
    });
  }
}
