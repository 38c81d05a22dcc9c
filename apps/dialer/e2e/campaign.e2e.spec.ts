import {
  CampaignRow,
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { Disposition } from '@belltower/dto';
import { discrepancies } from '../testing/audit-calls';
import { mostAtOnce } from '../testing/spans';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

/** Ring and talk times of a hundredth of the real ones. */
const fast = { speed: 100, talkSecondsMost: 30, keyPressPercent: 0 };
const outcomes = (shares: object) => ({
  ...fast,
  ...{
    answered: 0,
    machine: 0,
    noAnswer: 0,
    busy: 0,
    rejected: 0,
    invalidNumber: 0,
    congestion: 0,
    failed: 0,
  },
  ...shares,
});
const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  room.database.source.query<T[]>(sql, values);
const campaignOf = async (
  gateways: number[],
  subscribers: number,
  values: Partial<CampaignRow> = {},
) => {
  const { source: db } = room.database;
  const campaign = await givenCampaign(db, room.accountId, gateways, values);
  await givenSubscribers(db, room.accountId, campaign, subscribers);
  return campaign;
};
const gatewayOf = (settings: object, values: object = {}) =>
  givenGateway(room.database.source, room.accountId, { settings, ...values });
const finished = () =>
  room.until(`select where not exists (select from campaign where status <> 'finished')`);
/** Tells the engine what the API tells it when a campaign changes. */
const change = async (sql: string, campaign: number) => {
  await query(sql, [campaign]);
  await query(
    `select pg_notify('belltower', json_build_object('accountId', $1::bigint, 'topic', 'campaign', 'id', $2::bigint)::text)`,
    [room.accountId, campaign],
  );
};

describe('a campaign', () => {
  it('calls everybody, with every outcome a carrier has, and is finished', async () => {
    const gateway = await gatewayOf({
      ...fast,
      congestion: 0,
      keyPressPercent: 50,
      twicePercent: 20,
    });
    await campaignOf([gateway], 400);
    await room.start();
    await finished();
    expect(await query('select distinct attempt from call')).toEqual([{ attempt: 1 }]);
    expect(await query('select from call')).toHaveLength(400);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('calls again after busy, as often as it is told to', async () => {
    const gateway = await gatewayOf(outcomes({ busy: 1 }));
    await campaignOf([gateway], 40, { max_retries: 2, retry_after_seconds: 1 });
    await room.start();
    await finished();
    expect(await query('select attempt, count(*)::int from call group by 1 order by 1')).toEqual([
      { attempt: 1, count: 40 },
      { attempt: 2, count: 40 },
      { attempt: 3, count: 40 },
    ]);
    expect(await query('select distinct state from subscriber')).toEqual([{ state: 'failed' }]);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('calls again after each outcome as often and as soon as its own rule says', async () => {
    const gateway = await gatewayOf(outcomes({ busy: 1, noAnswer: 1, rejected: 1 }));
    const rule = (disposition: Disposition, times: number, afterSeconds: number) => ({
      disposition,
      times,
      afterSeconds,
    });
    await campaignOf([gateway], 80, {
      max_retries: 4,
      retry_after_seconds: 1,
      retry_on: [Disposition.Busy, Disposition.NoAnswer],
      retry_rules: [rule(Disposition.Busy, 1, 1), rule(Disposition.NoAnswer, 2, 2)],
    });
    await room.start();
    await finished();
    const numbers = await query<{ outcomes: string[]; waits: number[] }>(
      `select array_agg(disposition order by attempt) outcomes,
              array_agg(extract(epoch from created_at - before)::float8 order by attempt)
                filter (where before is not null) waits
         from (select *, lag(ended_at) over (partition by number order by attempt) as before from call) as call
        group by number`,
    );
    for (const { outcomes: ended, waits } of numbers) {
      const of = (outcome: string) => ended.filter((one) => one === outcome).length;
      // The last one is where it ended: a rejected call, or one more than its rule repeats.
      expect(of('rejected') + Number(of('busy') > 1) + Number(of('no-answer') > 2)).toBe(1);
      expect(ended.length).toBeLessThanOrEqual(4);
      for (const [index, seconds] of (waits ?? []).entries())
        expect(seconds).toBeGreaterThanOrEqual(ended[index] === 'busy' ? 0.99 : 1.99);
    }
    expect(new Set(numbers.map(({ outcomes: { length } }) => length)).size).toBeGreaterThan(2);
    expect(await query(`select from subscriber where state <> 'failed'`)).toHaveLength(0);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('goes on over the next gateway when the first is congested, at nobody’s expense', async () => {
    const congested = await gatewayOf(outcomes({ congestion: 1 }), { channels: 5 });
    const good = await gatewayOf(outcomes({ answered: 1 }));
    await campaignOf([congested, good], 100, { calls_per_minute: 1_800 });
    await room.start();
    await room.until(`select from gateway_gauge where backed_off_until > at`);
    await room.until(
      `select where (select count(*) from subscriber where state = 'completed') >= 80`,
    );
    const [{ count }] = (await query(
      `select count(*)::int from call where disposition = 'congestion'`,
    )) as [{ count: number }];
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(40);
    expect(await query('select from subscriber where attempts > 1')).toHaveLength(0);
  });

  it('never calls a number again that has opted out by key, in this campaign or another', async () => {
    const gateway = await gatewayOf({
      ...outcomes({ answered: 1 }),
      keyPressPercent: 100,
      keys: ['9'],
    });
    await campaignOf([gateway], 30);
    await room.start();
    await finished();
    const optedOut = await query<{ number: string; source: string }>(
      'select number, source from opt_out',
    );
    expect(new Set(optedOut.map(({ number }) => number)).size).toBe(30);
    expect(optedOut[0]!.source).toBe('keypress 9');
    const second = await campaignOf([gateway], 40);
    await change('select $1::bigint', second);
    await finished();
    expect(
      await query(
        'select state, count(*)::int from subscriber where campaign_id = $1 group by 1 order by 1',
        [second],
      ),
    ).toEqual([
      { state: 'completed', count: 10 },
      { state: 'suppressed', count: 30 },
    ]);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('places no call after it has been paused, goes on when resumed, and loses nobody', async () => {
    const gateway = await gatewayOf(outcomes({ answered: 1, busy: 1 }));
    const campaign = await campaignOf([gateway], 300, {
      calls_per_minute: 6_000,
      max_retries: 1,
      retry_after_seconds: 1,
    });
    await room.start();
    await room.until('select from call offset 50 limit 1');
    await change(`update campaign set status = 'paused' where id = $1`, campaign);
    await room.until('select where not exists (select from inflight)');
    const before = (await room.ledger(gateway)).length;
    expect(before).toBeLessThan(300);
    await room.until(`select from dialer where beat_at > $1::timestamptz + interval '2 seconds'`, [
      new Date(),
    ]);
    expect((await room.ledger(gateway)).length).toBe(before);
    await change(`update campaign set status = 'running' where id = $1`, campaign);
    await finished();
    expect(await discrepancies(room, [gateway])).toEqual([]);
    expect(await query(`select from subscriber where attempts = 0`)).toHaveLength(0);
  });

  it('hangs up what is on the line when it is stopped so, and lets it end otherwise', async () => {
    const gateway = await gatewayOf({
      ...outcomes({ answered: 1 }),
      speed: 1,
      ringSecondsFrom: 0,
      ringSecondsUntil: 0,
      talkSecondsMean: 600,
      talkSecondsMost: 600,
    });
    const campaign = await campaignOf([gateway], 20, { max_call_seconds: 600 });
    await room.start();
    await room.until('select from inflight offset 19 limit 1');
    await change(`update campaign set status = 'stopped', hang_up = true where id = $1`, campaign);
    await room.until('select where not exists (select from inflight)');
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('keeps to its channels and to those of its gateway and account', async () => {
    await query('update account set max_channels = 12');
    const gateway = await gatewayOf(outcomes({ answered: 1 }), { channels: 8 });
    const other = await gatewayOf(outcomes({ answered: 1 }), { channels: 20 });
    await campaignOf([gateway], 60, { channels: 5 });
    await campaignOf([gateway], 60);
    await campaignOf([other], 60);
    await room.start();
    await finished();
    const spans = (await Promise.all([gateway, other].map((id) => room.ledger(id)))).map(
      (entries) =>
        entries.map(
          ({ placedAt, endedAt }) => [Date.parse(placedAt), Date.parse(endedAt!)] as const,
        ),
    );
    expect(mostAtOnce(spans[0]!)).toBeLessThanOrEqual(8);
    expect(mostAtOnce(spans.flat())).toBeLessThanOrEqual(12);
    expect(await discrepancies(room, [gateway, other])).toEqual([]);
  });

  it('says what holds it, and expires when its finish comes first', async () => {
    const gateway = await gatewayOf(fast, { status: 'down' });
    const campaign = await campaignOf([gateway], 5);
    await room.start();
    await room.until(`select from campaign_gauge where held_by = 'gateway-down'`);
    await change(`update campaign set ends_at = now() where id = $1`, campaign);
    await room.until(`select from campaign where status = 'expired'`);
    expect(await room.ledger(gateway)).toEqual([]);
  });

  it('ends calls whose carrier has forgotten them', async () => {
    const gateway = await gatewayOf({ ...outcomes({ noAnswer: 1 }), lostPercent: 100 });
    await campaignOf([gateway], 3, { ring_timeout_seconds: 5, retry_on: [Disposition.Busy] });
    await room.start();
    await finished();
    expect(await query('select distinct disposition from call')).toEqual([
      { disposition: 'interrupted' },
    ]);
  });

  it('records garbage as what it is, a failed call', async () => {
    const gateway = await gatewayOf({ ...outcomes({ busy: 1 }), garbagePercent: 100 });
    await campaignOf([gateway], 20, { retry_on: [] });
    await room.start();
    await finished();
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('survives a carrier that is silent, answers late, says things twice, and talks garbage', async () => {
    const gateway = await gatewayOf({
      ...fast,
      congestion: 0,
      silentPercent: 15,
      latePercent: 15,
      twicePercent: 40,
      garbagePercent: 25,
      keyPressPercent: 30,
    });
    await campaignOf([gateway], 200, {
      ring_timeout_seconds: 5,
      max_retries: 1,
      retry_after_seconds: 1,
      retry_on: [Disposition.Busy, Disposition.NoAnswer, Disposition.Failed],
    });
    await room.start();
    await room.until(`select from call having count(distinct number) = 200`);
    // Silence counts as congestion, and each more of it doubles the wait: nobody is to meet it again and again.
    await query(`update gateway set settings = settings || '{"silentPercent": 0}'`);
    await finished();
    expect(await query('select distinct number from call')).toHaveLength(200);
    expect(await query('select from inflight')).toEqual([]);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('is not held up by another that cannot be claimed', async () => {
    const gateway = await gatewayOf(outcomes({ answered: 1 }));
    const broken = await campaignOf([gateway], 5, { time_zone: 'Nowhere/At_All' });
    const sound = await campaignOf([gateway], 20);
    await room.start();
    await room.until(`select from campaign where id = $1 and status = 'finished'`, [sound]);
    expect(await query(`select from call where campaign_id = $1`, [broken])).toHaveLength(0);
  });
});
