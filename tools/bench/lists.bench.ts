import { encodeCursor } from '@belltower/core';
import type { Bench } from './bench';
import { percentilesOf } from './percentiles';
import { givenReportData } from './report-data';

const CALLS = { quick: 200_000, full: 2_000_000 };
const TIMES = { quick: 40, full: 200 };
const DAY_MS = 86_400_000;
const PAGE_TARGET_MS = 20;
const SEARCH_TARGET_MS = 60;

/** Pages of the list of calls over HTTP, in the largest account. */
const bench: Bench = async (context) => {
  const size = context.quick ? 'quick' : 'full';
  const { client, allCalls, until, campaignIds } = await givenReportData(context, CALLS[size]);
  const ago = (days: number) => new Date(until.getTime() - days * DAY_MS).toISOString();
  const year = `from=${ago(365)}&until=${until.toISOString()}`;
  const cursor = (value: string) => encodeCursor({ sort: '-startedAt', value, id: 0 });
  const measure = async (what: string, query: (index: number) => string, target: number) => {
    const { p50, p95 } = await percentilesOf(TIMES[size], async (index) => {
      const { status } = await client.get(`calls?${query(index)}`);
      if (status !== 200) throw new Error(`${what}: ${status}`);
    });
    const row = `calls, ${what}, p95 ms (p50 ${p50}), ${allCalls} calls`;
    context.say(`${what}: p50 ${p50} ms, p95 ${p95} ms`);
    context.row({ row, value: p95, target: `< ${target}`, met: p95 < target });
  };
  await measure('first page', () => '', PAGE_TARGET_MS);
  await measure('next page', () => `after=${cursor(ago(1))}`, PAGE_TARGET_MS);
  await measure(
    'page of last winter',
    (i) => `${year}&after=${cursor(ago(200 + (i % 100)))}`,
    PAGE_TARGET_MS,
  );
  await measure('first page of a year', () => year, PAGE_TARGET_MS);
  await measure('one campaign', (i) => `campaignId=${campaignIds[i % 12]}`, PAGE_TARGET_MS);
  await measure(
    'one campaign of a year',
    (i) => `${year}&campaignId=${campaignIds[i % 12]}`,
    PAGE_TARGET_MS,
  );
  await measure('busy and failed', () => 'disposition=busy,failed', PAGE_TARGET_MS);
  await measure('longer than 3 minutes', () => 'minTalkSeconds=180', PAGE_TARGET_MS);
  await measure('by talk time, a week', () => `sort=-talkSeconds&from=${ago(7)}`, PAGE_TARGET_MS);
  await measure('number part of 4 digits', (i) => `number=${5_000 + (i % 100)}`, SEARCH_TARGET_MS);
  await measure('number part of 7 digits', (i) => `number=55501${10 + (i % 90)}`, SEARCH_TARGET_MS);
  await measure(
    'whole number',
    (i) => `number=%2B1${300 + i}5550${110 + (i % 90)}`,
    SEARCH_TARGET_MS,
  );
  await measure(
    'whole number, a year',
    (i) => `${year}&number=%2B1${300 + i}5550${110 + (i % 90)}`,
    SEARCH_TARGET_MS,
  );
  await measure(
    'a number that is not there, a year',
    (i) => `${year}&number=98765${i}`,
    SEARCH_TARGET_MS,
  );
};
export default bench;
