import { forbiddingLimit, startedBeforeSql, AccountLimits } from '@belltower/campaign';
import { Channel } from '@belltower/dto';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import fc from 'fast-check';
import { campaignOrders } from './campaign-orders';
import { claim, QUEUE_HEAD } from './claim';
import { givenCampaign, givenGateway, givenSubscribers, NO_PLACES } from './dialer.builder';
import { runningCampaigns } from './survey';
import { givenCalls } from './take-over';

const HAND = '00000000-0000-4000-8000-000000000001';

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
const givenLimit = (column: string, value: number | null) =>
  query(`update account set ${column} = $1`, [value]);
const claimFrom = (campaignId: number) =>
  claim(database.source, {
    accountId,
    campaignId,
    now: new Date(),
    most: 100,
    mark: QUEUE_HEAD,
    routes: [
      {
        gatewayId,
        placeAt: Array.from({ length: 100 }, () => new Date()),
        allowedPrefixes: [],
        callerId: null,
      },
    ],
    hands: [HAND],
    places: NO_PLACES,
  });
const givenWaiting = async () => {
  const campaign = await givenCampaign(database.source, accountId, [gatewayId], {
    max_retries: 5,
    ring_timeout_seconds: 30,
    max_call_seconds: 120,
  });
  await givenSubscribers(database.source, accountId, campaign, 3);
  return campaign;
};

describe('an account’s limit that is lowered while its campaigns run', () => {
  it.each([
    ['max_ring_timeout_seconds', 'ringTimeoutSeconds', 20, 30],
    ['max_call_seconds', 'maxCallSeconds', 60, 120],
    ['max_retries', 'maxRetries', 2, 5],
  ] as const)('bounds the next call by %s', async (column, field, lower, own) => {
    const campaign = await givenWaiting();
    await givenLimit(column, lower);
    expect((await claimFrom(campaign))![field]).toBe(lower);
    const [given] = await givenCalls(database.source, HAND, () => false, new Date());
    expect(given!.script[field]).toBe(lower);
    await givenLimit(column, null);
    expect((await claimFrom(campaign))![field]).toBe(own);
  });

  it('of retries takes numbers out that have had as many attempts', async () => {
    const campaign = await givenWaiting();
    await query('update due set attempts = 2');
    await query('update subscriber set attempts = 2');
    await givenLimit('max_retries', 1);
    expect(await claimFrom(campaign)).toMatchObject({ calls: [], dropped: 3 });
    expect(await query('select distinct state from subscriber')).toEqual([{ state: 'failed' }]);
  });

  it.each([
    'max_calls_per_minute',
    'max_channels',
    'max_ring_timeout_seconds',
    'max_call_seconds',
    'max_campaigns',
  ])('to 0 ends all calling by %s, and gives back what waits to be placed', async (column) => {
    const campaign = await givenWaiting();
    const asked = [{ accountId, campaignId: campaign }];
    expect((await campaignOrders(database.source, asked, new Date())).closed.size).toBe(0);
    await givenLimit(column, 0);
    expect(await claimFrom(campaign)).toBeNull();
    expect((await campaignOrders(database.source, asked, new Date())).closed.size).toBe(1);
    expect((await runningCampaigns(database.source))[0]!.accountAllows).toBe(false);
    await givenLimit(column, null);
    expect((await claimFrom(campaign))!.calls).toHaveLength(3);
  });

  it('of campaigns lets those go on that were started first', async () => {
    const campaigns = [await givenWaiting(), await givenWaiting(), await givenWaiting()];
    const [first, second, third] = campaigns;
    await query(
      `update campaign set started_at = now() - case id when $1 then interval '1 hour' else interval '2 hours' end`,
      [second],
    );
    await givenLimit('max_campaigns', 2);
    expect(await claimFrom(second!)).toBeNull();
    expect((await claimFrom(first!))!.calls).toHaveLength(3);
    await query(`update campaign set status = 'finished' where id = $1`, [third]);
    expect((await claimFrom(second!))!.calls).toHaveLength(3);
  });

  it('is judged alike in SQL and in the sentence that people read', async () => {
    const campaigns = [await givenWaiting(), await givenWaiting()];
    const limit = fc.option(fc.nat(2));
    const columns = [
      'max_calls_per_minute',
      'max_channels',
      'max_ring_timeout_seconds',
      'max_call_seconds',
      'max_campaigns',
      'max_retries',
      'max_messages_per_minute',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(limit, limit, limit, limit, limit, limit, limit),
        fc.constantFrom(...campaigns),
        async (values, campaign) => {
          await query(
            `update account set ${columns.map((column, n) => `${column} = $${n + 1}`).join(', ')}`,
            values,
          );
          const [{ before }] = (await query<{ before: number }>(
            `select ${startedBeforeSql('campaign')}::int as before from campaign where id = $1`,
            [campaign],
          )) as [{ before: number }];
          const limits: AccountLimits = {
            maxCallsPerMinute: values[0],
            maxChannels: values[1],
            maxRingTimeoutSeconds: values[2],
            maxCallSeconds: values[3],
            maxCampaigns: values[4],
            maxRetries: values[5],
            maxMessagesPerMinute: values[6],
            maxSubscribersPerCampaign: null,
          };
          for (const channel of Object.values(Channel)) {
            await query('update campaign set channel = $1', [channel]);
            const running = await runningCampaigns(database.source);
            expect(running.find(({ id }) => id === campaign)!.accountAllows).toBe(
              forbiddingLimit(limits, channel, before) === null,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
