import type { Bench } from './bench';
import { givenReportData } from './report-data';
import { requestTimes } from './request-times';

const SIZE = {
  quick: { calls: 200_000, people: 100_000 },
  full: { calls: 20_000_000, people: 10_000_000 },
};
const TIMES = { quick: 30, full: 100 };
const DAY_MS = 86_400_000;
const TARGET_MS = 50;

/** Dashboard and daily report over HTTP, in the largest account. */
const bench: Bench = async (context) => {
  const size = context.quick ? 'quick' : 'full';
  const data = await givenReportData(context, { ...SIZE[size], listed: 'calls only' });
  const { until, campaignIds } = data;
  const since = (days: number) => `from=${new Date(until.getTime() - days * DAY_MS).toISOString()}`;
  const request = requestTimes(context, data, TIMES[size]);
  const measure = (what: string, path: string) => request(what, () => path, TARGET_MS);
  const dashboard = (what: string, query: string) =>
    measure(`dashboard, ${what}`, `reports/dashboard?${query}`);
  const daily = (what: string, query: string) =>
    measure(`daily, ${what}`, `reports/daily?${query}`);
  const campaign = `campaignId=${campaignIds[Math.floor(campaignIds.length / 2)]}`;
  await dashboard('a day', since(1));
  await dashboard('7 days', since(7));
  await dashboard('30 days', since(30));
  await dashboard('90 days', since(90));
  await dashboard('a year', since(365));
  await dashboard('a year of a campaign', `${since(365)}&${campaign}`);
  await dashboard('a year of a country', `${since(365)}&country=GB`);
  await dashboard('a year of a campaign and a country', `${since(365)}&${campaign}&country=GB`);
  await daily('a day by hour', `group=hour&${since(1)}`);
  await daily('30 days', since(30));
  await daily('30 days by hour', `group=hour&${since(30)}`);
  await daily('30 days by hour of a country', `group=hour&${since(30)}&country=GB`);
  await daily('30 days by campaign', `group=campaign&${since(30)}`);
  await daily('a year by day', `group=day&${since(365)}`);
  await daily('a year by week', `group=week&${since(365)}`);
  await daily('a year by month', `group=month&${since(365)}`);
  await daily('a year by campaign', `group=campaign&${since(365)}`);
  await daily('a year by day of a country', `group=day&${since(365)}&country=GB`);
  await daily('a year by campaign of a country', `group=campaign&${since(365)}&country=GB`);
  await daily('a year by gateway', `group=gateway&${since(365)}`);
  await daily('a year by country', `group=country&${since(365)}`);
  await measure('statistics of a campaign', `campaigns/${campaignIds.at(-1)}/statistics`);
};
export default bench;
