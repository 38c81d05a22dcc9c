import { ERASED_NUMBER } from '@belltower/dto';

/** The condition that a row names nobody any more, so that it must never be called again. */
export const erasedSql = (column: string): string => `starts_with(${column}, '${ERASED_NUMBER}')`;
