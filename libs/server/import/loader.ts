import type { Client } from 'pg';
import { EntityManager } from 'typeorm';
import { Batch } from './batch';
import { Import } from './import.entity';

/** What became of the numbers of a batch. */
export interface Outcome {
  imported: number;
  updated: number;
  duplicatesInFile: number;
  /** Those that were there before the import. */
  duplicatesInPhonebook: number;
}

export const NOTHING: Outcome = {
  imported: 0,
  updated: 0,
  duplicatesInFile: 0,
  duplicatesInPhonebook: 0,
};

/** Writes what a batch brings to where the import goes, in the batch's transaction; it may cut the batch short. */
export interface Loader {
  load(db: EntityManager, client: Client, job: Import, batch: Batch): Promise<Outcome>;
}
