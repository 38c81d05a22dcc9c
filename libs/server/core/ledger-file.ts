import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MEGABYTE = 1_048_576;

/** A place in a ledger, that stays where it is when its file becomes the older one. */
export interface LedgerPlace {
  /** The system's number of the file. */
  file: number;
  /** In bytes from its beginning. */
  offset: number;
}

/**
 * Lines that any number of processes append to: the newest in one file, which becomes the older one when it is full.
 * What was older before is forgotten then, so that both together hold at most twice as much as one may.
 */
export class LedgerFile {
  private readonly path: string;
  private readonly olderPath: string;
  private readonly mostBytes: number;
  private file: number;

  constructor(dataDir: string, gatewayId: number, mostMegabytes: number) {
    const [older, newest] = pathsOf(dataDir, gatewayId);
    this.olderPath = older;
    this.path = newest;
    this.mostBytes = mostMegabytes * MEGABYTE;
    mkdirSync(directoryOf(dataDir), { recursive: true });
    this.file = openSync(this.path, 'a+');
  }

  /** Whether the last line has its end; one in whose middle a process died has not. */
  endsWhole(): boolean {
    const { size } = fstatSync(this.file);
    const last = Buffer.alloc(1);
    return size === 0 || (readSync(this.file, last, 0, 1, size - 1) === 1 && `${last}` === '\n');
  }

  /** Writes what the system takes of these bytes, and answers how many it took. */
  append(bytes: Buffer): number {
    return writeSync(this.file, bytes);
  }

  /** Behind all that is there: whatever is appended from now on comes later. */
  end(): LedgerPlace {
    const { ino, size } = fstatSync(this.file);
    return { file: ino, offset: size };
  }

  /** Goes on in a new file where this one is full. To be called between lines. */
  turnWhenFull(): void {
    const mine = fstatSync(this.file);
    if (mine.size < this.mostBytes) return;
    // Another process may have turned already: then the full file is the older one by now.
    const current = statSync(this.path, { throwIfNoEntry: false });
    if (current?.ino === mine.ino) renameSync(this.path, this.olderPath);
    closeSync(this.file);
    this.file = openSync(this.path, 'a+');
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Whether this machine has a ledger of that gateway. */
export async function hasLedger(dataDir: string, gatewayId: number): Promise<boolean> {
  const files = await openAll(dataDir, gatewayId);
  await Promise.all(files.map((file) => file.close()));
  return files.length > 0;
}

/** Removes a gateway's ledger, and what is noted beside it, if there is one here. */
export async function removeLedger(dataDir: string, gatewayId: number): Promise<void> {
  for (const path of pathsOf(dataDir, gatewayId)) await rm(path, { force: true });
  await rm(notesOf(dataDir, gatewayId), { recursive: true, force: true });
}

/** The directory for what is to be known of a gateway's ledger and does not stand in it. */
export function notesOf(dataDir: string, gatewayId: number): string {
  return join(directoryOf(dataDir), `gateway-${gatewayId}.notes`);
}

/**
 * The lines of a gateway's ledger, oldest first; none where there is no ledger.
 * @param since where a line begins from which on they are wanted; all that there are, where that has been forgotten
 */
export async function* linesOf(
  dataDir: string,
  gatewayId: number,
  since?: LedgerPlace,
): AsyncGenerator<string> {
  const files = await openAll(dataDir, gatewayId);
  try {
    const numbers = await Promise.all(files.map(async (file) => (await file.stat()).ino));
    const first = numbers.indexOf(since?.file ?? -1);
    for (const [at, file] of files.entries()) {
      if (at < first) continue;
      const input = file.createReadStream({ start: at === first ? since!.offset : 0 });
      try {
        yield* createInterface({ input, crlfDelay: Infinity });
      } finally {
        input.destroy();
      }
    }
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

/** What there is, oldest first. The newest is opened first: should it become the older one now, no line is lost. */
async function openAll(dataDir: string, gatewayId: number): Promise<FileHandle[]> {
  const [older, newest] = pathsOf(dataDir, gatewayId);
  const last = await openIfThere(newest);
  const first = await openIfThere(older);
  if (first && last && (await first.stat()).ino === (await last.stat()).ino) {
    await first.close();
    return [last];
  }
  return [first, last].filter((file) => file !== null);
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function directoryOf(dataDir: string): string {
  return join(dataDir, 'simulator');
}

/** The older file and the newest. */
function pathsOf(dataDir: string, gatewayId: number): [older: string, newest: string] {
  const name = join(directoryOf(dataDir), `gateway-${gatewayId}`);
  return [`${name}.old.jsonl`, `${name}.jsonl`];
}
