import { HoldReason } from '@belltower/dto';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

let room: DialingRoom;
let campaign: number;

beforeAll(async () => {
  room = await openDialingRoom();
  const { source } = room.database;
  const settings = { speed: 100, talkSecondsMost: 30, keyPressPercent: 0, congestion: 0 };
  const gateway = await givenGateway(source, room.accountId, { settings });
  campaign = await givenCampaign(source, room.accountId, [gateway], { calls_per_minute: 600 });
  await givenSubscribers(source, room.accountId, campaign, 5_000);
  // What was said while there was no dialer.
  await room.query(
    `insert into campaign_hold (account_id, campaign_id, reason, since) values ($1, $2, 'no-dialer', now())`,
    [room.accountId, campaign],
  );
  await room.start();
});
afterAll(() => room.close());

/** Waits for the next entry of the campaign's log. */
const logged = (action: string, reason: HoldReason) =>
  room.until(
    `select from audit where entity_id = $1 and action = $2 and detail ->> 'reason' = $3`,
    [campaign, action, reason],
  );
const callsSince = async (sql: string) => {
  await room.query(sql);
  const [{ now }] = (await room.query<{ now: Date }>('select now()')) as [{ now: Date }];
  await room.until('select from call where created_at > $1 limit 1', [now]);
};

describe('a campaign that is held', () => {
  it('says that it goes on once there is a dialer', async () => {
    await logged('campaign.released', HoldReason.NoDialer);
  });

  it.each([
    [
      HoldReason.GatewayDown,
      `update gateway set status = 'down', settings = jsonb_set(settings, '{down}', 'true')`,
      `update gateway set status = 'up', settings = jsonb_set(settings, '{down}', 'false')`,
    ],
    [
      HoldReason.NoGateway,
      'update gateway set enabled = false',
      'update gateway set enabled = true',
    ],
    [
      HoldReason.AccountSuspended,
      `update account set status = 'suspended'`,
      `update account set status = 'active'`,
    ],
    [
      HoldReason.AccountLimit,
      'update account set max_channels = 0',
      'update account set max_channels = null',
    ],
  ])('by %s says so, goes on by itself, and says that too', async (reason, cause, remedy) => {
    await room.query(cause);
    await logged('campaign.held', reason);
    const [gauge] = await room.query<{ held_by: string }>('select held_by from campaign_gauge');
    expect(gauge!.held_by).toBe(reason);
    await callsSince(remedy);
    await logged('campaign.released', reason);
  });

  it('has one entry in its log for each beginning and each end', async () => {
    const entries = await room.query<{ entries: number }>(
      `select count(*)::int as entries from audit where entity_id = $1 group by action, detail ->> 'reason'`,
      [campaign],
    );
    expect(entries).toHaveLength(9);
    expect(new Set(entries.map((row) => row.entries))).toEqual(new Set([1]));
  });
});
