import { Logger } from '@nestjs/common';
import { Config } from './config';

/** Something that ends by itself when it is closed, or ought to. */
interface Closable {
  close(): Promise<unknown>;
}

/** What a process may take to end besides the calls that it lets go on. */
const STOP_SECONDS = 30;

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** How long a process may take to end. */
export function stopSeconds({ DIALER_DRAIN_SECONDS }: Readonly<Config>): number {
  return DIALER_DRAIN_SECONDS + STOP_SECONDS;
}

/**
 * Closes an application and answers whether it has ended in time. Where it has not, the log says so and nobody waits any
 * longer: a job, a call or a request that hangs must not keep a process from being replaced, and all that it had in
 * hand is found in the database by those who go on.
 */
export async function closeWithin(app: Closable, seconds: number): Promise<boolean> {
  const logger = new Logger('Stop');
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), seconds * 1_000);
  });
  try {
    const isLate = (await Promise.race([app.close(), patience])) === 'late';
    if (isLate) logger.error(`has not ended within ${seconds} s, and is not waited for any longer`);
    return !isLate;
  } catch (error) {
    logger.error(`has not ended as it should: ${(error as Error).message}`);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Ends the process, in time and in order, when it is told to: with code 1 where it was not in order. */
export function stopOnSignal(app: Closable, config: Readonly<Config>): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void closeWithin(app, stopSeconds(config)).then((ended) => process.exit(ended ? 0 : 1));
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}
