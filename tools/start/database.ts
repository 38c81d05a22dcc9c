import { join } from 'node:path';
import {
  DirectoryInUse,
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../database/embedded-database.ts';
import type { Lifetime } from './lifetime.ts';
import { StartError } from './start-error.ts';

/** The given database, or else the embedded one, whose cluster lives in DATA_DIR and ends with the process. */
export async function databaseUrl(
  dataDir: string,
  given: string | undefined,
  lifetime: Lifetime,
): Promise<string> {
  if (given) return given;
  const begin = () => startEmbeddedDatabase({ directory: join(dataDir, 'postgresql') });
  const end = (database: EmbeddedDatabase) => database.stop();
  try {
    return (await lifetime.begin(begin, end)).url;
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error;
    throw new StartError(
      `Belltower runs already on the data in ${dataDir} (process ${error.owner}).\n` +
        `Stop that first, or keep this one's data elsewhere: DATA_DIR=${dataDir}-2 PORT=8001 npm start`,
    );
  }
}
