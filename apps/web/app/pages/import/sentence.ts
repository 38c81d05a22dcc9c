import { ImportStatus, ImportView } from '@belltower/dto';
import { formatNumber } from '@belltower/ui';
import { placeOf } from './import-place';

/** What became of a file, in one sentence: `48,910 imported, 1,072 already there, 18 rejected`. */
export function sentenceOf(job: ImportView): string {
  const { counted } = placeOf(job);
  switch (job.status) {
    case ImportStatus.Queued:
      return 'Waiting for its turn. It starts within moments.';
    case ImportStatus.Undoing:
      return `Taking back ${counted(job.imported)} …`;
    case ImportStatus.Undone:
      return `Taken back: ${counted(job.undone)} deleted.`;
    default:
      return countsOf(job);
  }
}

function countsOf(job: ImportView): string {
  const counts: [number, string][] = [
    [job.updated, 'updated'],
    [job.duplicatesInPhonebook, 'already there'],
    [job.duplicatesInFile, 'repeated in the file'],
    [job.rejected, 'rejected'],
  ];
  const others = counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatNumber(count)} ${word}`);
  return [`${formatNumber(job.imported)} imported`, ...others].join(', ');
}
