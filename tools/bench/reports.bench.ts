import type { Bench } from './bench';
import { percentilesOf } from './percentiles';
import { givenReportData } from './report-data';

const CALLS = { quick: 200_000, full: 2_000_000 };
const TIMES = { quick: 30, full: 100 };
const DAY_MS = 86_400_000;
const TARGET_MS = 50;

/** Dashboard and daily report over HTTP, in the largest account. */
const bench: Bench = async (context) => {
  const size = context.quick ? 'quick' : 'full';
  const { client, allCalls, until, campaignIds } = await givenReportData(context, CALLS[size]);
  const since = (days: number) => `from=${new Date(until.getTime() - days * DAY_MS).toISOString()}`;
  const measure = async (what: string, path: string) => {
    const { p50, p95 } = await percentilesOf(TIMES[size], async () => {
      const { status } = await client.get(path);
      if (status !== 200) throw new Error(`${what}: ${status}`);
    });
    context.say(`${what}: p50 ${p50} ms, p95 ${p95} ms`);
    const row = `${what}, p95 ms (p50 ${p50}), ${allCalls} calls`;
    context.row({ row, value: p95, target: `< ${TARGET_MS}`, met: p95 < TARGET_MS });
  };
  await measure('dashboard, a day', `reports/dashboard?${since(1)}`);
  await measure('dashboard, 7 days', `reports/dashboard?${since(7)}`);
  await measure('dashboard, 30 days', `reports/dashboard?${since(30)}`);
  await measure(
    'dashboard, 30 days of a campaign',
    `reports/dashboard?${since(30)}&campaignId=${campaignIds[1]}`,
  );
  await measure('dashboard, a year', `reports/dashboard?${since(365)}`);
  await measure('daily, 30 days', `reports/daily?${since(30)}`);
  await measure('daily, 30 days by hour', `reports/daily?group=hour&${since(30)}`);
  await measure('daily, 30 days by campaign', `reports/daily?group=campaign&${since(30)}`);
  await measure('daily, a year by month', `reports/daily?group=month&${since(365)}`);
  await measure('daily, a year by day', `reports/daily?group=day&${since(365)}`);
  await measure('statistics of a campaign', `campaigns/${campaignIds[0]}/statistics`);
};
export default bench;
