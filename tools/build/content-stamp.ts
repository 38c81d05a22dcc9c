import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Never part of what is built. */
const LEFT_OUT = /\.spec\.ts$|^e2e$|^testing$|^README\.md$/;

/** Remembers from which sources something was built, so that it is built again only when they change. */
export class ContentStamp {
  private readonly root: string;
  private readonly file: string;
  private readonly sources: string[];

  /** @param sources files and folders, below `root` */
  constructor(root: string, file: string, sources: string[]) {
    this.root = root;
    this.file = file;
    this.sources = sources;
  }

  /** Builds unless what is there is fresh. A build cut short leaves no stamp, and so is done again. */
  async refresh(build: () => Promise<void>): Promise<void> {
    const content = this.content();
    if (existsSync(this.file) && readFileSync(this.file, 'utf8') === content) return;
    rmSync(this.file, { force: true });
    await build();
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, content);
  }

  private content(): string {
    const hash = createHash('sha256');
    for (const file of this.sources.flatMap((source) => filesOf(this.root, source)).sort()) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(this.root, file)))
        .update('\0');
    }
    return hash.digest('hex');
  }
}

function filesOf(root: string, source: string): string[] {
  const path = join(root, source);
  if (!existsSync(path)) return [];
  const entries = readdirSafely(path);
  if (!entries) return [source];
  return entries
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap((entry) => {
      const below = join(source, entry.name);
      return entry.isDirectory() ? filesOf(root, below) : [below];
    });
}

/** Null for a file. */
function readdirSafely(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
}
