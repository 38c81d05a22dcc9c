import { rmSync } from 'node:fs';
import {
  scratchDirectory,
  startScratchApplication,
} from '../../../tools/start/scratch-application';

/** Starts the application that all journeys share, with data of its own; answers how to end it. */
export default async function startApplication(): Promise<() => Promise<void>> {
  const dataDir = scratchDirectory('browser');
  const application = await startScratchApplication(dataDir);
  process.env.APPLICATION_DATA = dataDir;
  process.env.SET_UP_LINK = application.setUpLink ?? '';
  process.env.PLAYWRIGHT_TEST_BASE_URL = application.url;
  return async () => {
    await application.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
