import { Roster } from '@belltower/campaign';
import { CampaignClock, HoldReason } from '@belltower/dto';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

/** Half of the numbers are where it is the same time, half where it is six hours earlier. */
const [HERE, THERE] = ['Etc/UTC', 'Etc/GMT+6'];
const NUMBERS = 40;
const HOUR_MS = 3_600_000;

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

/** The wall clock of a zone at an instant, `HH:MM`. */
const clockAt = (instant: number, timeZone = 'UTC') =>
  new Date(instant).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });

/** Gives every number of a campaign a contact with a time zone. */
async function givenPlaces(campaign: number): Promise<void> {
  const [{ id: book }] = (await room.query<{ id: number }>(
    `insert into phonebook (account_id, name) values ($1, 'Patients') returning id`,
    [room.accountId],
  )) as [{ id: number }];
  await room.query('insert into campaign_phonebook values ($1, $2, $3)', [
    room.accountId,
    campaign,
    book,
  ]);
  await room.query(
    `with added as (
       insert into contact (account_id, phonebook_id, number, raw_number, time_zone)
       select $1, $2, number, number, case when subscriber_id % 2 = 0 then $3 else $4 end from due
       returning id, number
     ), known as (
       update subscriber set contact_id = added.id from added where subscriber.number = added.number
     )
     update due set contact_id = added.id from added where due.number = added.number`,
    [room.accountId, book, HERE, THERE],
  );
}

describe('a campaign by the clocks of its contacts', () => {
  it('calls whom it may, puts off the others to their hours, and calls them when these change', async () => {
    const gateway = await givenGateway(room.database.source, room.accountId, {
      settings: { speed: 100, talkSecondsMost: 30, keyPressPercent: 0, congestion: 0 },
    });
    const campaign = await givenCampaign(room.database.source, room.accountId, [gateway], {
      clock: CampaignClock.Contact,
      hours_from: clockAt(Date.now() - HOUR_MS),
      hours_until: clockAt(Date.now() + 3 * HOUR_MS),
      ends_at: new Date(Date.now() + 48 * HOUR_MS),
    });
    await givenSubscribers(room.database.source, room.accountId, campaign, NUMBERS);
    await givenPlaces(campaign);
    const dialer = await room.start();

    await room.until(`select from call having count(*) = ${NUMBERS / 2}`);
    const called = await room.query(
      'select distinct time_zone from call join contact on contact.id = call.contact_id',
    );
    expect(called).toEqual([{ time_zone: HERE }]);
    const held = await room.query<{ held_by: string; at: Date; zone: string }>(
      `select distinct held_by, next_attempt_at as at, time_zone as zone
         from due join contact on contact.id = due.contact_id`,
    );
    expect(held).toMatchObject([{ held_by: HoldReason.OutsideOwnHours, zone: THERE }]);
    const [from] = await room.query<{ hours_from: string }>('select hours_from from campaign');
    expect(clockAt(held[0]!.at.getTime(), THERE)).toBe(from!.hours_from);
    await room.until(`select from campaign_gauge where held_by = '${HoldReason.OutsideOwnHours}'`);

    await room.query(
      `update campaign set hours_from = '00:00', hours_until = '24:00', recall_held = true, updated_at = now()`,
    );
    await dialer.get(Roster).recall(room.accountId, campaign);
    await room.until(`select from campaign where status = 'finished'`);
    expect(await room.query('select from call')).toHaveLength(NUMBERS);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});
