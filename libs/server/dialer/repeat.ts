import { Logger } from '@nestjs/common';

/** Work that is done over and over until it is stopped. */
export interface Repeating {
  /** Resolves when the round that is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Does something every so often, one round at a time. A round that fails is logged and the next one comes as if
 * nothing had happened: the database may be away for a while.
 */
export function repeat(name: string, milliseconds: number, round: () => Promise<void>): Repeating {
  const logger = new Logger(name);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let complaint = '';
  const run = async () => {
    try {
      await round();
      complaint = '';
    } catch (error) {
      const { message } = error as Error;
      if (message !== complaint) logger.warn(message);
      complaint = message;
    }
    if (!stopped) timer = setTimeout(next, milliseconds);
  };
  const next = () => {
    running = run();
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
