// The browser of the browser suite: Debian's Chromium, or the one that CHROMIUM names.
import { existsSync } from 'node:fs';
import { ensurePrograms } from './debian.mjs';

export const chromium = process.env.CHROMIUM || '/usr/bin/chromium';

/** Whether the browser is there, after installing it where this is root on a system with apt. */
export function ensureChromium() {
  if (process.env.CHROMIUM) return existsSync(chromium);
  return ensurePrograms({ [chromium]: 'chromium' });
}
