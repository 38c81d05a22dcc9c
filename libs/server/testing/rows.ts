import { Role } from '@belltower/dto';
import { Principal } from '@belltower/auth';
import { DataSource } from 'typeorm';

/** Inserts an account and answers its owner, for specs below the API. */
export async function givenAccount(
  database: DataSource,
  values: { name?: string; timeZone?: string; defaultCountry?: string } = {},
): Promise<Principal> {
  const { name = 'Clinic', timeZone = 'Europe/Madrid', defaultCountry = 'US' } = values;
  const [account] = (await database.query(
    'insert into account (name, default_country, time_zone) values ($1, $2, $3) returning id',
    [name, defaultCountry, timeZone],
  )) as [{ id: number }];
  const [user] = (await database.query(
    `insert into "user" (account_id, name, email, role) values ($1, 'Owner', $2, 'owner') returning id`,
    [account.id, `owner${account.id}@example.org`],
  )) as [{ id: number }];
  return {
    accountId: account.id,
    userId: user.id,
    name: 'Owner',
    role: Role.Owner,
    operator: false,
  };
}
