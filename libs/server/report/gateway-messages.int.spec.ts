import { Principal } from '@belltower/auth';
import { keepReports } from '@belltower/dialer';
import { Channel, MessageState, MOST_STRAY_RECEIPTS, PageQuery } from '@belltower/dto';
import { createTestDatabase, FixedClock, givenAccount, TestDatabase } from '@belltower/testing';
import { GatewayMessages } from './gateway-messages';
import { GivenMessage, givenCampaignRow, givenGatewayRow, givenMessages } from './report.builder';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('messages over a gateway', () => {
  const now = new Date();
  let database: TestDatabase;
  let messages: GatewayMessages;
  let user: Principal;
  let other: Principal;
  let gatewayId: number;
  let otherGatewayId: number;

  beforeEach(async () => {
    database = await createTestDatabase();
    messages = new GatewayMessages(database.source, new FixedClock(now));
    user = await givenAccount(database.source);
    other = await givenAccount(database.source);
    const sms = { channel: Channel.Sms };
    gatewayId = await givenGatewayRow(database.source, user.accountId, { name: 'North', ...sms });
    otherGatewayId = await givenGatewayRow(database.source, user.accountId, sms);
    await query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      ...[other.accountId, gatewayId],
    ]);
  });
  afterEach(() => database.drop());

  const query = <T = object>(sql: string, values: unknown[] = []) =>
    database.source.query<T[]>(sql, values);
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  const given = async (of: Principal, ...some: Partial<GivenMessage>[]) => {
    const campaignId = await givenCampaignRow(database.source, of.accountId);
    return givenMessages(
      database.source,
      of.accountId,
      some.map((one) => ({ createdAt: ago(HOUR), campaignId, gatewayId, ...one })),
    );
  };
  /** What a provider tells under an id, so long ago. */
  const told = (key: string, passed: number, { gateway = gatewayId, ...report }: Told = {}) =>
    database.source.transaction((db) =>
      keepReports(
        db,
        [
          {
            ...{ gatewayId: gateway, key },
            report: {
              ...{ at: ago(passed).toISOString(), state: MessageState.Delivered, code: null },
              ...report,
            },
          },
        ],
        ago(passed),
      ),
    );
  const strays = (page: Partial<PageQuery> = {}) =>
    messages.strayReceipts(gatewayId, Object.assign(new PageQuery(), page));

  it('are counted by what became of them, of all accounts, for a day', async () => {
    const delivered = { state: MessageState.Delivered };
    await given(
      user,
      { ...delivered, deliveryMs: 3_000, segments: 2 },
      { state: MessageState.Undelivered, code: '27' },
      { ...delivered, gatewayId: otherGatewayId },
      { ...delivered, createdAt: ago(25 * HOUR) },
    );
    await given(other, { ...delivered, deliveryMs: 6_000 }, { state: MessageState.Sent });
    expect(await messages.figures(gatewayId)).toMatchObject({
      ...{ messages: 4, delivered: 2, deliveryRate: 0.5, deliverySeconds: 4.5, segments: 5 },
      ...{ strayReceiptsOfDay: 0, strayReceipts: 0 },
    });
    expect(await messages.figures(otherGatewayId)).toMatchObject({ messages: 1 });
  });

  it('are not confused with receipts that belong to none, which are told newest first', async () => {
    await told('a', 3 * MINUTE, { code: '0', written: ['0x0A'] });
    await told('a', 2 * MINUTE, { state: MessageState.Undelivered, code: '27', written: ['0x0A'] });
    await told('b', 30 * HOUR);
    await told('elsewhere', HOUR, { gateway: otherGatewayId });
    expect(await messages.figures(gatewayId)).toMatchObject({
      ...{ messages: 0, deliveryRate: null, strayReceiptsOfDay: 1, strayReceipts: 2 },
    });
    const { items, next } = await strays();
    expect(items).toEqual([
      {
        ...{ at: ago(3 * MINUTE), providerId: '0x0A', key: 'a', receipts: 2 },
        ...{ state: MessageState.Undelivered, code: '27' },
      },
      {
        ...{ at: ago(30 * HOUR), providerId: 'b', key: 'b', receipts: 1 },
        ...{ state: MessageState.Delivered, code: null },
      },
    ]);
    expect(next).toBeNull();
  });

  it('leave out receipts whose message may be about to be written, is known, or was a test', async () => {
    await told('too soon', 10_000);
    await told('of a test', HOUR);
    await query(`update message_part set of_test = true where key = 'of a test'`);
    const [id] = await given(user, { state: MessageState.Sent });
    await query(
      `insert into message_part (gateway_id, key, account_id, message_id, created_at, part, state)
       values ($1, 'known', $2, $3, $4, 1, 'sent')`,
      [gatewayId, user.accountId, id, ago(HOUR)],
    );
    expect(await messages.figures(gatewayId)).toMatchObject({ strayReceipts: 0 });
    expect((await strays()).items).toEqual([]);
  });

  it('page through receipts of one instant without skipping or repeating any, forth and back', async () => {
    const keys = ['a|1', 'b', 'c', 'd', 'e'];
    for (const key of keys) await told(key, HOUR);
    const keysOf = (page: Awaited<ReturnType<typeof strays>>) => page.items.map(({ key }) => key);
    const first = await strays({ limit: 2 });
    const second = await strays({ limit: 2, after: first.next! });
    const third = await strays({ limit: 2, after: second.next! });
    expect([first, second, third].flatMap(keysOf)).toEqual(keys.toReversed());
    expect(third.next).toBeNull();
    expect(keysOf(await strays({ limit: 2, before: third.previous! }))).toEqual(keysOf(second));
    await expect(strays({ sort: 'code' })).rejects.toMatchObject({ code: 'list.unknown-sort' });
    await expect(strays({ after: 'nonsense' })).rejects.toMatchObject({ code: 'list.bad-cursor' });
  });

  it('count stray receipts no further than is told, by an index that has nothing else', async () => {
    await query(
      `insert into message_part (gateway_id, key, created_at, part, state, waiting)
       select $1, 'k' || n, $2, 1, 'queued', '[{"at": "2026-11-30T00:00:00Z", "state": "delivered", "code": null}]'
         from generate_series(1, $3::int) n`,
      [gatewayId, ago(HOUR), MOST_STRAY_RECEIPTS + 5],
    );
    expect(await messages.figures(gatewayId)).toMatchObject({
      ...{ strayReceiptsOfDay: MOST_STRAY_RECEIPTS, strayReceipts: MOST_STRAY_RECEIPTS },
    });
    const [{ definition }] = (await query(
      `select indexdef as definition from pg_indexes where indexname = 'message_part_stray_idx'`,
    )) as [{ definition: string }];
    expect(definition).toContain('WHERE ((message_id IS NULL) AND (NOT of_test))');
  });
});

interface Told {
  gateway?: number;
  state?: MessageState;
  code?: string | null;
  written?: string[];
}
