import { ForeignKeys1700000000001 } from './1700000000001-foreign-keys';
import { Tables1700000000000 } from './1700000000000-tables';

/** Every migration, oldest first. One that has landed is never edited. */
export const migrations = [Tables1700000000000, ForeignKeys1700000000001];
