import { Account, Audit, AuditService, NoticeService, Principal } from '@belltower/auth';
import { Jobs, Notifications } from '@belltower/core';
import { SubscriberBulkAction, SubscriberState } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { givenCampaignRow, givenContact, givenPhonebookRow } from './campaign.rows';
import { CampaignConclusion } from './campaign.conclusion';
import { campaignEntities, Roster } from './index';
import { SubscriberBulk } from './subscriber.bulk';

describe('a roster', () => {
  let database: TestDatabase;
  let owner: Principal;
  let roster: Roster;
  let bulk: SubscriberBulk;
  let conclusion: CampaignConclusion;
  const clock = new FixedClock();

  beforeAll(async () => {
    database = await createTestDatabase([...campaignEntities, Account, Audit]);
    const notifications = new Notifications(database.url);
    const audit = new AuditService(clock, database.source);
    roster = new Roster(database.source, new Jobs(database.url), notifications, audit, clock);
    bulk = new SubscriberBulk(database.source, audit, notifications, clock);
    const notices = new NoticeService(database.source, clock, notifications);
    conclusion = new CampaignConclusion(database.source, audit, notifications, clock, notices);
  });
  beforeEach(async () => {
    owner = await givenAccount(database.source);
  });
  afterAll(() => database.drop());

  const query = <T>(sql: string, values: unknown[] = []) => database.source.query<T[]>(sql, values);

  /** Changes contacts as every writer does, with word of it in the same transaction. */
  const change = (numbers: string[], sql: string, values: unknown[] = []) =>
    database.source.transaction(async (db) => {
      await db.query(sql, values);
      await roster.contactsChange(db, owner.accountId, numbers);
    });

  const statesOf = async (campaign: number) => {
    const rows = await query<{ number: string; state: string }>(
      'select number, state from subscriber where campaign_id = $1 order by number',
      [campaign],
    );
    return Object.fromEntries(rows.map(({ number, state }) => [number, state]));
  };

  /** Whether the counts say what the rows say, and the queue holds exactly whom it should. */
  const expectSound = async (campaign: number) => {
    const counted = await query(
      `select state, subscribers::int from subscriber_count
        where campaign_id = $1 and subscribers <> 0 order by state`,
      [campaign],
    );
    const rows = await query(
      `select state, count(*)::int as subscribers from subscriber
        where campaign_id = $1 group by state order by state`,
      [campaign],
    );
    expect(counted).toEqual(rows);
    const queue = await query(
      `select number from due where campaign_id = $1 union all
       select number from inflight where campaign_id = $1 order by number`,
      [campaign],
    );
    const left = await query(
      `select number from subscriber where campaign_id = $1 and state in ('waiting', 'retry')
          or campaign_id = $1 and id in (select subscriber_id from inflight) order by number`,
      [campaign],
    );
    expect(queue).toEqual(left);
  };

  const NUMBERS = ['+12025550101', '+12025550102', '+12025550103', '+12025550104'] as const;
  const [ONE, TWO] = NUMBERS;

  async function givenUnderWay(contacts: string[], values: Record<string, unknown> = {}) {
    const book = await givenPhonebookRow(database.source, owner.accountId);
    for (const number of contacts)
      await givenContact(database.source, owner.accountId, book, number);
    const campaign = await givenCampaignRow(database.source, owner.accountId, [book], {
      status: 'running',
      ...values,
    });
    await roster.draw(owner.accountId, campaign);
    return { book, campaign };
  }

  /** Moves a number from the queue to the ledger, as the claim does. */
  const claim = (campaign: number, number: string) =>
    query(
      `with gone as (
         delete from due where campaign_id = $1 and number = $2 returning *
       ), marked as (
         update subscriber set next_attempt_at = null where campaign_id = $1 and number = $2
       )
       insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       select account_id, campaign_id, subscriber_id, number, 1, attempts + 1, gen_random_uuid(), $3 from gone`,
      [campaign, number, clock.now()],
    );

  it('is every active number of the phonebooks, each once', async () => {
    const { book, campaign } = await givenUnderWay([ONE, TWO]);
    const second = await givenPhonebookRow(database.source, owner.accountId);
    await givenContact(database.source, owner.accountId, second, TWO);
    await givenContact(database.source, owner.accountId, second, NUMBERS[2], 'inactive');
    const other = await givenCampaignRow(database.source, owner.accountId, [book, second], {
      status: 'running',
    });
    await roster.draw(owner.accountId, other);
    expect(await statesOf(other)).toEqual({ [ONE]: 'waiting', [TWO]: 'waiting' });
    await roster.draw(owner.accountId, other);
    await expectSound(other);
    await expectSound(campaign);
  });

  it('ends at the account’s limit, and says so', async () => {
    await query('update account set max_subscribers_per_campaign = 1 where id = $1', [
      owner.accountId,
    ]);
    const { campaign } = await givenUnderWay([ONE, TWO]);
    expect(await statesOf(campaign)).toEqual({ [ONE]: 'waiting' });
    expect(await query('select action from audit where entity_id = $1', [campaign])).toEqual([
      { action: 'campaign.limit-reached' },
    ]);
  });

  it('loses nobody and keeps nobody who changes while it is being drawn', async () => {
    const book = await givenPhonebookRow(database.source, owner.accountId);
    await query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select $1, $2, '+1202' || lpad(n::text, 7, '0'), n from generate_series(1, 12000) n`,
      [owner.accountId, book],
    );
    const campaign = await givenCampaignRow(database.source, owner.accountId, [book], {
      status: 'running',
    });
    const changes = Array.from({ length: 20 }, (_, index) =>
      change(
        [`+1202${String(index * 600 + 1).padStart(7, '0')}`],
        `update contact set status = 'inactive' where phonebook_id = $1 and number = $2`,
        [book, `+1202${String(index * 600 + 1).padStart(7, '0')}`],
      ),
    );
    await Promise.all([roster.draw(owner.accountId, campaign), ...changes]);
    await roster.follow(owner.accountId);
    const [{ left }] = (await query(
      `select count(*)::int as left from subscriber where campaign_id = $1 and state = 'waiting'`,
      [campaign],
    )) as [{ left: number }];
    expect(left).toBe(12_000 - 20);
    await expectSound(campaign);
  }, 30_000);

  it('waits for a change that began before the campaign was under way', async () => {
    const book = await givenPhonebookRow(database.source, owner.accountId);
    await givenContact(database.source, owner.accountId, book, ONE);
    const writer = database.source.createQueryRunner();
    await writer.startTransaction();
    await writer.query(`update contact set status = 'inactive' where phonebook_id = $1`, [book]);
    await roster.contactsChange(writer.manager, owner.accountId, [ONE]);
    const campaign = await givenCampaignRow(database.source, owner.accountId, [book], {
      status: 'running',
    });
    const drawing = roster.draw(owner.accountId, campaign);
    await writer.commitTransaction();
    await writer.release();
    await drawing;
    expect(await statesOf(campaign)).toEqual({});
  });

  it('lets a number on the line go on, and does not let it come back', async () => {
    const { book, campaign } = await givenUnderWay([ONE]);
    await claim(campaign, ONE);
    await change([ONE], 'delete from contact where phonebook_id = $1', [book]);
    await roster.follow(owner.accountId);
    expect(await statesOf(campaign)).toEqual({ [ONE]: 'removed' });
    expect(await query('select number from inflight where campaign_id = $1', [campaign])).toEqual([
      { number: ONE },
    ]);
    expect(await query('select number from due where campaign_id = $1', [campaign])).toEqual([]);
  });

  it('takes back who returns, unless all attempts are used up', async () => {
    const { book, campaign } = await givenUnderWay([ONE, TWO], { max_retries: 1 });
    await query('update subscriber set attempts = 2 where campaign_id = $1 and number = $2', [
      campaign,
      TWO,
    ]);
    const turn = (status: string) =>
      change([ONE, TWO], 'update contact set status = $2 where phonebook_id = $1', [book, status]);
    await turn('inactive');
    await roster.follow(owner.accountId);
    await turn('active');
    await roster.follow(owner.accountId);
    expect(await statesOf(campaign)).toEqual({ [ONE]: 'waiting', [TWO]: 'failed' });
    await expectSound(campaign);
  });

  it('keeps out whom a person has taken out, until a person calls them again', async () => {
    const { book, campaign } = await givenUnderWay([ONE]);
    const [{ id }] = (await query('select id from subscriber where campaign_id = $1', [
      campaign,
    ])) as [{ id: number }];
    await bulk.run(owner, { action: SubscriberBulkAction.Remove, ids: [id] });
    await change([ONE], `update contact set first_name = 'A' where phonebook_id = $1`, [book]);
    await roster.follow(owner.accountId);
    expect(await statesOf(campaign)).toEqual({ [ONE]: 'removed' });
    expect(await bulk.run(owner, { action: SubscriberBulkAction.RetryNow, ids: [id] })).toEqual({
      affected: 1,
    });
    expect(await statesOf(campaign)).toEqual({ [ONE]: 'waiting' });
    await expectSound(campaign);
  });

  it('calls a retry at once when asked, and nobody whose attempts are used up', async () => {
    const { campaign } = await givenUnderWay([ONE, TWO], { max_retries: 1 });
    const later = new Date(clock.now().getTime() + 3_600_000);
    await query(
      `update subscriber set state = 'retry', attempts = 1, next_attempt_at = $2
        where campaign_id = $1 and number = '${ONE}'`,
      [campaign, later],
    );
    await query(
      `update due set attempts = 1, next_attempt_at = $2 where campaign_id = $1 and number = '${ONE}'`,
      [campaign, later],
    );
    await query(`delete from due where campaign_id = $1 and number = '${TWO}'`, [campaign]);
    await query(
      `update subscriber set state = 'failed', attempts = 2, next_attempt_at = null
        where campaign_id = $1 and number = '${TWO}'`,
      [campaign],
    );
    await query(
      `update subscriber_count set subscribers = 0 where campaign_id = $1 and state = 'waiting'`,
      [campaign],
    );
    await query(`insert into subscriber_count values ($1, $2, 'retry', 1), ($1, $2, 'failed', 1)`, [
      owner.accountId,
      campaign,
    ]);
    const matching = { campaignId: String(campaign) };
    const done = await bulk.run(owner, { action: SubscriberBulkAction.RetryNow, matching });
    expect(done).toEqual({ affected: 1 });
    expect(
      await query('select number, next_attempt_at as at from due where campaign_id = $1', [
        campaign,
      ]),
    ).toEqual([{ number: ONE, at: clock.now() }]);
    await expectSound(campaign);
  });

  it('follows raised and lowered retries', async () => {
    const { campaign } = await givenUnderWay([ONE, TWO], { max_retries: 1 });
    const attempted = async (number: string, state: string, attempts: number) => {
      await query(
        `update subscriber set state = $3, attempts = $4, disposition = 'busy', last_attempt_at = $5,
                next_attempt_at = case when $3 = 'failed' then null else next_attempt_at end
          where campaign_id = $1 and number = $2`,
        [campaign, number, state, attempts, clock.now()],
      );
      if (state === 'failed')
        await query('delete from due where campaign_id = $1 and number = $2', [campaign, number]);
      else
        await query('update due set attempts = $3 where campaign_id = $1 and number = $2', [
          campaign,
          number,
          attempts,
        ]);
    };
    await attempted(ONE, 'failed', 2);
    await attempted(TWO, 'retry', 1);
    await query('delete from subscriber_count where campaign_id = $1', [campaign]);
    await query(`insert into subscriber_count values ($1, $2, 'retry', 1), ($1, $2, 'failed', 1)`, [
      owner.accountId,
      campaign,
    ]);
    await query('update campaign set max_retries = 2 where id = $1', [campaign]);
    await roster.draw(owner.accountId, campaign);
    expect(await statesOf(campaign)).toEqual({ [ONE]: 'retry', [TWO]: 'retry' });
    await query('update campaign set max_retries = 0 where id = $1', [campaign]);
    await roster.draw(owner.accountId, campaign);
    expect(await statesOf(campaign)).toEqual({ [ONE]: 'failed', [TWO]: 'failed' });
    await expectSound(campaign);
  });

  describe('with retries by outcome', () => {
    /** Both numbers have been called twice, and were busy each time: one waits, one has been given up. */
    async function givenBusy(rules: object[], values: Record<string, unknown> = {}) {
      const { book, campaign } = await givenUnderWay([ONE, TWO], {
        max_retries: 5,
        retry_rules: JSON.stringify(rules),
        ...values,
      });
      await query(
        `update subscriber set state = case number when '${ONE}' then 'retry' else 'failed' end,
                attempts = 2, tally = '{"busy": 2}', disposition = 'busy', last_attempt_at = $2,
                next_attempt_at = case number when '${ONE}' then next_attempt_at end
          where campaign_id = $1`,
        [campaign, clock.now()],
      );
      await query(`update due set attempts = 2 where campaign_id = $1`, [campaign]);
      await query(`delete from due where campaign_id = $1 and number = '${TWO}'`, [campaign]);
      await query('delete from subscriber_count where campaign_id = $1', [campaign]);
      await query(
        `insert into subscriber_count values ($1, $2, 'retry', 1), ($1, $2, 'failed', 1)`,
        [owner.accountId, campaign],
      );
      return { book, campaign };
    }
    const rule = (times: number | null, afterSeconds: number | null = null) => ({
      disposition: 'busy',
      times,
      afterSeconds,
    });
    const given = async (campaign: number, ...rules: object[]) => {
      await query('update campaign set retry_rules = $2 where id = $1', [
        campaign,
        JSON.stringify(rules),
      ]);
      await roster.draw(owner.accountId, campaign);
    };
    const nextOf = async (campaign: number, number: string) => {
      const [row] = await query<{ at: Date }>(
        'select next_attempt_at as at from due where campaign_id = $1 and number = $2',
        [campaign, number],
      );
      return row && (row.at.getTime() - clock.now().getTime()) / 1_000;
    };

    it('gives up whoever has had as many as a lowered rule allows', async () => {
      const { campaign } = await givenBusy([]);
      await given(campaign, rule(1));
      expect(await statesOf(campaign)).toEqual({ [ONE]: 'failed', [TWO]: 'failed' });
      await expectSound(campaign);
    });

    it('gives up whoever waits after an outcome that is not retried any more', async () => {
      const { campaign } = await givenBusy([]);
      await query(`update campaign set retry_on = '{no-answer}' where id = $1`, [campaign]);
      await roster.draw(owner.accountId, campaign);
      expect(await statesOf(campaign)).toEqual({ [ONE]: 'failed', [TWO]: 'failed' });
    });

    it('calls those again whom a raised rule allows more, after its own interval', async () => {
      const { campaign } = await givenBusy([rule(1)]);
      await given(campaign, rule(2, 7_200));
      expect(await statesOf(campaign)).toEqual({ [ONE]: 'retry', [TWO]: 'retry' });
      expect(await nextOf(campaign, TWO)).toBe(7_200);
      await expectSound(campaign);
    });

    it('lets a person call again whom a rule has given up, and keeps to that', async () => {
      const { campaign } = await givenBusy([rule(1)]);
      const matching = { campaignId: String(campaign), state: 'failed' };
      const done = await bulk.run(owner, { action: SubscriberBulkAction.RetryNow, matching });
      expect(done).toEqual({ affected: 1 });
      expect(await nextOf(campaign, TWO)).toBe(0);
      await given(campaign, rule(1, 60));
      expect((await statesOf(campaign))[TWO]).toBe('retry');
    });

    it('takes back who returns by the rule of the last outcome', async () => {
      const { book, campaign } = await givenBusy([rule(3, 7_200)]);
      const set = (status: string) =>
        change([ONE], `update contact set status = $2 where phonebook_id = $1 and number = $3`, [
          book,
          status,
          ONE,
        ]);
      await set('inactive');
      await roster.follow(owner.accountId);
      expect((await statesOf(campaign))[ONE]).toBe('removed');
      await set('active');
      await roster.follow(owner.accountId);
      expect(await nextOf(campaign, ONE)).toBe(7_200);
      await set('inactive');
      await roster.follow(owner.accountId);
      await given(campaign, rule(1));
      await set('active');
      await roster.follow(owner.accountId);
      expect((await statesOf(campaign))[ONE]).toBe('failed');
      await expectSound(campaign);
    });
  });

  it('costs contacts nothing but a look where no campaign is under way', async () => {
    const book = await givenPhonebookRow(database.source, owner.accountId);
    await givenCampaignRow(database.source, owner.accountId, [book], { status: 'stopped' });
    await change([ONE], 'select 1');
    expect(
      await query('select from roster_change where account_id = $1', [owner.accountId]),
    ).toEqual([]);
  });

  describe('whose end has come', () => {
    const statusOf = async (campaign: number) =>
      (await query<{ status: string }>('select status from campaign where id = $1', [campaign]))[0]!
        .status;

    it('finishes when everybody is done and nobody is on the line', async () => {
      const { campaign } = await givenUnderWay([ONE]);
      expect(await conclusion.concludeIfDone(owner.accountId, campaign)).toBeNull();
      await claim(campaign, ONE);
      expect(await conclusion.concludeIfDone(owner.accountId, campaign)).toBeNull();
      await query('delete from inflight where campaign_id = $1', [campaign]);
      const both = await Promise.all(
        [1, 2].map(() => conclusion.concludeIfDone(owner.accountId, campaign)),
      );
      expect(both.filter(Boolean)).toEqual(['finished']);
      expect(await statusOf(campaign)).toBe('finished');
      expect(
        await query('select action, user_name from audit where entity_id = $1', [campaign]),
      ).toEqual([{ action: 'campaign.finished', user_name: null }]);
    });

    it('does not finish before its roster is complete', async () => {
      const { campaign } = await givenUnderWay([]);
      await query('update campaign set roster_complete = false where id = $1', [campaign]);
      expect(await conclusion.concludeIfDone(owner.accountId, campaign)).toBeNull();
    });

    it('expires at its finish time, leaving those who were not called as they are', async () => {
      const { campaign } = await givenUnderWay([ONE], { ends_at: '2026-03-02T09:00:00Z' });
      expect(await conclusion.concludeIfDone(owner.accountId, campaign)).toBe('expired');
      expect(await statesOf(campaign)).toEqual({ [ONE]: 'waiting' });
    });
  });

  it('is the active numbers of its phonebooks after any sequence of changes', async () => {
    const step = fc.record({
      book: fc.nat(2),
      number: fc.constantFrom(...NUMBERS),
      what: fc.constantFrom('add', 'delete', 'activate', 'deactivate', 'move', 'call', 'follow'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        owner = await givenAccount(database.source);
        const { accountId } = owner;
        const books: number[] = [];
        for (let n = 0; n < 3; n++) books.push(await givenPhonebookRow(database.source, accountId));
        const [first, second] = await Promise.all([
          givenCampaignRow(database.source, accountId, books.slice(0, 2), { status: 'running' }),
          givenCampaignRow(database.source, accountId, books.slice(1), { status: 'paused' }),
        ]);
        await roster.draw(accountId, first);
        await roster.draw(accountId, second);
        const called = new Set<string>();
        for (const { book, number, what } of steps) {
          const at = [books[book], number];
          if (what === 'follow') await roster.follow(accountId);
          else if (what === 'call') {
            const [row] = await query('select from due where campaign_id = $1 and number = $2', [
              first,
              number,
            ]);
            if (row) called.add(number);
            await claim(first, number);
          } else
            await change(
              [number],
              STATEMENTS[what],
              what === 'move' ? [...at, books[(book + 1) % 3]] : at,
            );
        }
        await roster.follow(accountId);
        for (const [campaign, attached] of [
          [first, books.slice(0, 2)],
          [second, books.slice(1)],
        ] as const) {
          const wanted = await query<{ number: string }>(
            `select distinct number from contact
              where phonebook_id = any($1) and status = 'active' order by number`,
            [attached],
          );
          const states = await statesOf(campaign);
          const left = Object.keys(states).filter(
            (number) => states[number] !== SubscriberState.Removed,
          );
          expect(left).toEqual(wanted.map(({ number }) => number));
          await expectSound(campaign);
        }
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});

const STATEMENTS = {
  add: `insert into contact (account_id, phonebook_id, number, raw_number)
        select account_id, id, $2, $2 from phonebook where id = $1 on conflict do nothing`,
  delete: 'delete from contact where phonebook_id = $1 and number = $2',
  activate: `update contact set status = 'active' where phonebook_id = $1 and number = $2`,
  deactivate: `update contact set status = 'inactive' where phonebook_id = $1 and number = $2`,
  move: `update contact set phonebook_id = $3 where phonebook_id = $1 and number = $2
           and not exists (select from contact there where there.phonebook_id = $3 and there.number = $2)`,
};
