import { join } from 'node:path';
import { startScratchApplication } from '../start/scratch-application';
import type { BenchContext } from './bench';

const TARGET_SECONDS = 10;

/** How long a start takes until the panel answers, once everything is installed and built. */
export default async function start(context: BenchContext): Promise<void> {
  const { directory, quick, row, say } = context;
  const dataDir = join(directory, 'data');
  say('first start: builds what is stale, makes the database');
  await timeStart(context, dataDir);
  const seconds: number[] = [];
  for (let round = 1; round <= (quick ? 1 : 5); round += 1) {
    seconds.push(await timeStart(context, dataDir));
    say(`start ${round + 1}: panel and API answer after ${seconds.at(-1)} s`);
  }
  const value = Math.max(...seconds);
  row({
    row: `slowest of ${seconds.length} starts, seconds until the panel answers`,
    value,
    target: `< ${TARGET_SECONDS}`,
    met: value < TARGET_SECONDS,
  });
}

async function timeStart({ onEnd }: BenchContext, dataDir: string): Promise<number> {
  const begun = performance.now();
  const application = await startScratchApplication(dataDir);
  onEnd(() => application.stop());
  for (const path of ['/', '/api/health/ready']) {
    const answer = await fetch(application.url + path, { headers: { accept: 'text/html,*/*' } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  }
  const seconds = Number(((performance.now() - begun) / 1_000).toFixed(2));
  await application.stop();
  return seconds;
}
