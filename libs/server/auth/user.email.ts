import { Conflict } from '@belltower/core';
import { EntityManager } from 'typeorm';
import { User } from './user.entity';

/**
 * An e-mail address is one person's over all accounts, whatever its case.
 * @throws Conflict `user.email-taken`
 */
export async function refuseTakenEmail(
  db: EntityManager,
  email: string,
  except = 0,
): Promise<void> {
  const taken = await db
    .createQueryBuilder(User, 'user')
    .where('lower("user".email) = lower(:email) and "user".id <> :except', { email, except })
    .getExists();
  if (!taken) return;
  const message = `${email} is in use already.`;
  throw new Conflict('user.email-taken', message, [{ field: 'email', message }]);
}
