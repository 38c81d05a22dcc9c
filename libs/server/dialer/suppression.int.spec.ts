import { Account, Audit, AuditService, Principal } from '@belltower/auth';
import { campaignEntities, Roster } from '@belltower/campaign';
import { Clock, Jobs, Notifications } from '@belltower/core';
import { SuppressionSource } from '@belltower/dto';
import {
  ListedNumbers,
  OF_PLATFORM,
  ofAccount,
  Scope,
  suppressionEntities,
  SuppressionWatchers,
} from '@belltower/suppression';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { claim, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, NO_PLACES } from './dialer.builder';

const HAND = '00000000-0000-4000-8000-000000000001';
const CONTACTS = 60;
const numberOf = (n: number) => `+1202555${String(n).padStart(4, '0')}`;

describe('numbers on do-not-call lists', () => {
  let database: TestDatabase;
  let owner: Principal;
  let roster: Roster;
  let listed: ListedNumbers;
  let gatewayId: number;
  let campaign: number;
  let scope: Scope;

  beforeAll(async () => {
    database = await createTestDatabase([
      ...campaignEntities,
      ...suppressionEntities,
      Account,
      Audit,
    ]);
    const { source, url } = database;
    const clock = new Clock();
    const notifications = new Notifications(url);
    const audit = new AuditService(clock, source);
    roster = new Roster(source, new Jobs(url), notifications, audit, clock);
    const watchers = new SuppressionWatchers();
    watchers.register((db, accountId, numbers) => roster.numbersLifted(db, accountId, numbers));
    listed = new ListedNumbers(watchers, notifications);
  });
  beforeEach(async () => {
    const { source } = database;
    owner = await givenAccount(source);
    scope = ofAccount(owner.accountId);
    gatewayId = await givenGateway(source, owner.accountId);
    campaign = await givenCampaign(source, owner.accountId, [gatewayId], { max_retries: 2 });
    const [{ id: book }] = await query<{ id: number }>(
      `insert into phonebook (account_id, name) values ($1, 'Patients') returning id`,
      [owner.accountId],
    );
    await query('insert into campaign_phonebook values ($1, $2, $3)', [
      owner.accountId,
      campaign,
      book,
    ]);
    await query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select $1, $2, '+1202555' || lpad(n::text, 4, '0'), n from generate_series(1, ${CONTACTS}) n`,
      [owner.accountId, book],
    );
    await roster.draw(owner.accountId, campaign);
  });
  afterAll(() => database.drop());

  const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
    database.source.query<[T, ...T[]]>(sql, values);

  async function givenList(of: Scope, everywhere = true): Promise<number> {
    const list = { ...of.own, name: `List ${Math.random()}` };
    const { identifiers } = await database.source
      .getRepository(of.List)
      .insert(of.accountId === null ? list : { ...list, everywhere });
    return (identifiers[0] as { id: number }).id;
  }

  const put = (of: Scope, listId: number, numbers: string[]) =>
    database.source.transaction((db) =>
      listed.add(db, of, { listId, numbers, reason: null, source: SuppressionSource.Form }),
    );
  const lift = async (of: Scope, numbers: string[]) => {
    await database.source.transaction(async (db) => {
      const rows = await db.getRepository(of.Listed).find();
      const ids = rows.filter(({ number }) => numbers.includes(number)).map(({ id }) => id);
      await listed.takeOff(db, of, ids);
    });
    await roster.follow(owner.accountId);
  };

  const claimSome = (most = 100) =>
    claim(database.source, {
      accountId: owner.accountId,
      campaignId: campaign,
      now: new Date(),
      most,
      mark: QUEUE_HEAD,
      routes: [
        {
          gatewayId,
          placeAt: Array.from({ length: most }, () => new Date()),
          allowedPrefixes: [],
          callerId: null,
        },
      ],
      hands: [HAND],
      places: NO_PLACES,
    });

  const statesOf = () =>
    query(
      `select state, count(*)::int as subscribers from subscriber
        where campaign_id = $1 group by state order by state`,
      [campaign],
    );
  const expectCounted = async () =>
    expect(
      await query(
        `select state, subscribers::int from subscriber_count
          where campaign_id = $1 and subscribers <> 0 order by state`,
        [campaign],
      ),
    ).toEqual(await statesOf());

  it('of the platform are called by nobody, retries neither', async () => {
    const list = await givenList(OF_PLATFORM);
    await query(`update due set attempts = 1 where campaign_id = $1 and number = $2`, [
      campaign,
      numberOf(2),
    ]);
    await put(OF_PLATFORM, list, [numberOf(1), numberOf(2)]);
    const claimed = await claimSome();
    expect(claimed!.calls).toHaveLength(CONTACTS - 2);
    expect(claimed!.calls.map(({ number }) => number)).not.toContain(numberOf(2));
    await lift(OF_PLATFORM, [numberOf(1), numberOf(2)]);
    expect(
      await query('select number from due where campaign_id = $1 order by 1', [campaign]),
    ).toEqual([{ number: numberOf(1) }, { number: numberOf(2) }]);
    await expectCounted();
  });

  it('come back to campaigns under way when nothing forbids them any more', async () => {
    const list = await givenList(scope);
    const second = await givenList(scope);
    await put(scope, list, [numberOf(1), numberOf(2), numberOf(3)]);
    await put(scope, second, [numberOf(2)]);
    await query(
      `insert into opt_out (account_id, number, channel, source) values ($1, $2, 'voice', 'test')`,
      [owner.accountId, numberOf(3)],
    );
    await claimSome();
    await database.source.transaction((db) => listed.empty(db, scope, list));
    await roster.follow(owner.accountId);
    expect(
      await query(
        `select number, state from subscriber where campaign_id = $1 and number <= $2 order by 1`,
        [campaign, numberOf(3)],
      ),
    ).toEqual([
      { number: numberOf(1), state: 'waiting' },
      { number: numberOf(2), state: 'suppressed' },
      { number: numberOf(3), state: 'suppressed' },
    ]);
    await expectCounted();
  });

  it('do not come back after their contact has gone, or where their attempts are used up', async () => {
    const list = await givenList(scope);
    await put(scope, list, [numberOf(1), numberOf(2)]);
    await claimSome();
    await query(`delete from contact where account_id = $1 and number = $2`, [
      owner.accountId,
      numberOf(1),
    ]);
    await query('update subscriber set attempts = 3 where campaign_id = $1 and number = $2', [
      campaign,
      numberOf(2),
    ]);
    await lift(scope, [numberOf(1), numberOf(2)]);
    expect(
      await query(
        `select number, state from subscriber where campaign_id = $1 and number <= $2 order by 1`,
        [campaign, numberOf(2)],
      ),
    ).toEqual([
      { number: numberOf(1), state: 'suppressed' },
      { number: numberOf(2), state: 'failed' },
    ]);
    await expectCounted();
  });

  it('come back also where a list stops to apply to every campaign', async () => {
    const list = await givenList(scope);
    await put(scope, list, [numberOf(1)]);
    await claimSome();
    await query('update suppression_list set everywhere = false where id = $1', [list]);
    await database.source.transaction((db) => listed.narrowed(db, scope, list, 0));
    await roster.follow(owner.accountId);
    expect(await query('select number from due where campaign_id = $1', [campaign])).toEqual([
      { number: numberOf(1) },
    ]);
  });

  it('leave no word where no campaign under way has them', async () => {
    const list = await givenList(scope);
    await put(scope, list, ['+12025559999', numberOf(1)]);
    await database.source.transaction(async (db) => {
      await listed.empty(db, scope, list);
      expect(await db.query('select number from roster_change')).toEqual([{ number: numberOf(1) }]);
    });
    await roster.follow(owner.accountId);
  });

  it('are lost to nobody while lists change and the campaign is dialled at the same time', async () => {
    const list = await givenList(scope);
    const numbers = Array.from({ length: CONTACTS }, (_, index) => numberOf(index + 1));
    await put(scope, list, numbers);
    const dial = async () => {
      for (let round = 0; round < 30; round++) await claimSome(3);
    };
    const change = async (offset: number) => {
      for (let from = offset; from < CONTACTS; from += 10) {
        await lift(scope, numbers.slice(from, from + 5));
      }
    };
    await Promise.all([dial(), dial(), change(0), change(5)]);
    await roster.follow(owner.accountId);
    const states = await query(
      `select count(*) filter (where state = 'suppressed')::int as held,
              count(*) filter (where id in (select subscriber_id from inflight))::int as dialled,
              count(*) filter (where id in (select subscriber_id from due))::int as queued
         from subscriber where campaign_id = $1`,
      [campaign],
    );
    const { dialled, queued, held } = states[0] as Record<string, number>;
    expect(held).toBe(0);
    expect(dialled! + queued!).toBe(CONTACTS);
    expect(await query('select from suppression where list_id = $1', [list])).toEqual([]);
    expect(await query('select numbers from suppression_list where id = $1', [list])).toEqual([
      { numbers: 0 },
    ]);
    await expectCounted();
  });
});
