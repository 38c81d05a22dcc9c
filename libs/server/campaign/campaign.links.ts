import { Queryable } from '@belltower/core';
import { CampaignInput } from '@belltower/dto';

/** What a campaign names: whom it calls, over which gateways, and whom not. */
export interface CampaignLinks {
  phonebookIds: number[];
  phonebookNames: string[];
  /** In order of preference. */
  gatewayIds: number[];
  suppressionListIds: number[];
  simulated: boolean;
}

interface Linked {
  campaignId: number;
  id: number;
  name: string;
  simulated: boolean;
}

/** The links of several campaigns of an account, by campaign. */
export async function linksOf(
  db: Queryable,
  accountId: number,
  campaignIds: readonly number[],
): Promise<Map<number, CampaignLinks>> {
  const read = (sql: string) => db.query<Linked[]>(sql, [accountId, campaignIds]);
  const phonebooks = await read(
    `select link.campaign_id as "campaignId", phonebook.id, phonebook.name
       from campaign_phonebook link
       join phonebook on phonebook.account_id = link.account_id and phonebook.id = link.phonebook_id
      where link.account_id = $1 and link.campaign_id = any($2) order by lower(phonebook.name)`,
  );
  const gateways = await read(
    `select link.campaign_id as "campaignId", gateway.id, gateway.driver = 'simulator' as simulated
       from campaign_gateway link join gateway on gateway.id = link.gateway_id
      where link.account_id = $1 and link.campaign_id = any($2) order by link.position`,
  );
  const lists = await read(
    `select campaign_id as "campaignId", list_id as id from campaign_suppression_list
      where account_id = $1 and campaign_id = any($2) order by list_id`,
  );
  const of = (links: Linked[], id: number) => links.filter(({ campaignId }) => campaignId === id);
  return new Map(
    campaignIds.map((id) => [
      id,
      {
        phonebookIds: of(phonebooks, id).map((link) => link.id),
        phonebookNames: of(phonebooks, id).map((link) => link.name),
        gatewayIds: of(gateways, id).map((link) => link.id),
        suppressionListIds: of(lists, id).map((link) => link.id),
        simulated: of(gateways, id).some(({ simulated }) => simulated),
      },
    ]),
  );
}

/**
 * Waits until nobody is deleting, merging or emptying the phonebooks of a campaign, and keeps anybody from
 * beginning to until the transaction ends. What its phonebooks hold is to be read afterwards.
 */
export async function lockPhonebooks(
  db: Queryable,
  { accountId, id }: { accountId: number; id: number },
): Promise<void> {
  await db.query(
    `select from phonebook
      where account_id = $1 and id in (
        select phonebook_id from campaign_phonebook where account_id = $1 and campaign_id = $2)
      order by id for share`,
    [accountId, id],
  );
}

/** Keeps the gateways of a campaign from being deleted or changed until the transaction ends. */
export async function lockGateways(
  db: Queryable,
  { accountId, id }: { accountId: number; id: number },
): Promise<void> {
  await db.query(
    `select from gateway
      where id in (
        select gateway_id from campaign_gateway where account_id = $1 and campaign_id = $2)
      order by id for share`,
    [accountId, id],
  );
}

/** Makes a campaign name what the input names. The composite foreign keys refuse what is not the account's. */
export async function writeLinks(
  db: Queryable,
  accountId: number,
  campaignId: number,
  input: Pick<CampaignInput, 'phonebookIds' | 'gatewayIds' | 'suppressionListIds'>,
): Promise<void> {
  const of: [number, number] = [accountId, campaignId];
  await lockNamed(db, of, input);
  for (const table of ['campaign_phonebook', 'campaign_gateway', 'campaign_suppression_list'])
    await db.query(`delete from ${table} where account_id = $1 and campaign_id = $2`, of);
  await db.query(
    `insert into campaign_phonebook (account_id, campaign_id, phonebook_id)
     select $1, $2, unnest($3::bigint[])`,
    [...of, input.phonebookIds],
  );
  await db.query(
    `insert into campaign_gateway (account_id, campaign_id, gateway_id, position)
     select $1, $2, gateway.id, gateway.position
       from unnest($3::bigint[]) with ordinality as gateway (id, position)`,
    [...of, input.gatewayIds],
  );
  await db.query(
    `insert into campaign_suppression_list (account_id, campaign_id, list_id)
     select $1, $2, unnest($3::bigint[])`,
    [...of, input.suppressionListIds ?? []],
  );
}

/**
 * Locks what the campaign names and what it is to name, each kind in the order of its ids, against being deleted.
 * Whoever deletes one of them locks it first and then the links to it: changing the links first and asking for what
 * they refer to afterwards would let each wait for the other.
 */
async function lockNamed(
  db: Queryable,
  of: [accountId: number, campaignId: number],
  input: Pick<CampaignInput, 'phonebookIds' | 'suppressionListIds'>,
): Promise<void> {
  await db.query(
    `select from phonebook
      where account_id = $1 and (id = any($3::bigint[]) or id in (
        select phonebook_id from campaign_phonebook where account_id = $1 and campaign_id = $2))
      order by id for key share`,
    [...of, input.phonebookIds],
  );
  await db.query(
    `select from suppression_list
      where account_id = $1 and (id = any($3::bigint[]) or id in (
        select list_id from campaign_suppression_list where account_id = $1 and campaign_id = $2))
      order by id for key share`,
    [...of, input.suppressionListIds ?? []],
  );
}
