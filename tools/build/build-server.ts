import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { build } from 'rolldown';

/** Programs of the server: name in `dist/server` and where each begins. */
const ENTRIES = {
  api: 'apps/api/main.ts',
  'api-start': 'apps/api/index.ts',
  dialer: 'apps/dialer/main.ts',
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

/** Bundles our own code into `dist/server`; every package from npm stays where it is. */
export async function buildServer(root: string): Promise<void> {
  const input = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)));
  await build({
    cwd: root,
    input: Object.fromEntries(input),
    platform: 'node',
    tsconfig: 'tsconfig.server.json',
    external: isFromNpm,
    output: {
      dir: 'dist/server',
      cleanDir: true,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
      // Nest finds providers, and logs and errors name classes, by their names.
      keepNames: true,
      sourcemap: true,
    },
    logLevel: 'warn',
  });
}

function isFromNpm(id: string): boolean {
  const isOurs = id.startsWith('.') || isAbsolute(id) || id.startsWith('@belltower/');
  // The helpers of compiled decorators are no dependency of ours, and are bundled.
  return !isOurs && !id.startsWith('\0') && !id.startsWith('@oxc-project/runtime');
}
