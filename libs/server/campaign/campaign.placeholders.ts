import { Principal } from '@belltower/auth';
import { CONTACT_PLACEHOLDERS, PlaceholderQuery, PlaceholderView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Contacts of each phonebook that are looked at: those of one import have the same variables. */
const LOOKED_AT = 200;
const MOST_VARIABLES = 50;

/* Reads only. Names of variables, the most frequent first; $2 null means all phonebooks. */
const VARIABLES = `
select key as name
  from (select id from phonebook where account_id = $1 and ($2::bigint[] is null or id = any($2)) limit 100) as book
 cross join lateral (
   select variables from contact where account_id = $1 and phonebook_id = book.id
    order by number limit ${LOOKED_AT}) as looked
 cross join lateral jsonb_object_keys(looked.variables) as key
 group by key order by count(*) desc, key limit ${MOST_VARIABLES}`;

/** What the texts of a campaign may ask for. */
@Injectable()
export class CampaignPlaceholders {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Fields of contacts, and the variables that contacts of these phonebooks have. */
  async of(
    { accountId }: Principal,
    { phonebookIds }: PlaceholderQuery,
  ): Promise<PlaceholderView[]> {
    const books = phonebookIds?.length ? phonebookIds : null;
    const found = await this.database.query<{ name: string }[]>(VARIABLES, [accountId, books]);
    const fields = Object.entries(CONTACT_PLACEHOLDERS).map(([name, label]) => ({ name, label }));
    // What cannot stand between braces cannot be asked for; a field of the same name comes first.
    const variables = found.filter(
      ({ name }) => !/[{}|]/.test(name) && name.trim() === name && !(name in CONTACT_PLACEHOLDERS),
    );
    return [
      ...fields.map((field) => ({ ...field, variable: false })),
      ...variables.map(({ name }) => ({ name, label: name, variable: true })),
    ];
  }
}
