import { contactLines } from '@belltower/contact';
import { CopyLines } from '@belltower/core';
import { ImportDuplicates, ImportKind } from '@belltower/dto';
import { numberLines } from '@belltower/suppression';
import { Batch, Numbered } from './batch';
import { ListRowReader } from './list-row-reader';
import { Reader } from './number-cell';
import { Reading, RowReader } from './row-reader';

/** Reads rows into what an import of this kind brings. */
export function readerFor(kind: ImportKind, reading: Reading): Reader<Numbered> {
  return kind === ImportKind.Contacts ? new RowReader(reading) : new ListRowReader(reading);
}

/** Makes the batches of an import, one being filled while the one before it is written. */
export function batchesFor(
  kind: ImportKind,
  reading: Reading,
  duplicates: ImportDuplicates,
): () => Batch {
  if (kind === ImportKind.Contacts) {
    return inTurns(new RowReader(reading), duplicates, [contactLines(), contactLines()]);
  }
  const texts = [numberLines(), numberLines()];
  return inTurns(new ListRowReader(reading), ImportDuplicates.Skip, texts);
}

function inTurns<T extends Numbered>(
  reader: Reader<T>,
  duplicates: ImportDuplicates,
  texts: CopyLines<T>[],
): () => Batch {
  return () => {
    texts.reverse();
    // What a batch holds is known only to itself: to everybody else it is numbers.
    return new Batch(reader, duplicates, texts[0]!) as unknown as Batch;
  };
}
