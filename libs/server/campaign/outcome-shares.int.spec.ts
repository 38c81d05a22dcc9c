import { Channel, Disposition } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { outcomeShares } from './outcome-shares';

const NOW = new Date('2026-11-23T10:00:00Z');

describe('how the calls of the last month ended', () => {
  let database: TestDatabase;
  let accountId: number;

  beforeEach(async () => {
    database = await createTestDatabase();
    ({ accountId } = await givenAccount(database.source));
  });
  afterEach(() => database.drop());

  const given = (
    table: 'call_stat' | 'call_route_step',
    at: string,
    disposition: Disposition,
    calls: number,
  ) =>
    table === 'call_stat'
      ? database.source.query(
          `insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, country, calls, ring_seconds,
                                  talk_seconds) values ($1, $2, 1, 1, $3, 'US', $4, 0, 0)`,
          [accountId, at, disposition, calls],
        )
      : database.source.query(
          `insert into call_route_step (account_id, step, begins, gateway_id, disposition, country, calls, talk_seconds)
           values ($1, 'day', $2, 1, $3, 'US', $4, 0)`,
          [accountId, at, disposition, calls],
        );

  it('is told from fifty calls on, those that do not count left out', async () => {
    await given('call_stat', '2026-11-20T10:00Z', Disposition.Answered, 49);
    await given('call_stat', '2026-11-20T10:00Z', Disposition.Congestion, 500);
    await given('call_stat', '2026-10-20T10:00Z', Disposition.Busy, 500);
    expect(await outcomeShares(database.source, accountId, Channel.Voice, NOW)).toBeNull();
    await given('call_stat', '2026-11-23T09:45Z', Disposition.Busy, 1);
    expect(await outcomeShares(database.source, accountId, Channel.Voice, NOW)).toEqual({
      calls: 50,
      shares: { answered: 0.98, busy: 0.02 },
    });
  });

  it('counts each call once where days are closed already', async () => {
    await given('call_stat', '2026-11-20T10:00Z', Disposition.Answered, 60);
    await given('call_stat', '2026-11-23T08:00Z', Disposition.Busy, 20);
    const before = await outcomeShares(database.source, accountId, Channel.Voice, NOW);
    await given('call_route_step', '2026-11-20T00:00Z', Disposition.Answered, 60);
    await database.source.query(
      `insert into call_stat_mark (account_id, time_zone, days_until, weeks_until, months_until)
       values ($1, 'UTC', '2026-11-23T00:00Z', '2026-11-16T00:00Z', '2026-11-01T00:00Z')`,
      [accountId],
    );
    expect(before).toEqual({ calls: 80, shares: { answered: 0.75, busy: 0.25 } });
    expect(await outcomeShares(database.source, accountId, Channel.Voice, NOW)).toEqual(before);
  });

  it('is told of messages by what became of them, apart from calls', async () => {
    await given('call_stat', '2026-11-20T10:00Z', Disposition.Busy, 500);
    await database.source.query(
      `insert into message_stat (account_id, quarter, campaign_id, gateway_id, state, code, country, messages, segments,
                                 delivery_ms)
       values ($1, '2026-11-20T10:00Z', 1, 1, 'delivered', '', 'US', 60, 60, 0),
              ($1, '2026-11-20T10:00Z', 1, 1, 'undelivered', '1', 'US', 20, 20, 0),
              ($1, '2026-10-20T10:00Z', 1, 1, 'undelivered', '1', 'US', 900, 900, 0)`,
      [accountId],
    );
    expect(await outcomeShares(database.source, accountId, Channel.Sms, NOW)).toEqual({
      calls: 80,
      shares: { delivered: 0.75, undelivered: 0.25 },
    });
  });

  it('counts each message once where days are closed already', async () => {
    await database.source.query(
      `insert into message_stat (account_id, quarter, campaign_id, gateway_id, state, code, country, messages, segments,
                                 delivery_ms)
       values ($1, '2026-11-20T10:00Z', 1, 1, 'delivered', '', 'US', 60, 60, 0),
              ($1, '2026-11-22T10:00Z', 1, 1, 'undelivered', '1', 'US', 20, 20, 0)`,
      [accountId],
    );
    const before = await outcomeShares(database.source, accountId, Channel.Sms, NOW);
    await database.source.query(
      `insert into message_route_step (account_id, step, begins, gateway_id, state, code, country, messages, segments,
                                       delivery_ms)
       values ($1, 'day', '2026-11-20T00:00Z', 1, 'delivered', '', 'US', 60, 60, 0)`,
      [accountId],
    );
    await database.source.query(
      `insert into message_stat_mark (account_id, time_zone, days_until, weeks_until, months_until)
       values ($1, 'UTC', '2026-11-22T00:00Z', '2026-11-16T00:00Z', '2026-11-01T00:00Z')`,
      [accountId],
    );
    expect(before).toEqual({ calls: 80, shares: { delivered: 0.75, undelivered: 0.25 } });
    expect(await outcomeShares(database.source, accountId, Channel.Sms, NOW)).toEqual(before);
  });
});
