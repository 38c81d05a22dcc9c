import { Account, Audit, AuditService, Principal } from '@belltower/auth';
import { Jobs, Notifications } from '@belltower/core';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { givenCampaignRow, givenContact, givenPhonebookRow } from './campaign.rows';
import { campaignEntities, Roster } from './index';

const NUMBERS = Array.from({ length: 10 }, (_, n) => `+1202555010${n}`);

let database: TestDatabase;
let owner: Principal;
let roster: Roster;
let book: number;
let campaign: number;
let requested: number;
const clock = new FixedClock();

beforeAll(async () => {
  database = await createTestDatabase([...campaignEntities, Account, Audit]);
  const { source, url } = database;
  const audit = new AuditService(clock, source);
  roster = new Roster(source, new Jobs(url), new Notifications(url), audit, clock);
  // No job runs here: what is asked for is done by the test.
  roster.requestDraw = async () => void requested++;
});
beforeEach(async () => {
  requested = 0;
  owner = await givenAccount(database.source);
  const { source } = database;
  book = await givenPhonebookRow(source, owner.accountId);
  for (const number of NUMBERS) await givenContact(source, owner.accountId, book, number);
  campaign = await givenCampaignRow(source, owner.accountId, [book], {
    status: 'running',
    max_retries: 2,
  });
  await draw();
});
afterAll(() => database.drop());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  database.source.query<T[]>(sql, values);
const draw = async () => {
  await roster.draw(owner.accountId, campaign);
  await roster.follow(owner.accountId);
};
const setLimit = async (most: number | null) => {
  await query('update account set max_subscribers_per_campaign = $2 where id = $1', [
    owner.accountId,
    most,
  ]);
  await roster.obeyLimit(owner.accountId);
  if (requested) await draw();
};
/** Those on the roster, by the digit that their number ends with; counts and queue have to agree. */
const onRoster = async () => {
  const rows = await query<{ digit: string }>(
    `select right(number, 1) as digit from subscriber where campaign_id = $1 and state <> 'removed' order by number`,
    [campaign],
  );
  const queue = await query(
    `select right(number, 1) as digit from due where campaign_id = $1 order by number`,
    [campaign],
  );
  expect(queue).toEqual(rows);
  const [count] = await query<{ subscribers: number }>(
    `select sum(subscribers)::int as subscribers from subscriber_count where campaign_id = $1 and state <> 'removed'`,
    [campaign],
  );
  expect(count!.subscribers).toBe(rows.length);
  return rows.map(({ digit }) => digit).join('');
};

describe('the limit of subscribers, changed while a campaign is under way', () => {
  it('takes those out that were last to join, and lets them in again when there is room', async () => {
    await setLimit(4);
    expect(await onRoster()).toBe('0123');
    await setLimit(6);
    expect(await onRoster()).toBe('012345');
    await setLimit(null);
    expect(await onRoster()).toBe('0123456789');
  });

  it('takes nobody out who has been called already', async () => {
    await query(`update due set attempts = 1 where campaign_id = $1 and number >= '+12025550107'`, [
      campaign,
    ]);
    await setLimit(4);
    expect(await onRoster()).toBe('0789');
  });

  it('lets everybody go at 0', async () => {
    await setLimit(0);
    expect(await onRoster()).toBe('');
  });

  it('keeps out who was taken out by hand', async () => {
    await query(
      `with gone as (delete from due where campaign_id = $1 and number = $2 returning subscriber_id),
       counted as (
         update subscriber_count set subscribers = subscribers - 1 where campaign_id = $1 and state = 'waiting')
       update subscriber set state = 'removed', kept_out = true, next_attempt_at = null
         from gone where subscriber.id = gone.subscriber_id`,
      [campaign, NUMBERS[2]],
    );
    await setLimit(5);
    expect(await onRoster()).toBe('01345');
    await setLimit(null);
    expect(await onRoster()).toBe('013456789');
  });

  it('lets contacts in that came while there was no room', async () => {
    await setLimit(10);
    await database.source.transaction(async (db) => {
      await givenContact(database.source, owner.accountId, book, '+12025550200');
      await roster.contactsChange(db, owner.accountId, ['+12025550200']);
    });
    await roster.follow(owner.accountId);
    expect(await onRoster()).toBe('0123456789');
    await setLimit(11);
    expect(await onRoster()).toBe('01234567890');
  });

  it('is left alone where it fits', async () => {
    await setLimit(100);
    expect(requested).toBe(0);
  });
});
