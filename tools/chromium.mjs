// The browser of the browser suite: Debian's Chromium, or the one that CHROMIUM names.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const chromium = process.env.CHROMIUM || '/usr/bin/chromium';

/** Whether the browser is there, after installing it where this is root on a system with apt. */
export function ensureChromium() {
  if (existsSync(chromium)) return true;
  if (process.env.CHROMIUM || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return false;
  }
  console.log('Installing Chromium for the browser suite (apt-get) …');
  const apt = (...words) =>
    spawnSync('apt-get', ['-qq', ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  // A fresh container has no package lists yet.
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
  return existsSync(chromium);
}
