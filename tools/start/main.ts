import { join } from 'node:path';
import { start } from './start.ts';
import { StartError } from './start-error.ts';

process.title = 'belltower';

try {
  await start(join(import.meta.dirname, '..', '..'));
} catch (error) {
  // What the reader can put right needs words and no stack.
  console.error(error instanceof StartError ? `\n${error.message}\n` : error);
  process.exit(1);
}
