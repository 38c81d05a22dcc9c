import { execFile } from 'node:child_process';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Bench, BenchContext } from './bench';
import { ProcessorTime, startProcessorTime } from './processor-time';
import { givenReportData, ReportData, sizeOf } from './report-data';

/** Of all accounts: the largest, whose calls and messages are downloaded, has a quarter. */
const SIZE = {
  quick: { calls: 300_000, messages: 300_000, people: 100_000 },
  full: { calls: 4_000_000, messages: 4_000_000, people: 1_000_000 },
};
const DAY_MS = 86_400_000;
const MEGABYTE = 1_048_576;
const LOOK_MS = 100;
/** Of what the export adds to an idle API. */
const MOST_MEMORY = 200;
/** At least half as fast as COPY of the same columns of the same rows. */
const TARGET = 0.5;

/** What is downloaded, and the barest statement that reads the same columns of the same rows. */
interface Downloaded {
  path: 'calls' | 'messages';
  columns: string;
  table: string;
}

const CALLS: Downloaded = {
  path: 'calls',
  columns: `c.id, c.created_at, c.campaign_id, campaign.name, c.subscriber_id, c.contact_id, c.contact_name,
            c.number, c.caller_id, c.gateway_id, gateway.name, c.attempt, c.disposition, c.ring_seconds,
            c.talk_seconds, c.sip_status, c.q850, c.digits, c.created_at at time zone 'Europe/Madrid'`,
  table: 'call',
};
const MESSAGES: Downloaded = {
  path: 'messages',
  columns: `c.id, c.created_at, c.campaign_id, campaign.name, c.subscriber_id, c.contact_id, c.contact_name,
            c.number, c.country, c.sender, c.gateway_id, gateway.name, c.attempt, c.state, c.code, c.text, c.encoding,
            c.segments, c.submitted_at, c.state_at, c.delivered_at, extract(epoch from c.delivered_at - c.submitted_at),
            c.created_at at time zone 'Europe/Madrid'`,
  table: 'message',
};

/**
 * Downloads a year of calls, then of messages, as CSV, JSON Lines and a workbook, against COPY of the same rows, and watches
 * the memory.
 */
const bench: Bench = async (context) => {
  const size = context.quick ? SIZE.quick : sizeOf(context, SIZE.full);
  const data = await givenReportData(context, { ...size, listed: 'calls only' });
  for (const of of [CALLS, MESSAGES]) if (context.wants(of.path)) await measure(context, data, of);
};
export default bench;

async function measure(context: BenchContext, data: ReportData, of: Downloaded): Promise<void> {
  const count = data[of.path];
  const { perSecond: copied, time: copyTime } = await timedCopy(data, of);
  context.say(`COPY of ${of.path}: ${rate(copied)}; ${words(copyTime, count)}`);
  for (const format of ['csv', 'jsonl', 'xlsx'] as const) {
    const { perSecond, memory, idle, time } = await timedDownload(data, of, format);
    context.say(`${format}: ${rate(perSecond)}, memory ${idle} MB before, at most ${memory} MB`);
    context.say(`${format}: ${words(time, count)}`);
    const rows = `${count} ${of.path} as ${format}`;
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
}

async function timedCopy(data: ReportData, { path, columns, table }: Downloaded) {
  const { url, accountId } = data;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const time = await startProcessorTime(url);
    const begin = performance.now();
    const copy = client.query(
      copyTo(`copy (
        select ${columns}
          from ${table} c
          left join campaign on campaign.account_id = c.account_id and campaign.id = c.campaign_id
          left join gateway on gateway.id = c.gateway_id
         where c.account_id = ${accountId} order by c.created_at desc, c.id desc) to stdout with (format csv)`),
    );
    copy.resume();
    await finished(copy, { writable: false });
    return { perSecond: (data[path] / (performance.now() - begin)) * 1_000, time: time() };
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

async function timedDownload(data: ReportData, { path }: Downloaded, format: string) {
  const { client, address, until, url: databaseUrl } = data;
  const count = data[path];
  const from = new Date(until.getTime() - 366 * DAY_MS).toISOString();
  const url = `${address}/api/v1/${path}.${format}?from=${from}&until=${until.toISOString()}`;
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), LOOK_MS);
  const time = await startProcessorTime(databaseUrl);
  const begin = performance.now();
  const cookie = `belltower_session=${client.cookie('belltower_session')}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', READER, url, cookie]);
  const perSecond = (count / (performance.now() - begin)) * 1_000;
  clearInterval(watch);
  const spent = time();
  const expected = format === 'csv' ? count + 1 : count;
  if (format !== 'xlsx' && Number(stdout) !== expected)
    throw new Error(`${stdout} lines came instead of ${expected}`);
  const [memory, idle] = [most, before].map((bytes) => Math.round(bytes / MEGABYTE));
  return { perSecond, memory: memory!, idle: idle!, time: spent };
}

/** Processor time of a row. */
function words({ database, own }: ProcessorTime, count: number): string {
  const each = (seconds: number) => `${((seconds / count) * 1_000_000).toFixed(1)} µs a row`;
  return `${each(database)} in PostgreSQL, ${each(own)} here`;
}

function rate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')} rows/s`;
}
