import { readLedger } from '@belltower/telephony';
import type { BenchContext } from './bench';
import { DialingBench, DialingProcess, sleep } from './dialing';

const QUICK = {
  answered: 1,
  machine: 0,
  noAnswer: 0,
  busy: 0,
  rejected: 0,
  invalidNumber: 0,
  congestion: 0,
  failed: 0,
};
/** Until the leader has waited for those before it, and the pace is steady. */
const WARM_UP_SECONDS = 6;
const PROCESSES = [1, 2, 4];

/** Something with a cap, and when its calls were placed, in milliseconds. */
interface Capped {
  name: string;
  callsPerSecond: number;
  placed: number[];
}

/**
 * Calls a second asked for and achieved, by the carrier's own ledger: campaigns alone, campaigns that share a gateway,
 * and an account's cap over all of them; by one dialing process, by two and by four. `--row 1` and so on choose one.
 */
export default async function pace(context: BenchContext): Promise<void> {
  const seconds = context.quick ? 15 : 60;
  const chosen = (context.quick ? PROCESSES.slice(0, 2) : PROCESSES).filter((count) =>
    context.wants(String(count)),
  );
  context.say(`about ${Math.ceil((chosen.length * (seconds + WARM_UP_SECONDS + 5)) / 60)} minutes`);
  const bench = await DialingBench.open(context);
  for (const processes of chosen) {
    for (const capped of await measure(bench, seconds, processes))
      report(context, capped, seconds, processes);
  }
}

async function measure(bench: DialingBench, seconds: number, processes: number): Promise<Capped[]> {
  await bench.clear();
  await bench.query('update account set max_calls_per_minute = 5400');
  const settings = { ...QUICK, speed: 20 };
  const own = await bench.gateway(settings);
  const shared = await bench.gateway(settings, { calls_per_second: 30 });
  const wishes = [
    { gateway: own, callsPerMinute: 60 },
    { gateway: own, callsPerMinute: 600 },
    { gateway: own, callsPerMinute: 3_000 },
    { gateway: shared, callsPerMinute: 3_000 },
    { gateway: shared, callsPerMinute: 3_000 },
  ];
  const campaigns: number[] = [];
  for (const { gateway, callsPerMinute } of wishes) {
    const campaign = await bench.campaign([gateway], { calls_per_minute: callsPerMinute });
    await bench.fill(campaign, Math.ceil((callsPerMinute / 60) * (seconds + 40)));
    campaigns.push(campaign);
  }
  await bench.settle();
  const dialers: DialingProcess[] = [];
  for (let n = 0; n < processes; n++) dialers.push(await bench.spawn());
  await bench.until('every process makes calls', async () => {
    const [row] = await bench.query<{ busy: number }>(
      'select count(distinct dialer_id)::int busy from inflight',
    );
    return row!.busy === processes;
  });
  await sleep(WARM_UP_SECONDS);
  const from = Date.now();
  await sleep(seconds + 1);
  await Promise.all(dialers.map((dialer) => dialer.stop()));
  const placed = await placements(bench, [own, shared], from, from + seconds * 1_000);
  const of = (meant: (call: { campaign: number; gateway: number }) => boolean) =>
    placed.filter(meant).map(({ at }) => at);
  return [
    {
      name: 'campaign of 1 a second',
      callsPerSecond: 1,
      placed: of(({ campaign }) => campaign === campaigns[0]),
    },
    {
      name: 'campaign of 10 a second',
      callsPerSecond: 10,
      placed: of(({ campaign }) => campaign === campaigns[1]),
    },
    {
      name: 'gateway of 30 a second, shared by two campaigns',
      callsPerSecond: 30,
      placed: of(({ gateway }) => gateway === shared),
    },
    { name: 'account of 90 a second, five campaigns', callsPerSecond: 90, placed: of(() => true) },
  ];
}

async function placements(bench: DialingBench, gateways: number[], from: number, until: number) {
  const calls = await bench.query<{ id: number; campaign_id: number }>(
    'select id, campaign_id from call',
  );
  const campaignOf = new Map(
    calls.map(({ id, campaign_id }) => [`bt-${bench.accountId}-${id}`, campaign_id]),
  );
  const all = [];
  for (const gateway of gateways)
    for (const { id, placedAt } of await readLedger(bench.context.directory, gateway)) {
      const at = Date.parse(placedAt);
      if (at >= from && at < until) all.push({ at, gateway, campaign: campaignOf.get(id) ?? 0 });
    }
  return all.sort((one, other) => one.at - other.at);
}

function report(
  context: BenchContext,
  { name, callsPerSecond, placed }: Capped,
  seconds: number,
  processes: number,
) {
  const label = processes === 1 ? name : `${name}, ${processes} processes`;
  const expected = callsPerSecond * seconds;
  const off = Math.abs(placed.length - expected);
  context.row({
    row: `${label}: calls in ${seconds} s`,
    value: placed.length,
    limit: expected,
    target: 'within 1 % or one call',
    met: off <= Math.max(1, expected / 100),
  });
  const most = mostInASecond(placed);
  context.say(`${label}: ${placed.length} of ${expected} calls, most in a second ${most}`);
  context.row({
    row: `${label}: most calls in any second`,
    value: most,
    limit: callsPerSecond,
    target: `<= ${callsPerSecond + 1}`,
    met: most <= callsPerSecond + 1,
  });
}

function mostInASecond(times: readonly number[]): number {
  let [most, first] = [0, 0];
  times.forEach((time, last) => {
    while (times[first]! <= time - 1_000) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}
