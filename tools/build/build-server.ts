import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

/** Programs of the server: name in `dist/server` and where each begins. */
const ENTRIES = {
  api: 'apps/api/main.ts',
  'api-start': 'apps/api/index.ts',
  dialer: 'apps/dialer/main.ts',
  'convert-worker': 'libs/server/audio/convert-worker.ts',
  'media-worker': 'libs/server/telephony/sip/media-worker.ts',
};

/** What the output depends on. */
export const SERVER_SOURCES = [
  'apps/api',
  'apps/dialer',
  'libs/server',
  'libs/dto',
  'tools/build',
  'tsconfig.base.json',
  'tsconfig.server.json',
  'package-lock.json',
  'package.json',
];

/** Builds every program of the server into `dist/server`. */
export async function buildServer(root: string): Promise<void> {
  const present = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)));
  await bundle(root, 'dist/server', Object.fromEntries(present));
}
