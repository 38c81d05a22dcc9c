import { Account } from '@belltower/auth';
import { Queryable } from '@belltower/core';
import { blankParts, CHANNEL_WORDS, FieldProblem } from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { callerIdProblems } from './campaign.caller-id';
import { Campaign } from './campaign.entity';
import { linksOf } from './campaign.links';
import { limitProblems } from './campaign.rules';
import { forbiddingLimit, startedBeforeSql } from './account-limits';
import { countFromSource } from './roster-source';

/** Everything that stands in the way of calling, a sentence each: what start and resume refuse for. */
export async function missingFor(
  db: EntityManager,
  campaign: Campaign,
  now: Date,
): Promise<FieldProblem[]> {
  const { accountId } = campaign;
  const account = await db.getRepository(Account).findOneByOrFail({ id: accountId });
  const { phonebookIds } = (await linksOf(db, accountId, [campaign.id])).get(campaign.id)!;
  const missing = await missingSettings(db, campaign, account, now);
  if (!phonebookIds.length) return missing;
  const contacts = await numbersIn(db, campaign, account, phonebookIds);
  return [...missing, ...contactProblems(contacts, account, campaign)];
}

/** What stands in the way besides its contacts, which take a while to count. */
export async function missingSettings(
  db: EntityManager,
  campaign: Campaign,
  account: Account,
  now: Date,
): Promise<FieldProblem[]> {
  const { accountId, id } = campaign;
  const links = (await linksOf(db, accountId, [id])).get(id)!;
  const missing = limitProblems({ ...campaign, channels: campaign.channels }, account);
  const add = (field: string, message: string) => missing.push({ field, message });

  const forbidden = forbiddingLimit(account, campaign.channel, await startedBefore(db, campaign));
  if (forbidden) add('status', forbidden);
  missing.push(...blankParts(campaign));
  if (campaign.endsAt <= now) add('endsAt', 'Its finish has passed: choose a later one');
  if (!links.phonebookIds.length) add('phonebookIds', 'It has no phonebook');
  if (!links.gatewayIds.length) add('gatewayIds', 'It has no gateway');
  else if (!(await hasEnabledGateway(db, links.gatewayIds)))
    add('gatewayIds', 'All of its gateways are switched off or deleted');
  for (const name of await takenAway(db, accountId, links.gatewayIds))
    add('gatewayIds', `The gateway “${name}” is not yours to use any more: choose another`);
  const { channel, callerId } = campaign;
  const { gatewayIds } = links;
  missing.push(...(await callerIdProblems(db, { channel, callerId, gatewayIds })));
  return missing;
}

/** What speaks against so many numbers. */
export function contactProblems(
  numbers: number,
  account: Account,
  { sourceCampaignId, channel }: Pick<Campaign, 'sourceCampaignId' | 'channel'>,
): FieldProblem[] {
  const most = account.maxSubscribersPerCampaign;
  const problem = (message: string) => [{ field: 'phonebookIds', message }];
  if (numbers === 0)
    return problem(
      sourceCampaignId === null
        ? 'Its phonebooks have no active contacts'
        : `None of the numbers that it is to ${CHANNEL_WORDS[channel].call} again has an active contact in them`,
    );
  if (most === null || numbers <= most) return [];
  return problem(
    `Its phonebooks have more numbers than the ${most.toLocaleString('en')} subscribers that a campaign of your account may have`,
  );
}

/** Different numbers of active contacts; without a limit to compare with, only whether there are any. */
async function numbersIn(
  db: EntityManager,
  campaign: Campaign,
  account: Account,
  phonebookIds: number[],
): Promise<number> {
  const most = account.maxSubscribersPerCampaign;
  if (campaign.sourceCampaignId !== null) return countFromSource(db, campaign, (most ?? 0) + 1);
  // Every number is looked at only where a limit has to be compared.
  const [{ contacts }] = await db.query<[{ contacts: number }]>(
    most === null
      ? `select exists (select from contact
           where account_id = $1 and phonebook_id = any($2) and status = 'active')::int as contacts`
      : `select count(distinct number) as contacts from contact
          where account_id = $1 and phonebook_id = any($2) and status = 'active'`,
    [account.id, phonebookIds],
  );
  return contacts;
}

/** Running campaigns of the account that come before this one where the account may not run them all. */
export async function startedBefore(
  db: Queryable,
  { accountId, id }: Pick<Campaign, 'accountId' | 'id'>,
): Promise<number> {
  const [row] = await db.query<[{ campaigns: number }]>(
    // A draft is as if it were started last.
    `select ${startedBeforeSql('campaign')} as campaigns from (
       select account_id, id, coalesce(started_at, 'infinity') as started_at, created_at
         from campaign where account_id = $1 and id = $2) as campaign`,
    [accountId, id],
  );
  return row.campaigns;
}

/** Names of gateways that the account may use no more. */
async function takenAway(
  db: EntityManager,
  accountId: number,
  gatewayIds: number[],
): Promise<string[]> {
  const rows = await db.query<{ name: string }[]>(
    `select gateway.name from gateway_grant join gateway on gateway.id = gateway_id
      where account_id = $1 and gateway_id = any($2) and withdrawn_at is not null order by 1`,
    [accountId, gatewayIds],
  );
  return rows.map(({ name }) => name);
}

async function hasEnabledGateway(db: EntityManager, gatewayIds: number[]): Promise<boolean> {
  const [row] = await db.query<[{ enabled: boolean }]>(
    'select exists (select from gateway where id = any($1) and enabled) as enabled',
    [gatewayIds],
  );
  return row.enabled;
}
