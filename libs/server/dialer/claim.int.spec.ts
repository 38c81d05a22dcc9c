import { CampaignStatus, Disposition } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { claim, ClaimOrder, QUEUE_HEAD, Route } from './claim';
import { givenCampaign, givenGateway, givenSubscribers, NO_PLACES } from './dialer.builder';

const HAND = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

let database: TestDatabase;
let accountId: number;
let gatewayId: number;

beforeEach(async () => {
  database = await createTestDatabase();
  ({ accountId } = await givenAccount(database.source));
  gatewayId = await givenGateway(database.source, accountId);
});
afterEach(() => database.drop());

const query = <T = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  database.source.query<T[]>(sql, values);
/** Five milliseconds apart. */
const places = (count: number) =>
  Array.from({ length: count }, (_, n) => new Date(Date.now() + 5 * n));
const route = (values: Partial<Route> = {}): Route => ({
  gatewayId,
  placeAt: places(100),
  allowedPrefixes: [],
  callerId: null,
  ...values,
});
const claimFrom = (campaignId: number, values: Partial<ClaimOrder> = {}) =>
  claim(database.source, {
    accountId,
    campaignId,
    now: new Date(),
    most: 100,
    mark: QUEUE_HEAD,
    routes: [route()],
    hands: [HAND],
    places: NO_PLACES,
    ...values,
  });
const statesOf = (campaignId: number) =>
  query(
    `select state, count(*)::int subscribers from subscriber where campaign_id = $1 group by state order by state`,
    [campaignId],
  );
const countsOf = (campaignId: number) =>
  query(
    `select state, subscribers::int from subscriber_count where campaign_id = $1 and subscribers <> 0 order by state`,
    [campaignId],
  );

