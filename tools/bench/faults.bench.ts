import { ordeal, type Verdict } from '../../apps/dialer/testing/ordeal';
import type { BenchContext } from './bench';

const CALLS_PER_MINUTE = 3_600;
/** A fault with the time that the processes need to have calls again. */
const SECONDS_A_FAULT = 8;

/**
 * The long fault test: three dialing processes and their database are killed, frozen, cut off and crashed at random
 * instants in the middle of a campaign, and the carrier's own ledger judges what came of it. Which seed is said first,
 * so that a failure can be looked at again.
 */
export default async function faults(context: BenchContext): Promise<void> {
  const seed = Date.now() % 100_000;
  const { quick } = context;
  const count = quick ? 6 : 96;
  context.say(`seed ${seed}; ${count} faults, about ${minutes(count * SECONDS_A_FAULT + 60)}`);
  const verdict = await ordeal({
    root: process.cwd(),
    seed,
    processes: 3,
    faults: count,
    callsPerMinute: CALLS_PER_MINUTE,
    say: (line) => context.say(line),
    onEnd: (end) => context.onEnd(end),
  });
  report(context, verdict);
  const most = quick ? 3 : 50;
  context.row({
    row: 'processes killed with SIGKILL',
    value: verdict.killed,
    target: `>= ${most}`,
    met: verdict.killed >= most,
  });
  context.row({
    row: 'discrepancies between ledger and database, and caps exceeded',
    value: verdict.problems.length,
    target: '0',
    met: verdict.problems.length === 0,
  });
  context.row({
    row: 'most calls in any second, over every hand-over',
    value: verdict.mostInASecond,
    limit: CALLS_PER_MINUTE / 60,
    target: `<= ${CALLS_PER_MINUTE / 60 + 1}`,
    met: verdict.mostInASecond <= CALLS_PER_MINUTE / 60 + 1,
  });
}

function report(context: BenchContext, verdict: Verdict): void {
  const { problems, numbers, dialled, killed, interrupted, seconds } = verdict;
  problems.forEach((problem) => context.say(problem));
  context.say(
    `${numbers} numbers, ${dialled} calls, ${interrupted} interrupted, ${killed} processes killed in ${seconds} s`,
  );
  context.say(
    problems.length
      ? `Verdict: failed, ${problems.length} problems`
      : 'Verdict: passed; no number twice for one attempt, none lost, no cap exceeded, totals equal',
  );
}

const minutes = (seconds: number) => `${Math.ceil(seconds / 60)} minutes`;
