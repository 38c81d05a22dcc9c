import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Api from '../../apps/api/index.ts';
import { StartError } from './start-error.ts';

export type Environment = Record<string, string | undefined>;

/** Stands in for the address of the embedded database until that runs. */
const NOT_YET_RUNNING = 'postgres://embedded';

/**
 * What was given, checked, and completed with what the start makes itself: outside of production a secret key
 * of this installation's own, kept in DATA_DIR.
 * @throws StartError naming every bad key
 */
export function readEnvironment({ loadConfig, ConfigError }: typeof Api, given: Environment) {
  const isProduction = given.NODE_ENV === 'production';
  const complete = {
    ...given,
    DATABASE_URL: given.DATABASE_URL || NOT_YET_RUNNING,
    // Where a person watches, every request would bury what matters.
    LOG_LEVEL: given.LOG_LEVEL || (isProduction ? 'info' : 'warn'),
  };
  const makesKey = !given.SECRET_KEY && !isProduction;
  try {
    const placeholder = makesKey ? randomBytes(32).toString('hex') : given.SECRET_KEY;
    const { DATA_DIR } = loadConfig({ ...complete, SECRET_KEY: placeholder });
    makeDirectory(DATA_DIR);
    return { ...complete, SECRET_KEY: makesKey ? keptKey(DATA_DIR) : given.SECRET_KEY };
  } catch (error) {
    throw error instanceof ConfigError ? new StartError(error.message) : error;
  }
}

/** Root's is searchable by others, as the embedded database runs under another name than root's. */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    throw new StartError(
      `DATA_DIR ${directory} cannot be made: ${(error as Error).message}. Choose another: DATA_DIR=/path npm start`,
    );
  }
}

function keptKey(directory: string): string {
  const file = join(directory, 'secret-key');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
