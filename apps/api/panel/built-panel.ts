import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface Build {
  stamp: string;
  page: string;
  files: ReadonlySet<string>;
}

/** The panel as it was last built: a new build shows at once, without a restart. */
export class BuiltPanel {
  private build: Build | null = null;

  constructor(readonly directory: string) {}

  /** Its page, for every address of its own; null until it is built. */
  page(): string | null {
    return this.latest()?.page ?? null;
  }

  /** Whether a file of this name, which may hold folders, is part of it. */
  has(name: string): boolean {
    return this.latest()?.files.has(name) ?? false;
  }

  private latest(): Build | null {
    const file = join(this.directory, 'index.html');
    const page = statSync(file, { throwIfNoEntry: false });
    if (!page) return (this.build = null);
    // The folder changes when files are added after the page, such as compressed ones.
    const stamp = `${page.mtimeMs} ${page.size} ${statSync(this.directory).mtimeMs}`;
    if (this.build?.stamp !== stamp) {
      const names = readdirSync(this.directory, { recursive: true, encoding: 'utf8' });
      this.build = { stamp, page: readFileSync(file, 'utf8'), files: new Set(names) };
    }
    return this.build;
  }
}
