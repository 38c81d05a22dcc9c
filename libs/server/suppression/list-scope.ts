import { ListClearing } from '@belltower/dto';
import { EntityTarget } from 'typeorm';
import { PlatformSuppression } from './platform-suppression.entity';
import { PlatformSuppressionList } from './platform-suppression-list.entity';
import { Suppression } from './suppression.entity';
import { SuppressionList } from './suppression-list.entity';

/** What lists of both kinds have. */
export interface ListRow {
  id: number;
  name: string;
  numbers: number;
  /** Of an account's list: whether it holds for every campaign. The platform's always do. */
  everywhere?: boolean;
  /** Set while all of its numbers leave it: it holds nobody back any more. */
  clearing: ListClearing | null;
  createdAt: Date;
}

/** What is being done to a list that all numbers leave. */
export const CLEARING_WORDS: Readonly<Record<ListClearing, string>> = {
  [ListClearing.Emptying]: 'emptied',
  [ListClearing.Deleting]: 'deleted',
};

/** What numbers on lists of both kinds have. */
export interface NumberRow {
  id: number;
  listId: number;
  number: string;
  reason: string | null;
  source: string;
  createdAt: Date;
}

/** Whose do-not-call lists: an account's own, or the platform's, which hold for every account. */
export interface Scope {
  /** Null: the platform's. */
  accountId: number | null;
  /** What every row of it has, for conditions and new rows. */
  own: { accountId?: number };
  List: EntityTarget<ListRow>;
  Listed: EntityTarget<NumberRow>;
  /** Tables of lists and of numbers, and the column that comes first in both. */
  lists: string;
  numbers: string;
  accountColumn: '' | 'account_id, ';
  /** `$1` where rows are made, the account being the first parameter. */
  accountValue: '' | '$1::bigint, ';
  /** What records of who did what call them. */
  listEntity: string;
  numberEntity: string;
}

export const ofAccount = (accountId: number): Scope => ({
  accountId,
  own: { accountId },
  List: SuppressionList,
  Listed: Suppression,
  lists: 'suppression_list',
  numbers: 'suppression',
  accountColumn: 'account_id, ',
  accountValue: '$1::bigint, ',
  listEntity: 'suppression-list',
  numberEntity: 'suppression',
});

export const OF_PLATFORM: Scope = {
  accountId: null,
  own: {},
  List: PlatformSuppressionList,
  Listed: PlatformSuppression,
  lists: 'platform_suppression_list',
  numbers: 'platform_suppression',
  accountColumn: '',
  accountValue: '',
  listEntity: 'platform-suppression-list',
  numberEntity: 'platform-suppression',
};

/** Rows of the scope, by its account as the statement's first parameter, which is null for the platform. */
export function inScope({ accountId }: Scope, alias: string): string {
  return accountId === null ? '$1::bigint is null' : `${alias}.account_id = $1`;
}
