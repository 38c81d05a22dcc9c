import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

let room: DialingRoom;
let gateway: number;

beforeEach(async () => {
  room = await openDialingRoom();
  gateway = await givenGateway(room.database.source, room.accountId, {
    settings: { congestion: 0, speed: 10, talkSecondsMost: 60, keyPressPercent: 0 },
  });
});
afterEach(() => room.close());

const campaignOf = async (subscribers: number, callsPerMinute: number) => {
  const { source: db } = room.database;
  const values = { calls_per_minute: callsPerMinute };
  const campaign = await givenCampaign(db, room.accountId, [gateway], values);
  await givenSubscribers(db, room.accountId, campaign, subscribers);
};
const allPlaceCalls = (processes: number) =>
  room.until(
    `select where (select count(distinct dialer_id) from inflight) = $1
        and (select count(*) from dialer where leader) = 1`,
    [processes],
  );
const finished = () => room.until(`select from campaign where status = 'finished'`);

describe('several dialers', () => {
  it('share the calls of one campaign under one leader', async () => {
    await campaignOf(400, 2_400);
    await Promise.all([room.start(), room.start(), room.start()]);
    await allPlaceCalls(3);
    await finished();
    expect(await room.query('select from call')).toHaveLength(400);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('go on under another leader when the first is stopped, and no call is cut', async () => {
    await campaignOf(500, 2_400);
    const patient = { DIALER_DRAIN_SECONDS: '60' };
    const first = await room.start(patient);
    await room.until('select from inflight');
    await room.start(patient);
    await allPlaceCalls(2);
    await first.close();
    expect(await room.query('select from dialer')).toHaveLength(1);
    await room.until('select from dialer where leader');
    await finished();
    expect(await room.query(`select from call where disposition = 'interrupted'`)).toEqual([]);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('that must stop at once hang up, and whoever had not answered is called again', async () => {
    await campaignOf(300, 2_400);
    const first = await room.start();
    await room.until('select from inflight offset 20 limit 1');
    await first.close();
    expect(await room.query('select from inflight')).toEqual([]);
    const [{ interrupted }] = (await room.query<{ interrupted: number }>(
      `select count(*)::int interrupted from call where disposition = 'interrupted'`,
    )) as [{ interrupted: number }];
    expect(interrupted).toBeGreaterThan(0);
    await room.start();
    await finished();
    expect(await room.query('select from call')).toHaveLength(300 + interrupted);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});
