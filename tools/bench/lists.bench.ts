import { encodeCursor } from '@belltower/core';
import type { Bench } from './bench';
import { givenReportData, sizeOf } from './report-data';
import { requestTimes } from './request-times';

const SIZE = {
  quick: { calls: 200_000, messages: 200_000, people: 100_000 },
  full: { calls: 20_000_000, messages: 20_000_000, people: 10_000_000 },
};
const TIMES = { quick: 40, full: 200 };
const DAY_MS = 86_400_000;
const PAGE_TARGET_MS = 20;
const SEARCH_TARGET_MS = 60;

/** Pages of lists over HTTP, in the largest account. */
const bench: Bench = async (context) => {
  const size = context.quick ? SIZE.quick : sizeOf(context, SIZE.full);
  const data = await givenReportData(context, { ...size, listed: 'people' });
  const { client, until, campaignIds, phonebookIds } = data;
  const ago = (days: number) => new Date(until.getTime() - days * DAY_MS).toISOString();
  const year = `from=${ago(365)}&until=${until.toISOString()}`;
  /** Behind everything that is newer. */
  const before = (sort: string, days: number) =>
    `after=${encodeCursor({ sort, value: ago(days), id: 0 })}`;
  const request = requestTimes(context, data, context.quick ? TIMES.quick : TIMES.full);
  const measure = (what: string, path: (index: number) => string, target = PAGE_TARGET_MS) =>
    request(what, path, target);
  /** Its first page, the one after, one from the middle, and numbers by a part. */
  const list = async (name: string, path: string, deep: (index: number) => string) => {
    const [, query] = path.split('?');
    const and = query === undefined ? '?' : '&';
    const { body } = await client.get<{ next: string | null }>(path);
    await measure(`${name}, first page`, () => path);
    if (body.next) await measure(`${name}, next page`, () => `${path}${and}after=${body.next}`);
    await measure(`${name}, deep page`, (i) => `${path}${and}${deep(i)}`);
  };
  const search = async (name: string, path: string) => {
    const by = (what: string, number: (index: number) => string) =>
      measure(`${name}, ${what}`, (i) => `${path}number=${number(i)}`, SEARCH_TARGET_MS);
    await by('number part of 4 digits', (i) => `${5_000 + (i % 100)}`);
    await by('number part of 7 digits', (i) => `555${1_000 + 10 * (i % 90)}`);
    await by('whole number', (i) => `%2B1${201 + (i % 3)}555${1_000 + 10 * (i % 90)}`);
    await by('a number that is not there', (i) => `98765${100 + i}`);
  };
  const half = (i: number) => 100 + (i % 150);
  const campaign = (i: number) => `campaignId=${campaignIds[i % campaignIds.length]}`;

  await list('calls', 'calls', (i) => `${year}&${before('-startedAt', half(i))}`);
  await measure('calls, first page of a year', () => `calls?${year}`);
  await measure('calls, one campaign', (i) => `calls?${campaign(i)}`);
  await measure('calls, one campaign of a year', (i) => `calls?${year}&${campaign(i)}`);
  await measure('calls, busy and failed', () => 'calls?disposition=busy,failed');
  await measure('calls, longer than 3 minutes', () => 'calls?minTalkSeconds=180');
  await measure('calls, by talk time, a week', () => `calls?sort=-talkSeconds&from=${ago(7)}`);
  await measure('calls, by talk time, a year', () => `calls?sort=-talkSeconds&${year}`);
  await measure(
    'calls, by talk time, a year, deep page',
    (i) =>
      `calls?sort=-talkSeconds&${year}&after=${encodeCursor({ sort: '-talkSeconds', value: String(60 + (i % 60)), id: 1 })}`,
  );
  await measure('calls of a year, longer than 5 minutes', () => `calls?${year}&minTalkSeconds=300`);
  await measure(
    'calls of a year, of 100 to 101 seconds',
    () => `calls?${year}&minTalkSeconds=100&maxTalkSeconds=101`,
  );
  await measure('calls of a year, cancelled', () => `calls?${year}&disposition=cancelled`);
  await measure('calls of a year, of one country', () => `calls?${year}&country=ES`);
  await measure('calls of a year, of none', () => `calls?${year}&country=FR`);
  await search('calls', 'calls?');
  await search('calls of a year', `calls?${year}&`);

  await list('messages', 'messages', (i) => `${year}&${before('-sentAt', half(i))}`);
  await measure('messages, first page of a year', () => `messages?${year}`);
  await measure('messages, one campaign', (i) => `messages?${campaign(i)}`);
  await measure('messages, one campaign of a year', (i) => `messages?${year}&${campaign(i)}`);
  await measure('messages, expired and failed', () => 'messages?state=expired,failed');
  await measure('messages of a year, unknown', () => `messages?${year}&state=unknown`);
  await measure('messages of a year, of a frequent code', () => `messages?${year}&code=1`);
  await measure('messages of a year, of a rare code', () => `messages?${year}&code=30`);
  await measure('messages of a year, of no such code', () => `messages?${year}&code=77`);
  await measure('messages of a year, of one country', () => `messages?${year}&country=ES`);
  await measure('messages of a year, of none', () => `messages?${year}&country=FR`);
  await search('messages', 'messages?');
  await search('messages of a year', `messages?${year}&`);

  await list('contacts', 'contacts', (i) => before('-createdAt', half(i)));
  await measure(
    'contacts, one phonebook',
    (i) => `contacts?phonebookId=${phonebookIds[i % phonebookIds.length]}`,
  );
  await measure('contacts, by number', () => 'contacts?sort=number');
  await measure('contacts, by name', () => 'contacts?sort=lastName');
  await search('contacts', 'contacts?');

  await list(
    'subscribers',
    'subscribers',
    (i) => `after=${encodeCursor({ sort: '-id', value: String(1_000 + i), id: 1_000 + i })}`,
  );
  await measure('subscribers, one campaign', (i) => `subscribers?${campaign(i)}`);
  await measure(
    'subscribers, waiting of one campaign',
    (i) => `subscribers?state=waiting&${campaign(i)}`,
  );
  await search('subscribers', 'subscribers?');
  await search('subscribers of a campaign', `subscribers?campaignId=${campaignIds[0]}&`);

  await list('campaigns', 'campaigns', (i) => before('-createdAt', half(i)));
  await list('do not call', 'suppressions', (i) => before('-createdAt', half(i)));
  await search('do not call', 'suppressions?');
};
export default bench;
