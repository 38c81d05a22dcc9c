import { join } from 'node:path';
import { buildStale } from './build.ts';

await buildStale(join(import.meta.dirname, '..', '..'), console.log);
