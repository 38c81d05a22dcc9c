import { Principal } from '@belltower/auth';
import { finish, FinishedCall, keepReports } from '@belltower/dialer';
import { CallMark, Disposition, KeptSum, MessageState, SubscriberState } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { closeSteps } from './closed-steps';
import { CALL_STEPS, MESSAGE_STEPS } from './step-levels';
import { givenCalls, givenCampaignRow, givenGatewayRow, givenMessages } from './report.builder';
import { TotalsChecker, TotalsScope } from './totals-checker';

const NOW = new Date('2026-11-24T12:00:00Z');
const HAND = '00000000-0000-4000-8000-000000000001';
const CALLS = 240;
const BATCH = 6;

describe('a check of totals', () => {
  let database: TestDatabase;
  let checker: TotalsChecker;
  let user: Principal;
  let campaignId: number;
  let gatewayId: number;

  beforeEach(async () => {
    database = await createTestDatabase();
    checker = new TotalsChecker(database.source, new FixedClock(NOW));
    user = await givenAccount(database.source);
    campaignId = await givenCampaignRow(database.source, user.accountId);
    gatewayId = await givenGatewayRow(database.source, user.accountId);
  });
  afterEach(() => database.drop());

  const query = <T = object>(sql: string, values: unknown[] = []) =>
    database.source.query<T[]>(sql, values);
  const check = (scope: Partial<TotalsScope> = {}) =>
    checker.check({ accountId: null, from: null, until: null, repair: false, ...scope });
  const given = (...times: string[]) =>
    givenCalls(
      database.source,
      user.accountId,
      times.map((createdAt) => ({ createdAt, campaignId, gatewayId, talkSeconds: 7 })),
    );
  const answered = () =>
    query(
      `update call set answers = '{"Coming?": "1"}', marks = '{recorded}' where campaign_id = $1`,
      [campaignId],
    );
  const sums = () =>
    query(
      'select quarter, disposition, country, calls, ring_seconds, talk_seconds from call_stat order by 1, 2, 3',
    );

  it('finds nothing where sums are what their rows come to', async () => {
    await given('2026-10-31T23:59:59Z', '2026-11-01T00:00:00Z', '2026-11-23T09:00:00Z');
    expect(await check()).toEqual({
      ...{ accounts: 1, accountsDone: 1, callsCounted: 3, messagesCounted: 0 },
      ...{ differences: 0, examples: [] },
    });
  });

  it('finds nothing where there are no calls', async () => {
    expect(await check()).toMatchObject({ accounts: 1, callsCounted: 0, differences: 0 });
  });

  describe('where sums are wrong', () => {
    beforeEach(async () => {
      await given('2026-10-05T10:00:00Z', '2026-11-23T09:00:00Z', '2026-11-23T09:20:00Z');
      await answered();
    });
    const spoil = async () => {
      // One that counts too much, one that is lost, and one of calls that never were.
      await query(
        `update call_stat set calls = 5, talk_seconds = 1 where quarter = '2026-10-05T10:00Z'`,
      );
      await query('update attempt_stat set talk_seconds = 20');
      await query(`delete from call_stat where quarter = '2026-11-23T09:00Z'`);
      await query(
        `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls, ring_seconds, talk_seconds)
         values ($1, '2026-11-23T10:00Z', $2, $3, 'busy', 'FR', 2, 4, 0)`,
        [user.accountId, campaignId, gatewayId],
      );
      await query(
        `insert into answer_stat (account_id, campaign_id, question, answer, calls) values ($1, $2, 'Coming?', '1', 2), ($1, $2, 'Coming?', '2', 1)`,
        [user.accountId, campaignId],
      );
    };

    it('tells each with what is kept and what is counted, and changes nothing', async () => {
      await spoil();
      const before = await sums();
      const { differences, examples } = await check();
      expect(differences).toBe(7);
      const told = examples.map(
        ({ sum, quarter, detail, keptCalls, countedCalls, keptTalkSeconds }) => [
          ...[sum, quarter && new Date(quarter).toISOString(), detail],
          ...[keptCalls, countedCalls, keptTalkSeconds],
        ],
      );
      expect(told).toEqual([
        [KeptSum.Calls, '2026-10-05T10:00:00.000Z', 'no-answer, ES, Simulator', 5, 1, 1],
        [KeptSum.Calls, '2026-11-23T09:00:00.000Z', 'no-answer, ES, Simulator', 0, 1, 0],
        [KeptSum.Calls, '2026-11-23T10:00:00.000Z', 'busy, FR, Simulator', 2, 0, 0],
        [KeptSum.Attempts, null, 'attempt 1, no-answer', 3, 3, 20],
        [KeptSum.Answers, null, 'recorded', 0, 3, null],
        [KeptSum.Answers, null, 'Coming?: 1', 2, 3, null],
        [KeptSum.Answers, null, 'Coming?: 2', 1, 0, null],
      ]);
      expect(await sums()).toEqual(before);
    });

    it('puts them right when told to, and finds nothing afterwards', async () => {
      const right = await sums();
      await spoil();
      expect(await check({ repair: true })).toMatchObject({ differences: 7 });
      expect(await sums()).toEqual(right);
      expect(await query('select question, answer, calls from answer_stat order by 1, 2')).toEqual([
        { question: '', answer: 'recorded', calls: 3 },
        { question: 'Coming?', answer: '1', calls: 3 },
      ]);
      expect(await check()).toMatchObject({ differences: 0 });
    });

    it('keeps to the period and the account that are asked for', async () => {
      await spoil();
      const { differences } = await check({
        from: new Date('2026-11-01T00:00:00Z'),
        until: new Date('2026-11-23T09:10:00Z'),
      });
      // Quarters are whole; answers are a campaign’s.
      expect(differences).toBe(1 + 1 + 3);
      const other = await givenAccount(database.source);
      expect(await check({ accountId: other.accountId })).toMatchObject({
        accounts: 1,
        differences: 0,
      });
    });

    it('has days, weeks and months counted again that were added up from them', async () => {
      await spoil();
      while (
        await database.source.transaction((db) =>
          closeSteps(db, CALL_STEPS, user.accountId, 'UTC', NOW),
        )
      );
      await query(`update account set time_zone = 'UTC'`);
      expect(await check({ repair: true })).toMatchObject({ differences: 7 });
      while (
        await database.source.transaction((db) =>
          closeSteps(db, CALL_STEPS, user.accountId, 'UTC', NOW),
        )
      );
      const days = () =>
        query(`select begins, calls from call_stat_step where step = 'day' order by begins`);
      expect(await days()).toEqual([
        { begins: new Date('2026-10-05T00:00:00Z'), calls: 1 },
        { begins: new Date('2026-11-23T00:00:00Z'), calls: 2 },
      ]);
      await query(`update call_stat_step set calls = 9 where step = 'day'`);
      const { examples } = await check({ repair: true });
      expect(examples).toMatchObject([
        { sum: KeptSum.Calendar, detail: 'days', keptCalls: 18, countedCalls: 3 },
      ]);
      while (
        await database.source.transaction((db) =>
          closeSteps(db, CALL_STEPS, user.accountId, 'UTC', NOW),
        )
      );
      await query(`delete from call_campaign_step where step = 'hour'`);
      await query(`update call_route_hour_step set calls = calls + 1 where step = 'month'`);
      const others = await check({ repair: true });
      expect(
        others.examples.map(({ detail, keptCalls, countedCalls }) => [
          ...[detail, keptCalls, countedCalls],
        ]),
      ).toEqual([
        ['hours by campaign', 0, 3],
        ['months by hour of the week, gateway and country', 2, 1],
      ]);
      while (
        await database.source.transaction((db) =>
          closeSteps(db, CALL_STEPS, user.accountId, 'UTC', NOW),
        )
      );
      expect(await check()).toMatchObject({ differences: 0 });
    });
  });

  describe('where sums of messages are wrong', () => {
    const stat = () =>
      query(
        `select quarter, state, code, messages, segments, delivery_ms from message_stat
          where messages <> 0 order by 1, 2, 3`,
      );
    beforeEach(async () => {
      const message = { campaignId, gatewayId };
      await givenMessages(database.source, user.accountId, [
        { ...message, createdAt: '2026-10-31T23:59:59Z' },
        { ...message, createdAt: '2026-11-23T09:00:00Z', state: MessageState.Delivered },
        { ...message, createdAt: '2026-11-23T09:01:00Z', state: MessageState.Failed, code: '8' },
      ]);
    });
    const spoil = async () => {
      await query(`update message_stat set messages = 4, segments = 9 where state = 'sent'`);
      await query(`update message_stat set delivery_ms = 1 where state = 'delivered'`);
      await query(`delete from message_stat where state = 'failed'`);
      await query(`update message_attempt_stat set messages = 3 where state = 'failed'`);
    };

    it('finds nothing while they are right, also where nothing is in some any more', async () => {
      await query(
        `insert into message_stat select account_id, quarter, campaign_id, gateway_id, 'expired', '', 'ES', 0, 0, 0
           from message_stat where state = 'sent'`,
      );
      expect(await check()).toMatchObject({
        ...{ callsCounted: 0, messagesCounted: 3, differences: 0 },
      });
    });

    it('has days, weeks and months counted again that were added up from them', async () => {
      const close = async () => {
        while (
          await database.source.transaction((db) =>
            closeSteps(db, MESSAGE_STEPS, user.accountId, 'UTC', NOW),
          )
        );
      };
      const days = () =>
        query(
          `select begins, state, messages from message_stat_step where step = 'day' order by 1, 2`,
        );
      await query(`update account set time_zone = 'UTC'`);
      await spoil();
      await close();
      await check({ repair: true });
      expect(await days()).toEqual([]);
      await close();
      const right = [
        { begins: new Date('2026-10-31T00:00:00Z'), state: 'sent', messages: 1 },
        { begins: new Date('2026-11-23T00:00:00Z'), state: 'delivered', messages: 1 },
        { begins: new Date('2026-11-23T00:00:00Z'), state: 'failed', messages: 1 },
      ];
      expect(await days()).toEqual(right);
      await query(`update message_route_step set messages = 9, segments = 7 where step = 'month'`);
      await query(`delete from message_campaign_step where step = 'hour'`);
      const { examples } = await check({ repair: true });
      expect(
        examples.map(({ sum, detail, keptMessages, countedMessages, keptSegments }) => [
          ...[sum, detail, keptMessages, countedMessages, keptSegments],
        ]),
      ).toEqual([
        [KeptSum.Calendar, 'hours of messages by campaign', 0, 3, 0],
        [KeptSum.Calendar, 'months of messages by gateway, country and error code', 9, 1, 7],
      ]);
      await close();
      expect(await days()).toEqual(right);
      expect(await check()).toMatchObject({ differences: 0 });
    });

    it('tells each, and puts it right when told to', async () => {
      const right = await stat();
      await spoil();
      const { differences, examples } = await check();
      expect(differences).toBe(4);
      const told = examples.map((one) => [
        ...[one.sum, one.quarter && new Date(one.quarter).toISOString(), one.detail],
        ...[one.keptMessages, one.countedMessages, one.keptSegments, one.countedSegments],
      ]);
      expect(told).toEqual([
        [KeptSum.Messages, '2026-10-31T23:45:00.000Z', 'sent, ES, Simulator', 4, 1, 9, 1],
        [KeptSum.Messages, '2026-11-23T09:00:00.000Z', 'delivered, ES, Simulator', 1, 1, 1, 1],
        [KeptSum.Messages, '2026-11-23T09:00:00.000Z', 'failed, 8, ES, Simulator', 0, 1, 0, 1],
        [KeptSum.MessageAttempts, null, 'attempt 1, failed', 3, 1, null, null],
      ]);
      expect(await check({ repair: true })).toMatchObject({ differences: 4 });
      expect(await stat()).toEqual(right);
      expect(await check()).toMatchObject({ differences: 0 });
    });
  });

  describe('where states of subscribers are counted wrong', () => {
    const states = () =>
      query(
        'select campaign_id, state, subscribers from subscriber_count where subscribers <> 0 order by 1, 2',
      );
    beforeEach(async () => {
      for (const [number, state] of [
        ['+34600000001', 'waiting'],
        ['+34600000002', 'waiting'],
        ['+34600000003', 'completed'],
      ])
        await query(
          'insert into subscriber (account_id, campaign_id, number, state) values ($1, $2, $3, $4)',
          [user.accountId, campaignId, number, state],
        );
    });
    const kept = (counts: Record<string, number>) =>
      query(
        `insert into subscriber_count (account_id, campaign_id, state, subscribers)
         select $1, $2, key, value::int from jsonb_each_text($3::jsonb)`,
        [user.accountId, campaignId, JSON.stringify(counts)],
      );

    it('tells each, of campaigns too that have not called anybody', async () => {
      await kept({ waiting: 5, failed: 1, removed: 0 });
      const { differences, examples } = await check();
      expect(differences).toBe(3);
      const told = examples.map((one) => [
        ...[one.sum, one.campaignName, one.detail, one.keptSubscribers, one.countedSubscribers],
        one.keptCalls,
      ]);
      expect(told).toEqual([
        [KeptSum.Subscribers, 'Reminders', 'completed', 0, 1, null],
        [KeptSum.Subscribers, 'Reminders', 'failed', 1, 0, null],
        [KeptSum.Subscribers, 'Reminders', 'waiting', 5, 2, null],
      ]);
    });

    it('puts them right when told to', async () => {
      await kept({ waiting: 5, failed: 1 });
      expect(await check({ repair: true })).toMatchObject({ differences: 3 });
      expect(await states()).toEqual([
        { campaign_id: campaignId, state: 'completed', subscribers: 1 },
        { campaign_id: campaignId, state: 'waiting', subscribers: 2 },
      ]);
      expect(await check()).toMatchObject({ differences: 0 });
    });

    it('leaves alone a deleted campaign, whose subscribers are being taken away', async () => {
      await kept({ waiting: 5 });
      await query('update campaign set deleted_at = now()');
      expect(await check({ repair: true })).toMatchObject({ differences: 0 });
      expect(await states()).toHaveLength(1);
    });
  });

  // Two sums that were wrong before any call ended: they stay wrong by as much until they are put right.
  it.each([
    {
      of: 'calls',
      spoil: `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls, ring_seconds, talk_seconds)
        select campaign.account_id, quarter::timestamptz, campaign.id, gateway.id, 'answered', 'ES', 1000, 0, 0
          from campaign, gateway, unnest(array['2026-11-23T09:00Z', '2026-11-23T09:15Z']) quarter`,
    },
    {
      of: 'states',
      spoil: `insert into subscriber_count (account_id, campaign_id, state, subscribers)
        select account_id, id, state, 1000 from campaign, unnest(array['waiting', 'completed']) state
        on conflict (account_id, campaign_id, state)
          do update set subscribers = subscriber_count.subscribers + excluded.subscribers`,
    },
  ])(
    'is never wrong about $of beside calls that end: puts right what was wrong before, and only that',
    async ({ spoil }) => {
      const at = (index: number) => new Date(Date.parse('2026-11-23T09:00:00Z') + index * 20_000);
      const ids = await query<{ id: number }>(
        `with added as (
         insert into subscriber (account_id, campaign_id, number)
         select $1, $2, '+346' || lpad(n::text, 8, '0') from generate_series(1, $3::int) n returning id, number
       ), counted as (
         insert into subscriber_count (account_id, campaign_id, state, subscribers) values ($1, $2, 'waiting', $3)
       )
       insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       select $1, $2, id, number, $4, 1, $5, ($6::timestamptz[])[row_number() over ()] from added returning id`,
        [
          user.accountId,
          campaignId,
          CALLS,
          gatewayId,
          HAND,
          Array.from({ length: CALLS }, (_, n) => at(n)),
        ],
      );
      await query(spoil);
      const ended = (id: number): FinishedCall => ({
        ...{ accountId: user.accountId, id, country: 'ES', endedAt: NOW },
        ...{
          disposition: id % 3 ? Disposition.Answered : Disposition.Busy,
          ringSeconds: 3,
          talkSeconds: 10,
        },
        ...{ sipStatus: null, q850: null, digits: null, timeline: [] },
        ...{ answers: { 'Coming?': String(id % 2) }, marks: id % 5 ? null : [CallMark.Recorded] },
        next: {
          state: SubscriberState.Completed,
          at: null,
          attempts: 1,
          setbacks: 0,
          counted: null,
        },
      });
      let isOver = false;
      const finisher = async (first: number) => {
        for (let from = first * BATCH; from < ids.length; from += 2 * BATCH)
          await finish(
            database.source,
            user.accountId,
            ids.slice(from, from + BATCH).map(({ id }) => ended(id)),
          );
      };
      const looked: { repair: boolean; differences: number }[] = [];
      const look = async (repair: boolean) => {
        while (!isOver) looked.push({ repair, differences: (await check({ repair })).differences });
      };
      const looking = [look(false), look(true), look(true)];
      await Promise.all([finisher(0), finisher(1)]);
      isOver = true;
      await Promise.all(looking);

      const repairs = looked.filter(({ repair }) => repair).map(({ differences }) => differences);
      // Once, by one of the two, however often they look.
      expect(repairs.reduce((sum, differences) => sum + differences, 0)).toBe(2);
      expect(looked.every(({ differences }) => [0, 2].includes(differences))).toBe(true);
      expect(await check()).toMatchObject({ callsCounted: CALLS, differences: 0 });
      expect(await query('select sum(calls)::int as calls from call_stat')).toEqual([
        { calls: CALLS },
      ]);
      expect(
        await query('select state, subscribers from subscriber_count where subscribers <> 0'),
      ).toEqual([{ state: 'completed', subscribers: CALLS }]);
    },
    60_000,
  );

  it('is never wrong about messages beside receipts that move them from sum to sum', async () => {
    const at = (index: number) => new Date(Date.parse('2026-11-23T09:00:00Z') + index * 20_000);
    const indices = Array.from({ length: CALLS }, (_, index) => index);
    const ids = await query<{ id: number }>(
      `with counted as (
         insert into subscriber_count (account_id, campaign_id, state, subscribers) values ($1, $2, 'sent', $3)
       )
       insert into subscriber (account_id, campaign_id, number, state)
       select $1, $2, '+346' || lpad(n::text, 8, '0'), 'sent' from generate_series(1, $3::int) n returning id`,
      [user.accountId, campaignId, CALLS],
    );
    await givenMessages(
      database.source,
      user.accountId,
      indices.map((index) => ({
        ...{ createdAt: at(index), campaignId, gatewayId, subscriberId: ids[index]!.id },
      })),
    );
    await query(
      `insert into message_part (gateway_id, key, account_id, message_id, created_at, part, state)
       select gateway_id, 'key ' || row_number() over (order by created_at), account_id, id, created_at, 1, 'sent'
         from message`,
    );
    // Two sums that were wrong before.
    await query(
      'update message_stat set messages = messages + 1000, segments = segments + 7 where quarter = any($1)',
      [[at(0), at(45)]],
    );
    const { Delivered, Failed, Sent, Undelivered } = MessageState;
    const states = [Sent, Undelivered, Failed, Delivered];
    let isOver = false;
    // Receipts of every message, each forward or nothing new, from both sides at once.
    const provider = async (order: readonly number[], said: readonly MessageState[]) => {
      for (const state of said)
        for (let from = 0; from < order.length; from += BATCH) {
          const told = order.slice(from, from + BATCH).map((index) => ({
            ...{ gatewayId, key: `key ${index + 1}` },
            report: { at: at(index + 1).toISOString(), state, code: state === Failed ? '8' : null },
          }));
          await database.source.transaction((db) => keepReports(db, told, NOW));
        }
    };
    const looked: { repair: boolean; differences: number }[] = [];
    const look = async (repair: boolean) => {
      while (!isOver) looked.push({ repair, differences: (await check({ repair })).differences });
    };
    const looking = [look(false), look(true), look(true)];
    await Promise.all([
      provider(indices, states),
      provider(indices.toReversed(), [Undelivered, Delivered]),
    ]);
    isOver = true;
    await Promise.all(looking);

    const repairs = looked.filter(({ repair }) => repair).map(({ differences }) => differences);
    expect(repairs.reduce((sum, differences) => sum + differences, 0)).toBe(2);
    expect(looked.every(({ differences }) => [0, 2].includes(differences))).toBe(true);
    expect(await check()).toMatchObject({ messagesCounted: CALLS, differences: 0 });
    expect(
      await query(
        'select state, sum(messages)::int as messages from message_stat group by 1 having sum(messages) <> 0',
      ),
    ).toEqual([{ state: 'delivered', messages: CALLS }]);
  }, 60_000);
});
