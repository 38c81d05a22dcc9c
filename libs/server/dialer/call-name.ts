import type { ClaimedCall } from './claim';

/** What names a call of the ledger. */
export type CallName = Pick<ClaimedCall, 'accountId' | 'id'>;

/** One word for it, unique over all accounts. */
export const nameOf = ({ accountId, id }: CallName) => `${accountId}/${id}`;
