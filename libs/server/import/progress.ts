import { ImportStatus } from '@belltower/dto';
import { Import } from './import.entity';

/** How far an import is, small enough for a notification. */
export interface ImportProgress {
  rows: number;
  imported: number;
  updated: number;
  duplicatesInFile: number;
  duplicatesInPhonebook: number;
  rejected: number;
  bytesRead: number;
  sizeBytes: number;
  undone: number;
  /** Null where nothing is known yet. */
  rowsPerSecond: number | null;
  secondsLeft: number | null;
}

export function progressOf(job: Import, now: Date): ImportProgress {
  const { rows, imported, updated, duplicatesInFile, duplicatesInPhonebook, rejected } = job;
  const { bytesRead, sizeBytes, undone } = job;
  const until = job.endedAt ?? now;
  const seconds = job.startedAt ? (until.getTime() - job.startedAt.getTime()) / 1_000 : 0;
  const isKnown = seconds > 0 && rows > 0;
  const isRunning = job.status === ImportStatus.Running && isKnown && bytesRead > 0;
  return {
    ...{ rows, imported, updated, duplicatesInFile, duplicatesInPhonebook, rejected },
    ...{ bytesRead, sizeBytes, undone },
    rowsPerSecond: isKnown ? Math.round(rows / seconds) : null,
    secondsLeft: isRunning ? Math.ceil(((sizeBytes - bytesRead) / bytesRead) * seconds) : null,
  };
}
