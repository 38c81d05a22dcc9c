import { join } from 'node:path';
import {
  DirectoryInUse,
  refuseUsedDirectory,
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../database/embedded-database.ts';
import type { Lifetime } from './lifetime.ts';
import { StartError } from './start-error.ts';

/**
 * The given database, or else the embedded one, whose cluster lives in DATA_DIR and ends with the process.
 * @throws StartError
 */
export async function databaseUrl(
  dataDir: string,
  given: string | undefined,
  lifetime: Lifetime,
): Promise<string> {
  if (given) return given;
  const begin = () => startEmbeddedDatabase({ directory: directoryOf(dataDir) });
  const end = (database: EmbeddedDatabase) => database.stop();
  try {
    return (await lifetime.begin(begin, end)).url;
  } catch (error) {
    throw inWords(error, dataDir);
  }
}

/**
 * Says so before anything else does: of two starts the second finds the port taken too, and to choose another
 * port would not help.
 * @throws StartError
 */
export function refuseUsedData(dataDir: string, given: string | undefined): void {
  if (given) return;
  try {
    refuseUsedDirectory(directoryOf(dataDir));
  } catch (error) {
    throw inWords(error, dataDir);
  }
}

const directoryOf = (dataDir: string) => join(dataDir, 'postgresql');

function inWords(error: unknown, dataDir: string): unknown {
  if (!(error instanceof DirectoryInUse)) return error;
  return new StartError(
    `Belltower runs already on the data in ${dataDir} (process ${error.owner}).\n` +
      `Stop that first, or keep this one's data elsewhere: DATA_DIR=${dataDir}-2 PORT=8001 npm start`,
  );
}
