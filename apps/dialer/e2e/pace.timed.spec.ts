import { givenAccount } from '@belltower/testing';
import {
  CampaignRow,
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { mostWithin } from '../testing/spans';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

const gatewayOf = (callsPerSecond: number, accountId = room.accountId) =>
  givenGateway(room.database.source, accountId, {
    calls_per_second: callsPerSecond,
    settings: { congestion: 0, speed: 100, talkSecondsMost: 30, keyPressPercent: 0 },
  });
const campaignOf = async (
  accountId: number,
  gateway: number,
  subscribers: number,
  values: Partial<CampaignRow> = {},
) => {
  const { source: db } = room.database;
  const campaign = await givenCampaign(db, accountId, [gateway], values);
  await givenSubscribers(db, accountId, campaign, subscribers);
  return campaign;
};
const finished = () =>
  room.until(`select where not exists (select from campaign where status <> 'finished')`);
/** Every call of the carrier's ledgers with its campaign, by time. */
const placed = async (...gateways: number[]) => {
  const calls = await room.query<{ name: string; campaign_id: number }>(
    `select 'bt-' || account_id || '-' || id as name, campaign_id from call`,
  );
  const campaigns = new Map(calls.map(({ name, campaign_id }) => [name, campaign_id]));
  const all = await Promise.all(
    gateways.map(async (gateway) =>
      (await room.ledger(gateway)).map(({ id, placedAt }) => ({
        at: Date.parse(placedAt),
        gateway,
        campaign: campaigns.get(id),
      })),
    ),
  );
  return all.flat().sort((one, other) => one.at - other.at);
};
const mostInASecond = (calls: { at: number }[]) =>
  mostWithin(
    calls.map(({ at }) => at),
    1_000,
  );

describe('the pace on the wire', () => {
  it.each([1, 3])(
    'is that of campaign, gateway and account at once, by the carrier’s ledger and %d processes',
    async (processes) => {
      await room.query('update account set max_calls_per_minute = 1500');
      const [narrow, wide] = [await gatewayOf(15), await gatewayOf(1_000)];
      const slow = await campaignOf(room.accountId, wide, 40, { calls_per_minute: 300 });
      await campaignOf(room.accountId, narrow, 60);
      await campaignOf(room.accountId, narrow, 60);
      await campaignOf(room.accountId, wide, 100);
      await Promise.all(Array.from({ length: processes }, () => room.start()));
      await finished();
      const calls = await placed(narrow, wide);
      expect(calls).toHaveLength(260);
      const ofSlow = calls.filter(({ campaign }) => campaign === slow);
      expect(mostInASecond(ofSlow)).toBeLessThanOrEqual(5 + 1);
      const ofNarrow = calls.filter(({ gateway }) => gateway === narrow);
      expect(mostInASecond(ofNarrow)).toBeLessThanOrEqual(15 + 1);
      expect(mostInASecond(calls)).toBeLessThanOrEqual(25 + 1);
    },
  );

  it('shares a gateway fairly, first among accounts and then among the campaigns of each', async () => {
    const { accountId: other } = await givenAccount(room.database.source);
    const gateway = await gatewayOf(20);
    await room.query('insert into gateway_grant (account_id, gateway_id) values ($1, $2)', [
      other,
      gateway,
    ]);
    const one = await campaignOf(room.accountId, gateway, 60);
    const two = await campaignOf(room.accountId, gateway, 60);
    const single = await campaignOf(other, gateway, 60);
    await room.start();
    await finished();
    // While all three still had numbers to call.
    const first = (await placed(gateway)).slice(0, 80);
    const of = (wanted: number) => first.filter(({ campaign }) => campaign === wanted).length;
    expect(Math.abs(of(single) - 40)).toBeLessThanOrEqual(3);
    expect(Math.abs(of(one) - of(two))).toBeLessThanOrEqual(3);
  });
});
