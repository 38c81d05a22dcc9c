import { execFile } from 'node:child_process';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Bench } from './bench';
import { ProcessorTime, startProcessorTime } from './processor-time';
import { givenReportData, ReportData } from './report-data';

/** Of all accounts: the largest, whose calls are downloaded, has a quarter. */
const SIZE = {
  quick: { calls: 300_000, people: 100_000 },
  full: { calls: 4_000_000, people: 1_000_000 },
};
const DAY_MS = 86_400_000;
const MEGABYTE = 1_048_576;
const LOOK_MS = 100;
/** Of what the export adds to an idle API. */
const MOST_MEMORY = 200;
/** At least half as fast as COPY of the same columns of the same rows. */
const TARGET = 0.5;

/** Downloads a year of calls as CSV, JSON Lines and a workbook, against COPY of the same rows, and watches the memory. */
const bench: Bench = async (context) => {
  const size = context.quick ? SIZE.quick : SIZE.full;
  const data = await givenReportData(context, { ...size, listed: 'calls only' });
  const { perSecond: copied, time: copyTime } = await timedCopy(data);
  context.say(`COPY: ${rate(copied)}; ${words(copyTime, data)}`);
  for (const format of ['csv', 'jsonl', 'xlsx'] as const) {
    const { perSecond, memory, idle, time } = await timedDownload(data, format);
    context.say(`${format}: ${rate(perSecond)}, memory ${idle} MB before, at most ${memory} MB`);
    context.say(`${format}: ${words(time, data)}`);
    const rows = `${data.calls} calls as ${format}`;
    // COPY writes no workbooks.
    if (format !== 'xlsx') {
      context.row({
        row: `${rows}, rows per second against COPY`,
        value: Math.round(perSecond),
        limit: Math.round(copied),
        target: `>= ${TARGET}`,
        met: perSecond / copied >= TARGET,
      });
    }
    context.row({
      row: `${rows}, most memory in MB over ${idle} MB of the idle API`,
      value: memory - idle,
      target: `< ${MOST_MEMORY}`,
      met: memory - idle < MOST_MEMORY,
    });
  }
};
export default bench;

async function timedCopy({ url, accountId, calls }: ReportData) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const time = await startProcessorTime(url);
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
    return { perSecond: (calls / (performance.now() - begin)) * 1_000, time: time() };
  } finally {
    await client.end();
  }
}

/** Reads in a process of its own, as a browser does: the memory told is that of the API. */
const READER = `
  const [url, cookie] = process.argv.slice(1);
  require('node:http').get(url, { headers: { cookie } }, (response) => {
    let lines = 0;
    response.on('data', (piece) => {
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines++;
    });
    response.on('end', () => process.stdout.write(String(lines)));
  });`;

async function timedDownload(
  { client, address, until, calls, url: databaseUrl }: ReportData,
  format: string,
) {
  const from = new Date(until.getTime() - 366 * DAY_MS).toISOString();
  const url = `${address}/api/v1/calls.${format}?from=${from}&until=${until.toISOString()}`;
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), LOOK_MS);
  const time = await startProcessorTime(databaseUrl);
  const begin = performance.now();
  const cookie = `belltower_session=${client.cookie('belltower_session')}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', READER, url, cookie]);
  const perSecond = (calls / (performance.now() - begin)) * 1_000;
  clearInterval(watch);
  const spent = time();
  const expected = format === 'csv' ? calls + 1 : calls;
  if (format !== 'xlsx' && Number(stdout) !== expected)
    throw new Error(`${stdout} lines came instead of ${expected}`);
  const [memory, idle] = [most, before].map((bytes) => Math.round(bytes / MEGABYTE));
  return { perSecond, memory: memory!, idle: idle!, time: spent };
}

/** Processor time of a row. */
function words({ database, own }: ProcessorTime, { calls }: ReportData): string {
  const each = (seconds: number) => `${((seconds / calls) * 1_000_000).toFixed(1)} µs a row`;
  return `${each(database)} in PostgreSQL, ${each(own)} here`;
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')} rows/s`;
}
