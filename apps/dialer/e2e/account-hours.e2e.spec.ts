import { AccountService, Principal } from '@belltower/auth';
import { AccountSettingsInput, CampaignClock, Role, WeekDay } from '@belltower/dto';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const DAY_MS = 24 * 3_600_000;
const WEEK_DAYS = Object.values(WeekDay);

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

/** Days of the week of which none is today, wherever a number is. */
function otherDays(): WeekDay[] {
  const near = [-1, 0, 1].map((days) => new Date(Date.now() + days * DAY_MS).getUTCDay());
  return WEEK_DAYS.filter((_, index) => !near.includes((index + 1) % 7));
}

describe('the calling hours of an account', () => {
  it('stop all of its campaigns within a second, and let them go on when they are widened', async () => {
    const { accountId } = room;
    const db = room.database.source;
    const gateway = await givenGateway(db, accountId, {
      settings: { speed: 100, talkSecondsMost: 30, keyPressPercent: 0, congestion: 0 },
    });
    for (const clock of Object.values(CampaignClock)) {
      const campaign = await givenCampaign(db, accountId, [gateway], {
        clock,
        calls_per_minute: 600,
        ends_at: new Date(Date.now() + 30 * DAY_MS),
      });
      await givenSubscribers(db, accountId, campaign, 1_000);
    }
    const dialer = await room.start();
    const accounts = dialer.get(AccountService, { strict: false });
    const owner: Principal = {
      ...{ accountId, userId: null, name: 'Test' },
      ...{ role: Role.Owner, operator: false },
    };
    const set = async (callDays: WeekDay[]) => {
      const { name, defaultCountry, timeZone } = await accounts.get(accountId);
      const settings = { name, defaultCountry, timeZone, callDays };
      await accounts.changeSettings(owner, { ...new AccountSettingsInput(), ...settings });
      return Date.now();
    };

    await room.until('select from call having count(distinct campaign_id) = 2 and count(*) > 20');
    const closed = await set(otherDays());
    const held = `held_by = 'account-hours' and at > $1`;
    await room.until(`select from campaign_gauge where ${held} having count(*) = 2`, [
      new Date(closed + 2_000),
    ]);
    const placed = (await room.ledger(gateway)).map(({ placedAt }) => Date.parse(placedAt));
    expect(placed.filter((at) => at > closed + 1_000)).toEqual([]);
    const [first] = await room.query<{ at: Date }>(
      `select min(next_attempt_at) as at from due where held_by = 'account-hours'`,
    );
    expect(first!.at.getTime()).toBeGreaterThan(closed + DAY_MS / 2);

    const opened = await set(WEEK_DAYS);
    await room.until(
      'select from call where created_at > $1 having count(distinct campaign_id) = 2',
      [new Date(opened)],
    );
    await room.query(`update campaign set status = 'paused'`);
    await room.until('select where not exists (select from inflight)');
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});
