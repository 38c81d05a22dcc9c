import { Disposition } from '@belltower/dto';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

const fast = { speed: 100, talkSecondsMost: 30 };

describe('a campaign', () => {
  it('calls everybody once and is finished', async () => {
    const { source: db } = room.database;
    const gateway = await givenGateway(db, room.accountId, {
      settings: { ...fast, congestion: 0, answered: 80, busy: 20 },
    });
    const campaign = await givenCampaign(db, room.accountId, [gateway]);
    await givenSubscribers(db, room.accountId, campaign, 300);
    await room.start();
    await room.until(`select from campaign where status = 'finished'`);
    const ledger = await room.ledger(gateway);
    const calls = await db.query('select * from call order by id');
    expect(calls).toHaveLength(300);
    expect(ledger).toHaveLength(300);
    expect(new Set(ledger.map(({ number }) => number)).size).toBe(300);
    expect(calls.every(({ disposition }: { disposition: Disposition }) => disposition)).toBe(true);
  });
});
