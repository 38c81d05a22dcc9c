import { Conflict } from '@belltower/core';
import { AccountStatus } from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { User } from './user.entity';

/** Two operators who dismiss or remove each other at the same moment must take turns. */
export async function lockOperators(db: EntityManager): Promise<void> {
  await db.query('select from "user" where operator order by id for no key update');
}

/**
 * Refuses where nobody else could sign in as an operator; the caller has locked them.
 * @throws Conflict `operator.last`
 */
export async function refuseLastOperator(db: EntityManager, { id, name }: User): Promise<void> {
  const [{ others }] = await db.query<[{ others: boolean }]>(
    `select exists (
       select from "user" join account on account.id = "user".account_id
        where operator and "user".id <> $1 and password_hash is not null and account.status = $2
     ) as others`,
    [id, AccountStatus.Active],
  );
  if (others) return;
  throw new Conflict(
    'operator.last',
    `${name} is the only operator who can sign in. Make somebody else an operator first.`,
  );
}
