import type { Bench } from './bench';
import { givenReportData, sizeOf } from './report-data';
import { requestTimes } from './request-times';

const SIZE = {
  quick: { calls: 200_000, messages: 200_000, people: 100_000 },
  full: { calls: 20_000_000, messages: 20_000_000, people: 10_000_000 },
};
const TIMES = { quick: 30, full: 100 };
const DAY_MS = 86_400_000;
const TARGET_MS = 50;

/** Dashboard and daily report of calls and of messages over HTTP, in the largest account. */
const bench: Bench = async (context) => {
  const size = context.quick ? SIZE.quick : sizeOf(context, SIZE.full);
  const data = await givenReportData(context, { ...size, listed: 'calls only' });
  const { until, campaignIds } = data;
  const since = (days: number) => `from=${new Date(until.getTime() - days * DAY_MS).toISOString()}`;
  const request = requestTimes(context, data, context.quick ? TIMES.quick : TIMES.full);
  const measure = (what: string, path: string) => request(what, () => path, TARGET_MS);
  const campaign = `campaignId=${campaignIds[Math.floor(campaignIds.length / 2)]}`;
  /** The reports that calls and messages have. */
  const reports = async (of: string, path: string) => {
    const dashboard = (what: string, query: string) =>
      measure(`${of}dashboard, ${what}`, `${path}/dashboard?${query}`);
    const daily = (what: string, query: string) =>
      measure(`${of}daily, ${what}`, `${path}/daily?${query}`);
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
    return { dashboard, daily };
  };
  const last = `campaigns/${campaignIds.at(-1)}`;
  await reports('', 'reports');
  await measure('statistics of a campaign', `${last}/statistics`);
  const { dashboard, daily } = await reports('messages, ', 'reports/messages');
  await dashboard('a year of an error code', `${since(365)}&code=1`);
  await daily('a year by error code', `group=code&${since(365)}`);
  await daily('a year by day of an error code', `group=day&${since(365)}&code=1`);
  await daily('a year by campaign of an error code', `group=campaign&${since(365)}&code=1`);
  await measure('messages, statistics of a campaign', `${last}/message-statistics`);
};
export default bench;
