import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compressFiles } from './compress.ts';

/** What the output depends on. */
export const PANEL_SOURCES = [
  'apps/web',
  'libs/ui',
  'libs/dto',
  'angular.json',
  'tsconfig.base.json',
  'tsconfig.web.json',
  'tools/build',
  'package-lock.json',
];

/** Builds the panel into `dist/web`. @throws with the compiler's words above it */
export async function buildPanel(root: string): Promise<void> {
  const cli = join(root, 'node_modules', '@angular', 'cli', 'bin', 'ng.js');
  const compiler = spawn(process.execPath, [cli, 'build', 'web', '--progress=false'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
  });
  const words: Buffer[] = [];
  compiler.stdout.on('data', (chunk: Buffer) => words.push(chunk));
  const [status] = (await once(compiler, 'close')) as [number | null];
  if (status !== 0) {
    process.stdout.write(Buffer.concat(words));
    throw new Error('The panel could not be built.');
  }
  compressFiles(join(root, 'dist', 'web'));
}
