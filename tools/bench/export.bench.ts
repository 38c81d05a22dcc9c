import { finished } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Bench } from './bench';
import { givenReportData, ReportData } from './report-data';

const CALLS = { quick: 150_000, full: 1_700_000 };
const DAY_MS = 86_400_000;
const MEGABYTE = 1_048_576;
const MOST_MEMORY = 200;
/** At least half as fast as COPY of the same columns of the same rows. */
const TARGET = 0.5;

/** Downloads a year of calls as CSV and JSON Lines, against COPY of the same rows, and watches the memory. */
const bench: Bench = async (context) => {
  const data = await givenReportData(context, context.quick ? CALLS.quick : CALLS.full);
  const copied = await timedCopy(data);
  context.say(`COPY: ${rate(copied)}`);
  for (const format of ['csv', 'jsonl'] as const) {
    const { perSecond, memory } = await timedDownload(data, format);
    context.say(`${format}: ${rate(perSecond)}, most memory ${memory} MB`);
    const rows = `${data.calls} calls as ${format}`;
    context.row({
      row: `${rows}, rows per second against COPY`,
      value: Math.round(perSecond),
      limit: Math.round(copied),
      target: `>= ${TARGET}`,
      met: perSecond / copied >= TARGET,
    });
    context.row({
      row: `${rows}, most memory in MB`,
      value: memory,
      target: `< ${MOST_MEMORY}`,
      met: memory < MOST_MEMORY,
    });
  }
};
export default bench;

async function timedCopy({ url, accountId, calls }: ReportData): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const begin = performance.now();
    const copy = client.query(
      copyTo(`copy (
        select c.id, c.created_at, c.campaign_id, campaign.name, c.subscriber_id, c.contact_id, c.contact_name,
               c.number, c.caller_id, c.gateway_id, gateway.name, c.attempt, c.disposition, c.ring_seconds,
               c.talk_seconds, c.sip_status, c.q850, c.digits, c.created_at at time zone 'Europe/Madrid'
          from call c
          left join campaign on campaign.account_id = c.account_id and campaign.id = c.campaign_id
          left join gateway on gateway.id = c.gateway_id
         where c.account_id = ${accountId} order by c.created_at desc, c.id desc) to stdout with (format csv)`),
    );
    copy.resume();
    await finished(copy, { writable: false });
    return (calls / (performance.now() - begin)) * 1_000;
  } finally {
    await client.end();
  }
}

async function timedDownload({ client, until, calls }: ReportData, format: string) {
  const from = new Date(until.getTime() - 366 * DAY_MS).toISOString();
  globalThis.gc?.();
  const begin = performance.now();
  const response = await client.fetch(`calls.${format}?from=${from}&until=${until.toISOString()}`);
  let [lines, memory] = [0, 0];
  for await (const piece of response.body!) {
    for (const byte of piece) if (byte === 10) lines++;
    memory = Math.max(memory, process.memoryUsage.rss());
  }
  const perSecond = (calls / (performance.now() - begin)) * 1_000;
  const expected = format === 'csv' ? calls + 1 : calls;
  if (lines !== expected) throw new Error(`${lines} lines came instead of ${expected}`);
  return { perSecond, memory: Math.round(memory / MEGABYTE) };
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')} rows/s`;
}
