import { ordeal } from '../../apps/dialer/testing/ordeal';
import type { BenchContext } from './bench';

/**
 * The long fault test: three dialing processes and their database are killed, cut off and crashed at random instants
 * in the middle of a campaign, and the carrier's own ledger judges what came of it. Which seed is said first, so that a
 * failure can be looked at again.
 */
export default async function faults(context: BenchContext): Promise<void> {
  const seed = Date.now() % 100_000;
  const { quick } = context;
  context.say(`seed ${seed}`);
  const verdict = await ordeal({
    root: process.cwd(),
    seed,
    numbers: quick ? 2_000 : 25_000,
    processes: 3,
    faults: quick ? 10 : 110,
    callsPerMinute: 3_600,
    say: (line) => context.say(line),
  });
  const { problems, dialled, killed, interrupted, seconds } = verdict;
  problems.forEach((problem) => context.say(problem));
  context.say(
    `${dialled} calls, ${interrupted} interrupted, ${killed} processes killed in ${seconds} s`,
  );
  context.row({
    row: 'processes killed with SIGKILL',
    value: killed,
    target: quick ? '>= 4' : '>= 50',
    met: killed >= (quick ? 4 : 50),
  });
  context.row({
    row: 'discrepancies between ledger and database',
    value: problems.length,
    target: '0',
    met: problems.length === 0,
  });
}
