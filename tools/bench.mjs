// `npm run bench -- NAME [--quick]`: measures, and ends with one line of JSON per row. Runs on Node 20 or later.
import { ensureInstalled } from './installed.mjs';
import { runOnPinnedNode } from './pinned-node.mjs';

ensureInstalled();
await runOnPinnedNode('bench/main.ts');
