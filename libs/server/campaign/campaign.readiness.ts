import { Account } from '@belltower/auth';
import { FieldProblem } from '@belltower/dto';
import { EntityManager } from 'typeorm';
import { callerIdProblems } from './campaign.caller-id';
import { Campaign } from './campaign.entity';
import { linksOf } from './campaign.links';
import { limitProblems } from './campaign.rules';

/** Everything that stands in the way of calling, a sentence each: what start and resume refuse for. */
export async function missingFor(
  db: EntityManager,
  campaign: Campaign,
  now: Date,
): Promise<FieldProblem[]> {
  const { accountId } = campaign;
  const account = await db.getRepository(Account).findOneByOrFail({ id: accountId });
  const links = (await linksOf(db, accountId, [campaign.id])).get(campaign.id)!;
  const missing = limitProblems({ ...campaign, channels: campaign.channels }, account);
  const add = (field: string, message: string) => missing.push({ field, message });

  if (campaign.endsAt <= now) add('endsAt', 'Its finish has passed: choose a later one');
  if (!links.phonebookIds.length) add('phonebookIds', 'It has no phonebook');
  else await addContactProblems(db, account, links.phonebookIds, add);
  if (!links.gatewayIds.length) add('gatewayIds', 'It has no gateway');
  else if (!(await hasEnabledGateway(db, links.gatewayIds)))
    add('gatewayIds', 'All of its gateways are switched off or deleted');
  const { callerId } = campaign;
  missing.push(...(await callerIdProblems(db, { callerId, gatewayIds: links.gatewayIds })));
  return missing;
}

async function addContactProblems(
  db: EntityManager,
  account: Account,
  phonebookIds: number[],
  add: (field: string, message: string) => void,
): Promise<void> {
  const most = account.maxSubscribersPerCampaign;
  // Every number is looked at only where a limit has to be compared.
  const [{ contacts }] = await db.query<[{ contacts: number }]>(
    most === null
      ? `select exists (select from contact
           where account_id = $1 and phonebook_id = any($2) and status = 'active')::int as contacts`
      : `select count(distinct number) as contacts from contact
          where account_id = $1 and phonebook_id = any($2) and status = 'active'`,
    [account.id, phonebookIds],
  );
  if (contacts === 0) add('phonebookIds', 'Its phonebooks have no active contacts');
  else if (most !== null && contacts > most)
    add(
      'phonebookIds',
      `Its phonebooks have more numbers than the ${most.toLocaleString('en')} subscribers that a campaign of your account may have`,
    );
}

async function hasEnabledGateway(db: EntityManager, gatewayIds: number[]): Promise<boolean> {
  const [row] = await db.query<[{ enabled: boolean }]>(
    'select exists (select from gateway where id = any($1) and enabled) as enabled',
    [gatewayIds],
  );
  return row.enabled;
}
