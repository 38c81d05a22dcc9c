// `npm start`: installs what is missing, then builds what is stale and runs Belltower. Runs on Node 20 or later.
import { ensureInstalled } from './installed.mjs';
import { runOnPinnedNode } from './pinned-node.mjs';

ensureInstalled();
await runOnPinnedNode('start/main.ts');
