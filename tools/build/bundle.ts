import { isAbsolute } from 'node:path';
import { build } from 'rolldown';

/**
 * Bundles programs of our own code into a directory, which is emptied first; every package from npm stays where
 * it is. A bundler rather than Node's own TypeScript, because Nest reads the metadata of decorators.
 * @param entries name of the program → where it begins, below `root`
 */
export async function bundle(
  root: string,
  directory: string,
  entries: Record<string, string>,
): Promise<void> {
  await build({
    cwd: root,
    input: entries,
    platform: 'node',
    tsconfig: 'tsconfig.server.json',
    external: isFromNpm,
    output: {
      dir: directory,
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
