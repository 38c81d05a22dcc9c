import { AccountZone, Principal } from '@belltower/auth';
import { Config, Jobs } from '@belltower/core';
import { dropMonth } from '@belltower/dialer';
import { CallQuery, DailyQuery } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { Logger } from '@nestjs/common';
import { AttemptCount } from './attempt-count';
import { CALLS } from './call.source';
import { DailyRows } from './daily-rows';
import { DailyService } from './daily.service';
import { DashboardService } from './dashboard.service';
import { keptSince } from './kept-since';
import { givenCalls, givenCampaignRow, givenGatewayRow, givenMessages } from './report.builder';
import { Retention } from './retention';
import { TotalsChecker } from './totals-checker';

const NOW = new Date('2026-11-24T12:00:00Z');

describe('calls that are not to be kept any longer', () => {
  let database: TestDatabase;
  let user: Principal;
  let campaignId: number;
  let gatewayId: number;

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    database = await createTestDatabase();
    user = await givenAccount(database.source);
    campaignId = await givenCampaignRow(database.source, user.accountId);
    gatewayId = await givenGatewayRow(database.source, user.accountId);
    for (const [month, next] of [
      ['2026-07', '2026-08'],
      ['2026-08', '2026-09'],
      ['2026-11', '2026-12'],
    ])
      await query(
        `create table call_${month!.replace('-', '_')} partition of call
           for values from ('${month}-01 00:00Z') to ('${next}-01 00:00Z')`,
      );
  });
  afterEach(() => database.drop());

  const query = <T = object>(sql: string, values: unknown[] = []) =>
    database.source.query<T[]>(sql, values);
  const retention = (environment: Partial<Config>) =>
    new Retention(database.source, new FixedClock(NOW), null as unknown as Jobs, {
      ...new Config(),
      ...environment,
    }).run();
  const given = (...times: string[]) =>
    givenCalls(
      database.source,
      user.accountId,
      times.map((createdAt) => ({ createdAt, campaignId, gatewayId })),
    );
  const recorded = (callId: number, createdAt: string) =>
    query(
      `insert into recording (account_id, call_id, campaign_id, number, seconds, pcmu, created_at)
       values ($1, $2, $3, '+34600000001', 1, 'x', $4)`,
      [user.accountId, callId, campaignId, createdAt],
    );
  const times = async (table: 'call' | 'message' | 'recording') => {
    const rows = await query<{ at: Date }>(`select created_at as at from ${table} order by 1`);
    return rows.map(({ at }) => at.toISOString().slice(0, 16));
  };
  const months = async () => {
    const rows = await query<{ name: string }>(
      `select relname as name from pg_class where relname ~ '^call_20' and relkind = 'r' order by 1`,
    );
    return rows.map(({ name }) => name);
  };

  it('go by whole months, those that lie astray too, and leave their sums', async () => {
    // June has no partition: its calls lie in the default one.
    await given(
      ...['2026-06-15T10:00Z', '2026-07-31T23:59Z', '2026-08-01T00:00Z', '2026-11-23T10:00Z'],
    );
    await retention({ CALLS_KEEP_MONTHS: 3 });
    expect(await times('call')).toEqual(['2026-08-01T00:00', '2026-11-23T10:00']);
    expect(await months()).toEqual(['call_2026_08', 'call_2026_11']);
    expect(await keptSince(database.source, 'calls')).toEqual(new Date('2026-08-01T00:00Z'));
    expect(await query('select sum(calls)::int as calls from call_stat')).toEqual([{ calls: 4 }]);
  });

  it('go with messages of as many months, or of other months where somebody says so', async () => {
    await query(
      `create table message_2026_08 partition of message
         for values from ('2026-08-01 00:00Z') to ('2026-09-01 00:00Z')`,
    );
    const sent = () =>
      givenMessages(
        database.source,
        user.accountId,
        ['2026-06-15T10:00Z', '2026-08-15T10:00Z', '2026-11-23T10:00Z'].map((createdAt) => ({
          ...{ createdAt, campaignId, gatewayId },
        })),
      );
    await sent();
    await given('2026-06-15T10:00Z', '2026-08-15T10:00Z');
    await retention({ CALLS_KEEP_MONTHS: 3 });
    expect(await times('message')).toEqual(['2026-08-15T10:00', '2026-11-23T10:00']);
    expect(await keptSince(database.source, 'messages')).toEqual(new Date('2026-08-01T00:00Z'));
    await retention({ CALLS_KEEP_MONTHS: 3, MESSAGES_KEEP_MONTHS: 1 });
    expect(await times('message')).toEqual(['2026-11-23T10:00']);
    expect(await times('call')).toEqual(['2026-08-15T10:00']);
    expect(await keptSince(database.source, 'messages')).toEqual(new Date('2026-10-01T00:00Z'));
    expect(await query('select sum(messages)::int as messages from message_stat')).toEqual([
      { messages: 3 },
    ]);
    await retention({ CALLS_KEEP_MONTHS: 3, MESSAGES_KEEP_MONTHS: 0 });
    const found = await new TotalsChecker(database.source, new FixedClock(NOW)).check({
      ...{ accountId: null, from: null, until: null, repair: true },
    });
    expect(found).toMatchObject({ messagesCounted: 1, differences: 0 });
  });

  it('are kept for ever unless somebody says otherwise', async () => {
    const [id] = await given('2016-07-15T10:00Z');
    await recorded(id!, '2016-07-15T10:00Z');
    await retention({});
    expect(await times('call')).toHaveLength(1);
    expect(await times('recording')).toHaveLength(1);
    expect(await keptSince(database.source, 'calls')).toBeNull();
  });

  it('take their recordings with them, that of a call into the next month included', async () => {
    const [old, late, kept] = await given(
      ...['2026-07-15T10:00Z', '2026-07-31T23:59Z', '2026-08-01T00:01Z'],
    );
    await recorded(old!, '2026-07-15T10:01Z');
    await recorded(late!, '2026-08-01T00:01Z');
    await recorded(kept!, '2026-08-01T00:02Z');
    await retention({ CALLS_KEEP_MONTHS: 3 });
    expect(await times('recording')).toEqual(['2026-08-01T00:02']);
    expect(await keptSince(database.source, 'recordings')).toBeNull();
  });

  it('may be kept longer than what was said in them', async () => {
    const ids = await given('2026-11-13T10:00Z', '2026-11-23T10:00Z');
    await recorded(ids[0]!, '2026-11-13T10:00Z');
    await recorded(ids[1]!, '2026-11-23T10:00Z');
    await retention({ RECORDINGS_KEEP_DAYS: 10 });
    expect(await times('recording')).toEqual(['2026-11-23T10:00']);
    expect(await times('call')).toHaveLength(2);
    expect(await keptSince(database.source, 'recordings')).toEqual(
      new Date('2026-11-14T12:00:00Z'),
    );
  });

  it('are no difference to a check of totals, and a repair leaves their sums', async () => {
    const checker = new TotalsChecker(database.source, new FixedClock(NOW));
    const everything = { accountId: null, from: null, until: null };
    await given('2026-07-15T10:00Z', '2026-11-23T10:00Z');
    await retention({ CALLS_KEEP_MONTHS: 3 });
    await query(`update call_stat set calls = 5 where quarter > '2026-11-01'`);
    const found = await checker.check({ ...everything, repair: true });
    expect(found).toMatchObject({ callsCounted: 1, differences: 1 });
    expect(await query('select calls from call_stat order by quarter')).toEqual([
      { calls: 1 },
      { calls: 1 },
    ]);
  });

  describe('in reports', () => {
    const zone = () => new AccountZone(database.source);
    const clock = new FixedClock(NOW);
    beforeEach(async () => {
      await query(`update account set time_zone = 'UTC'`);
      await given(
        ...['2026-07-15T10:05Z', '2026-07-15T10:10Z', '2026-07-15T10:20Z', '2026-07-15T10:50Z'],
        ...['2026-07-31T23:59Z', '2026-08-01T00:05Z', '2026-11-23T10:05Z', '2026-11-23T10:10Z'],
      );
      await retention({ CALLS_KEEP_MONTHS: 3 });
    });

    it('count by whole quarters of an hour, which the report names, and others to the second', async () => {
      const daily = new DailyService(new DailyRows(database.source, zone(), clock));
      const report = async (from: string, until: string) => {
        const view = await daily.report(user, { ...new DailyQuery(), from, until });
        const first = view.rows[0]!.from;
        return { from: view.from, until: view.until, first, calls: view.total.calls };
      };
      expect(await report('2026-07-15T10:07:00Z', '2026-11-23T10:07:00Z')).toEqual({
        ...{ from: '2026-07-15T10:00:00.000Z', until: '2026-11-23T10:07:00.000Z' },
        ...{ first: '2026-07-15T10:00:00.000Z', calls: 7 },
      });
      expect(await report('2026-07-15T10:16:00Z', '2026-07-15T10:46:00Z')).toEqual({
        ...{ from: '2026-07-15T10:15:00.000Z', until: '2026-07-15T11:00:00.000Z' },
        ...{ first: '2026-07-15T10:15:00.000Z', calls: 2 },
      });
      expect(await report('2026-08-01T00:06:00Z', '2026-11-23T10:07:00Z')).toMatchObject({
        ...{ from: '2026-08-01T00:06:00.000Z', calls: 1 },
      });
    });

    it('count on the dashboard by the same quarters, in the period before as well', async () => {
      const dashboard = new DashboardService(database.source, zone(), clock);
      const view = await dashboard.show(user, {
        from: '2026-08-01T00:02:00Z',
        until: '2026-08-18T00:00:00Z',
      });
      expect(view).toMatchObject({
        ...{ from: '2026-08-01T00:02:00.000Z', total: { calls: 1 } },
        ...{ previousFrom: '2026-07-15T00:00:00.000Z', previous: { calls: 5 } },
        previousUntil: '2026-08-01T00:00:00.000Z',
      });
      expect(view.hoursOfWeek).toMatchObject([{ hour: 0, calls: 1 }]);
    });

    it('are not among those that a list counts', async () => {
      const counts = new AttemptCount(database.source, zone(), clock);
      const counted = (from: string, until: string) =>
        counts.rolledUp(CALLS, user.accountId, { ...new CallQuery(), from, until });
      expect(await counted('2026-07-15T00:00:00Z', '2026-08-15T00:00:00Z')).toBe(1);
      expect(await counted('2026-07-15T00:00:00Z', '2026-07-31T00:00:00Z')).toBe(0);
    });
  });

  it('wait for whoever reads them, while others go on writing', async () => {
    await given('2026-07-15T10:00Z');
    const reader = database.source.createQueryRunner();
    await reader.startTransaction();
    await reader.query('select count(*) from call');
    let isDropped = false;
    const dropping = retention({ CALLS_KEEP_MONTHS: 3 }).then(() => (isDropped = true));
    // It gives up the lock again and again: whoever came after it gets through.
    for (let count = 0; count < 20; count++) await given('2026-11-23T10:00Z');
    expect(isDropped).toBe(false);
    await reader.commitTransaction();
    await reader.release();
    await dropping;
    expect(await times('call')).toHaveLength(20);
  });

  it('are dropped by the next that looks where a process was stopped in between', async () => {
    await given('2026-07-15T10:00Z');
    await query('alter table call detach partition call_2026_07');
    await retention({ CALLS_KEEP_MONTHS: 3 });
    expect(await months()).toEqual(['call_2026_08', 'call_2026_11']);
  });

  it('are dropped once by two that look at the same moment', async () => {
    await given('2026-07-15T10:00Z');
    await Promise.all([1, 2].map(() => retention({ CALLS_KEEP_MONTHS: 3 })));
    expect(await months()).toEqual(['call_2026_08', 'call_2026_11']);
    expect(
      await dropMonth(database.source, { table: 'call', name: 'call_2026_08', attached: true }),
    ).toBe(true);
  });
});
