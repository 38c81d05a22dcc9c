import { KeysetSorts } from '@belltower/core';
import { PageQuery, SuppressionQuery } from '@belltower/dto';
import { filterNumber } from '@belltower/phone-number';
import { EntityManager, SelectQueryBuilder } from 'typeorm';
import { NumberRow, Scope } from './list-scope';

export const NUMBER_SORTS: KeysetSorts = {
  columns: {
    number: { expression: 'listed.number', type: 'text' },
    createdAt: { expression: 'listed.created_at', type: 'timestamptz' },
  },
  fallback: '-createdAt',
  id: 'listed.id',
};

/** What narrows numbers on lists, wherever it stands: on a page, in a bulk action, in an export. */
export type NumberFilters = Omit<SuppressionQuery, keyof PageQuery>;

/** The scope's numbers that match, as a query named `listed`. */
export function findNumbers(
  db: EntityManager,
  scope: Scope,
  { listId, source, number, createdFrom, createdUntil }: NumberFilters,
): SelectQueryBuilder<NumberRow> {
  const numbers = db.createQueryBuilder(scope.Listed, 'listed');
  const { accountId } = scope;
  if (accountId === null) numbers.where('true');
  else numbers.where('listed.account_id = :accountId', { accountId });
  if (listId) numbers.andWhere('listed.list_id = :listId', { listId });
  if (source) numbers.andWhere('listed.source = :source', { source });
  if (number) filterNumber(numbers, 'listed.number', number);
  if (createdFrom) numbers.andWhere('listed.created_at >= :createdFrom', { createdFrom });
  if (createdUntil) numbers.andWhere('listed.created_at < :createdUntil', { createdUntil });
  return numbers;
}
