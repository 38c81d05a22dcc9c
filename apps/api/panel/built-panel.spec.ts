import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltPanel } from './built-panel';

describe('the built panel', () => {
  const directory = mkdtempSync(join(tmpdir(), 'belltower-panel-'));
  const build = (page: string, ...files: string[]) => {
    for (const name of files) writeFileSync(join(directory, name), '');
    writeFileSync(join(directory, 'index.html'), page);
  };
  afterAll(() => rmSync(directory, { recursive: true }));

  it('is served as it is now, whatever was there when the server started', () => {
    const panel = new BuiltPanel(directory);
    expect([panel.page(), panel.has('main.js.gz')]).toEqual([null, false]);
    build('first', 'main.js.gz');
    expect([panel.page(), panel.has('main.js.gz'), panel.has('other.js.gz')]).toEqual([
      'first',
      true,
      false,
    ]);
    build('the second', 'other.js.gz');
    expect([panel.page(), panel.has('other.js.gz')]).toEqual(['the second', true]);
  });
});
