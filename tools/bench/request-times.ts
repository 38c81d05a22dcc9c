import type { BenchContext } from './bench';
import { percentilesOf } from './percentiles';
import { startProcessorTime } from './processor-time';
import type { ReportData } from './report-data';

/**
 * Asks for a path many times, one after the other, and reports how long the slowest but one in twenty took. Each is a part
 * of its benchmark, called as its row is.
 */
export function requestTimes(
  context: BenchContext,
  { client, url, allCalls, allMessages }: ReportData,
  times: number,
) {
  return async (what: string, path: (index: number) => string, targetMs: number): Promise<void> => {
    if (!context.wants(what)) return;
    let requests = 0;
    const spent = await startProcessorTime(url);
    const { p50, p95 } = await percentilesOf(times, async (index) => {
      const { status } = await client.get(path(index));
      if (status !== 200) throw new Error(`${what}: ${status} for ${path(index)}`);
      requests += 1;
    });
    const { database, own } = spent();
    const each = (seconds: number) => Math.round((seconds * 1_000) / requests);
    context.say(
      `${what}: p50 ${p50} ms, p95 ${p95} ms; of a processor ${each(database)} ms in PostgreSQL, ${each(own)} ms here`,
    );
    const row = `${what}, p95 ms (p50 ${p50}), ${allCalls} calls and ${allMessages} messages`;
    context.row({ row, value: p95, target: `< ${targetMs}`, met: p95 < targetMs });
  };
}
