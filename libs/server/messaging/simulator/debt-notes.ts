import { LedgerPlace, notesOf } from '@belltower/core';
import { SmsSimulatorSettings } from '@belltower/dto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a connection to a simulated network has still to tell, beside the ledger in which its messages stand. */
export interface DebtNote {
  /** By which settings it is worked out what is told. */
  settings: SmsSimulatorSettings;
  /** Everything due before has been told; milliseconds since 1970. */
  untilMs: number;
  /** Before the first message of which something is to be told. */
  since: LedgerPlace;
  /** Whether the connection was closed: then it will tell no more. */
  closed: boolean;
  /** Grows while the connection lives. */
  beat: number;
}

/** Sync, as what is noted has to be there before the messages are. @throws what the file system says */
export function writeNote(dataDir: string, gatewayId: number, name: string, note: DebtNote): void {
  const directory = notesOf(dataDir, gatewayId);
  const path = join(directory, name);
  mkdirSync(directory, { recursive: true });
  // A process that dies meanwhile leaves the note as it was.
  writeFileSync(`${path}${WRITING}`, JSON.stringify(note));
  renameSync(`${path}${WRITING}`, path);
}

export function removeNote(dataDir: string, gatewayId: number, name: string): void {
  rmSync(join(notesOf(dataDir, gatewayId), name), { force: true });
}

/** By the names of the connections whose they are. */
export async function readNotes(
  dataDir: string,
  gatewayId: number,
): Promise<Map<string, DebtNote>> {
  const directory = notesOf(dataDir, gatewayId);
  const notes = new Map<string, DebtNote>();
  for (const name of await namesIn(directory)) {
    const note = await noteIn(join(directory, name));
    if (note) notes.set(name, note);
  }
  return notes;
}

const WRITING = '.new';

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => !name.endsWith(WRITING));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Null where all of it has been told meanwhile, or it is no note. */
async function noteIn(path: string): Promise<DebtNote | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as DebtNote;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