describe('claiming', () => {
  it('moves due rows from the queue to the ledger, in the order of their times', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 5);
    await query(
      `update due set next_attempt_at = next_attempt_at - interval '1 hour' where number = '+12025550003'`,
    );
    const claimed = await claimFrom(campaign, { most: 2 });
    expect(claimed!.calls.map(({ number }) => number)).toEqual(['+12025550003', '+12025550000']);
    expect(await query('select number, attempt, dialer_id from inflight order by id')).toEqual([
      { number: '+12025550003', attempt: 1, dialer_id: HAND },
      { number: '+12025550000', attempt: 1, dialer_id: HAND },
    ]);
    expect(await query('select from due')).toHaveLength(3);
    expect(await query('select from subscriber where next_attempt_at is null')).toHaveLength(2);
  });

  it.each(Object.values(CampaignStatus).filter((status) => status !== CampaignStatus.Running))(
    'takes nothing from a campaign that is %s',
    async (status) => {
      const campaign = await givenCampaign(database.source, accountId, [gatewayId], { status });
      await givenSubscribers(database.source, accountId, campaign, 5);
      expect(await claimFrom(campaign)).toBeNull();
      expect(await query('select from due')).toHaveLength(5);
    },
  );

  it('takes nothing outside the hours, or from a suspended account', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId], {
      excluded_dates: [new Date().toISOString().slice(0, 10)],
    });
    await givenSubscribers(database.source, accountId, campaign, 5);
    expect(await claimFrom(campaign)).toBeNull();
    await query(`update campaign set excluded_dates = '{}'`);
    await query(`update account set status = 'suspended'`);
    expect(await claimFrom(campaign)).toBeNull();
    await query(`update account set status = 'active'`);
    expect((await claimFrom(campaign))!.calls).toHaveLength(5);
  });

  it('takes nothing before its time', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 1);
    await query(`update due set next_attempt_at = now() + interval '1 minute'`);
    expect(await claimFrom(campaign)).toMatchObject({ picked: 0, calls: [] });
  });

  it('lets suppressed numbers and those beyond their attempts leave the queue, and counts them', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 6);
    const [{ id: list }] = (await query(
      `insert into suppression_list (account_id, name) values ($1, 'Do not call') returning id`,
      [accountId],
    )) as [{ id: number }];
    await query(
      `insert into suppression (account_id, list_id, number, source) values ($1, $2, '+12025550000', 'form')`,
      [accountId, list],
    );
    await query(
      `insert into opt_out (account_id, number, channel, source) values ($1, '+12025550001', 'voice', 'keypress 9')`,
      [accountId],
    );
    await query(`update due set attempts = 1 where number = '+12025550002'`);
    const claimed = await claimFrom(campaign);
    expect(claimed).toMatchObject({ picked: 6, dropped: 3 });
    expect(claimed!.calls).toHaveLength(3);
    expect(await query('select from due')).toHaveLength(0);
    const states = [
      { state: 'failed', subscribers: 1 },
      { state: 'suppressed', subscribers: 2 },
      { state: 'waiting', subscribers: 3 },
    ];
    expect(await statesOf(campaign)).toEqual(states);
    expect(await countsOf(campaign)).toEqual(states);
  });

  it('does not call a contact that is gone or inactive, unless another of its phonebooks has the number', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 4);
    const book = async (name: string) => {
      const [{ id }] = (await query(
        `insert into phonebook (account_id, name) values ($1, $2) returning id`,
        [accountId, name],
      )) as [{ id: number }];
      await query(`insert into campaign_phonebook values ($1, $2, $3)`, [accountId, campaign, id]);
      return id;
    };
    const [first, second] = [await book('First'), await book('Second')];
    const contact = async (phonebook: number, last: number, status: string) => {
      const [{ id }] = (await query(
        `insert into contact (account_id, phonebook_id, number, raw_number, status)
         values ($1, $2, $3, $3, $4) returning id`,
        [accountId, phonebook, `+1202555000${last}`, status],
      )) as [{ id: number }];
      return id;
    };
    const give = (last: number, contactId: number) =>
      query('update due set contact_id = $1 where number = $2', [contactId, `+1202555000${last}`]);
    await give(0, await contact(first, 0, 'active'));
    await give(1, await contact(first, 1, 'inactive'));
    await give(2, await contact(first, 2, 'inactive'));
    await contact(second, 2, 'active');
    await give(3, 999_999);
    const claimed = await claimFrom(campaign);
    expect(claimed!.calls.map(({ number }) => number)).toEqual(['+12025550000', '+12025550002']);
    expect(await countsOf(campaign)).toEqual([
      { state: 'removed', subscribers: 2 },
      { state: 'waiting', subscribers: 2 },
    ]);
  });

  it('never calls whoever was erased, even where something has queued them', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 2);
    for (const table of ['subscriber', 'due'])
      await query(`update ${table} set number = 'erased-ab' where number = '+12025550000'`);
    const claimed = await claimFrom(campaign);
    expect(claimed!.calls.map(({ number }) => number)).toEqual(['+12025550001']);
    expect(claimed).toMatchObject({ picked: 2, dropped: 1 });
    expect(await query('select from due')).toEqual([]);
    const states = [
      { state: 'removed', subscribers: 1 },
      { state: 'waiting', subscribers: 1 },
    ];
    expect(await statesOf(campaign)).toEqual(states);
    expect(await countsOf(campaign)).toEqual(states);
  });

  it('keeps to the quotas of gateways and leaves the rest where it was', async () => {
    const second = await givenGateway(database.source, accountId);
    const campaign = await givenCampaign(database.source, accountId, [gatewayId, second]);
    await givenSubscribers(database.source, accountId, campaign, 5);
    const routes = [
      route({ placeAt: places(2) }),
      route({ gatewayId: second, placeAt: places(100) }),
    ];
    const claimed = await claimFrom(campaign, { routes });
    expect(claimed!.calls.map((call) => call.gatewayId)).toEqual([gatewayId, gatewayId]);
    const next = await claimFrom(campaign, {
      mark: claimed!.mark,
      routes: [route({ placeAt: places(0) }), route({ gatewayId: second, placeAt: places(100) })],
    });
    expect(next!.calls.map((call) => call.gatewayId)).toEqual([second, second, second]);
  });

  it('sends each number over the first gateway that may call it', async () => {
    const second = await givenGateway(database.source, accountId);
    const third = await givenGateway(database.source, accountId);
    const campaign = await givenCampaign(database.source, accountId, [gatewayId, second]);
    await givenSubscribers(database.source, accountId, campaign, 1, 12_025_550_000);
    await givenSubscribers(database.source, accountId, campaign, 1, 34_910_000_000);
    await givenSubscribers(database.source, accountId, campaign, 1, 442_079_460_000);
    await givenSubscribers(database.source, accountId, campaign, 1, 81_300_000_000);
    const claimed = await claimFrom(campaign, {
      routes: [
        route({ allowedPrefixes: ['+34', '+49'], callerId: '+34900000000' }),
        route({ gatewayId: second, allowedPrefixes: ['+1'] }),
        route({ gatewayId: third, allowedPrefixes: ['+44'], placeAt: places(0) }),
      ],
    });
    expect(claimed!.calls).toMatchObject([
      { number: '+12025550000', gatewayId: second, callerId: null },
      { number: '+34910000000', gatewayId, callerId: '+34900000000' },
    ]);
    // One waits for the gateway that is out of use; the last can go nowhere.
    expect(
      await query(
        `select number, held_by from due where next_attempt_at > now() + interval '3 seconds'`,
      ),
    ).toEqual([{ number: '+442079460000', held_by: 'waiting-for-gateway' }]);
    expect(claimed!.postponed).toBe(1);
    expect(
      await query(`select number, state, disposition from subscriber where state = 'failed'`),
    ).toEqual([{ number: '+81300000000', state: 'failed', disposition: Disposition.Blocked }]);
    expect(
      await query(
        `select from due join subscriber on subscriber.id = due.subscriber_id
          where subscriber.next_attempt_at = due.next_attempt_at`,
      ),
    ).toHaveLength(1);
  });

  it('puts back a number that the account has tried often enough, whichever campaign is next', async () => {
    const [first, second] = [
      await givenCampaign(database.source, accountId, [gatewayId]),
      await givenCampaign(database.source, accountId, [gatewayId]),
    ];
    await givenSubscribers(database.source, accountId, first, 3);
    await givenSubscribers(database.source, accountId, second, 4);
    await query('update account set attempts_per_day = 5, max_attempts_per_day = 1');
    expect((await claimFrom(first))!.calls).toHaveLength(3);
    const now = new Date();
    const claimed = await claimFrom(second, { now });
    expect(claimed!.calls.map(({ number }) => number)).toEqual(['+12025550003']);
    expect(claimed!.postponed).toBe(3);
    const held = () => query('select held_by, next_attempt_at as at from due order by number');
    // They are on the line, and may yet turn out not to have rung.
    const soon = { held_by: 'attempts-per-day', at: new Date(now.getTime() + 60_000) };
    expect(await held()).toEqual([soon, soon, soon]);
    await query(
      `with gone as (delete from inflight where number < '+12025550002' returning *)
       insert into call (account_id, id, created_at, campaign_id, subscriber_id, number, gateway_id, attempt,
                         disposition, ring_seconds, talk_seconds, ended_at)
       select account_id, id, $1, campaign_id, subscriber_id, number, gateway_id, attempt,
              case number when '+12025550000' then 'congestion' else 'busy' end, 0, 0, $1 from gone`,
      [now],
    );
    const later = new Date(now.getTime() + 60_000);
    const again = await claimFrom(second, { now: later });
    expect(again!.calls.map(({ number }) => number)).toEqual(['+12025550000']);
    expect(await held()).toEqual([
      { held_by: 'attempts-per-day', at: new Date(now.getTime() + 24 * 3_600_000) },
      { held_by: 'attempts-per-day', at: new Date(later.getTime() + 60_000) },
    ]);
    expect(
      await query(
        `select from due join subscriber on subscriber.id = due.subscriber_id
          where subscriber.next_attempt_at = due.next_attempt_at`,
      ),
    ).toHaveLength(2);
  });

  it('goes on behind its mark, to the microsecond', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 5);
    await query(`update due set next_attempt_at = '2026-01-01 10:00:00.123456+00'`);
    const first = await claimFrom(campaign, { most: 2 });
    expect(first!.mark.at).toContain('.123456');
    const second = await claimFrom(campaign, { most: 2, mark: first!.mark });
    expect(second!.calls.map(({ number }) => number)).toEqual(['+12025550002', '+12025550003']);
  });

  it('deals calls to hands in turn', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 4);
    const claimed = await claimFrom(campaign, { hands: [HAND, OTHER] });
    const dealt = claimed!.calls.map(({ dialerId }) => dialerId).sort();
    expect(dealt).toEqual([HAND, HAND, OTHER, OTHER]);
  });

  it('never gives a number to two who claim at the same time', async () => {
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 200);
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => claimFrom(campaign, { most: 50 })),
    );
    const numbers = claims.flatMap((claimed) => claimed!.calls.map(({ number }) => number));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await query('select from inflight')).toHaveLength(numbers.length);
  });

  it('takes no row of another account', async () => {
    const stranger = await givenAccount(database.source);
    const campaign = await givenCampaign(database.source, accountId, [gatewayId]);
    await givenSubscribers(database.source, accountId, campaign, 5);
    expect(await claimFrom(campaign, { accountId: stranger.accountId })).toBeNull();
  });
});
