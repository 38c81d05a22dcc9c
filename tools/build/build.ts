import { join } from 'node:path';
import { buildPanel, PANEL_SOURCES } from './build-panel.ts';
import { buildServer, SERVER_SOURCES } from './build-server.ts';
import { ContentStamp } from './content-stamp.ts';

const PARTS = [
  { name: 'server', sources: SERVER_SOURCES, build: buildServer },
  { name: 'panel', sources: PANEL_SOURCES, build: buildPanel },
];

/** Builds, into `dist/`, whatever of the server and the panel is missing or older than its sources. */
export async function buildStale(root: string, say: (line: string) => void): Promise<void> {
  for (const { name, sources, build } of PARTS) {
    const stamp = new ContentStamp(root, join(root, 'dist', `${name}.stamp`), sources);
    await stamp.refresh(async () => {
      say(`Building the ${name} …`);
      await build(root);
    });
  }
}
