import { Queryable } from '@belltower/core';
import { HoldReason } from '@belltower/dto';
import { suppressedSql } from '@belltower/suppression';
import { Campaign } from './campaign.entity';

/** What the tables say about one number besides its place in the campaign. */
export interface NumberFacts {
  /** Contacts of the account that have it: those in the campaign's phonebooks first, of them the active ones. */
  contacts: { id: number; phonebook: string; active: boolean; chosen: boolean }[];
  suppressed: boolean;
  /** The account's do-not-call lists that hold it and apply to the campaign. */
  lists: string[];
  optedOutAt: Date | null;
  /** Whether a gateway of the campaign, up or not, may call it. */
  reachable: boolean;
}

export async function numberFacts(
  db: Queryable,
  campaign: Campaign,
  number: string,
): Promise<NumberFacts> {
  const { accountId, id, channel } = campaign;
  const contacts = await db.query<NumberFacts['contacts']>(
    `select contact.id, phonebook.name as phonebook, contact.status = 'active' as active,
            exists (select from campaign_phonebook link
                     where link.account_id = $1 and link.campaign_id = $2
                       and link.phonebook_id = contact.phonebook_id) as chosen
       from contact
       join phonebook on phonebook.account_id = contact.account_id and phonebook.id = contact.phonebook_id
      where contact.account_id = $1 and contact.number = $3
      order by 4 desc, 3 desc, contact.id limit 100`,
    [accountId, id, number],
  );
  const suppressed = suppressedSql({
    account: '$1::bigint',
    campaign: '$2::bigint',
    number: '$3::text',
    channel: '$4::text',
  });
  const [facts] = await db.query<[Omit<NumberFacts, 'contacts'>]>(
    `select ${suppressed} as suppressed,
            array(select list.name from suppression
                    join suppression_list list
                      on list.account_id = suppression.account_id and list.id = suppression.list_id
                   where suppression.account_id = $1 and suppression.number = $3 and list.clearing is null
                     and (list.everywhere or exists (
                       select from campaign_suppression_list named
                        where named.account_id = $1 and named.campaign_id = $2 and named.list_id = list.id))
                   order by list.name) as lists,
            (select min(created_at) from opt_out
              where account_id = $1 and number = $3 and channel = $4 and withdrawn_at is null) as "optedOutAt",
            exists (select from campaign_gateway link join gateway on gateway.id = link.gateway_id
                     where link.account_id = $1 and link.campaign_id = $2
                       and (gateway.allowed_prefixes = '{}' or exists (
                         select from unnest(gateway.allowed_prefixes) as prefix where starts_with($3, prefix)))
            ) as reachable`,
    [accountId, id, number, channel],
  );
  return { ...facts, contacts };
}

/** Why a number that is no subscriber of a campaign is none; `isFull` where the account's limit leaves no room. */
export function whyNoSubscriber(
  { contacts }: NumberFacts,
  campaign: Pick<Campaign, 'rosterComplete'>,
  isFull: boolean,
): HoldReason {
  const chosen = contacts.filter((contact) => contact.chosen);
  if (!contacts.length) return HoldReason.NoContact;
  if (!chosen.length) return HoldReason.NotInPhonebooks;
  if (!chosen.some(({ active }) => active)) return HoldReason.Inactive;
  return campaign.rosterComplete && isFull ? HoldReason.SubscriberLimit : HoldReason.Joining;
}

/** What the reason does not say by itself, in a sentence; empty where there is nothing more to say. */
export function moreAbout(
  reason: HoldReason,
  { contacts, lists, optedOutAt }: NumberFacts,
): string {
  if (reason === HoldReason.NotInPhonebooks)
    return `Its contact is in ${quoted(contacts.map(({ phonebook }) => phonebook))}.`;
  if (reason === HoldReason.Inactive)
    return `It is in ${quoted(contacts.filter(({ chosen }) => chosen).map(({ phonebook }) => phonebook))}.`;
  if (reason !== HoldReason.Suppressed) return '';
  return [
    ...(optedOutAt ? [`It opted out on ${optedOutAt.toISOString().slice(0, 10)}.`] : []),
    ...(lists.length ? [`It is on ${quoted(lists)}.`] : []),
  ].join(' ');
}

function quoted(names: readonly string[]): string {
  const known = [...new Set(names)].map((name) => `“${name}”`);
  const [last, ...others] = known.reverse();
  return others.length ? `${others.reverse().join(', ')} and ${last}` : last!;
}
