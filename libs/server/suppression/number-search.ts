import { containing, KeysetSorts } from '@belltower/core';
import { PageQuery, SuppressionQuery } from '@belltower/dto';
import { readNumberPart } from '@belltower/phone-number';
import { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
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
  if (number) filterNumber(numbers, 'listed', number);
  if (createdFrom) numbers.andWhere('listed.created_at >= :createdFrom', { createdFrom });
  if (createdUntil) numbers.andWhere('listed.created_at < :createdUntil', { createdUntil });
  return numbers;
}

/** Keeps rows whose column `number` holds what a person typed. */
export function filterNumber<T extends ObjectLiteral>(
  rows: SelectQueryBuilder<T>,
  alias: string,
  text: string,
): void {
  const part = readNumberPart(text);
  if ('nothing' in part) rows.andWhere('false');
  else if ('equals' in part) rows.andWhere(`${alias}.number = :number`, { number: part.equals });
  else if ('startsWith' in part) {
    const { startsWith: start } = part;
    // As a range, which an index serves whatever the plan. In the column's collation a colon follows the digits.
    rows.andWhere(`${alias}.number >= :start and ${alias}.number < :afterStart`, {
      start,
      afterStart: `${start}:`,
    });
  } else {
    const pattern = 'endsWith' in part ? `%${part.endsWith}` : containing(part.contains);
    rows.andWhere(`${alias}.number like :pattern`, { pattern });
  }
}
