import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

/** A carrier that is always busy, and quick about it: whoever is called is called again. */
const BUSY = {
  ...{ speed: 100, talkSecondsMost: 30, keyPressPercent: 0 },
  ...{ answered: 0, machine: 0, noAnswer: 0, busy: 1 },
  ...{ rejected: 0, invalidNumber: 0, congestion: 0, failed: 0 },
};

describe('a number that must not be called any more', () => {
  let room: DialingRoom;
  beforeEach(async () => {
    room = await openDialingRoom();
  });
  afterEach(() => room.close());

  it.each([
    [
      'a list of the account',
      `with list as (
         insert into suppression_list (account_id, name) values ($1, 'Complaints') returning id)
       insert into suppression (account_id, list_id, number, source)
       select $1, list.id, number, 'form' from list, subscriber where account_id = $1`,
    ],
    [
      'a list of the platform',
      `with list as (insert into platform_suppression_list (name) values ('Register') returning id)
       insert into platform_suppression (list_id, number, source)
       select list.id, number, 'form' from list, subscriber where account_id = $1`,
    ],
    [
      'an opt-out',
      `insert into opt_out (account_id, number, channel, source)
       select $1, number, 'voice', 'keypress 9' from subscriber where account_id = $1`,
    ],
  ])('is called no more within a second of %s, not as a retry either', async (_by, forbid) => {
    const { source } = room.database;
    const gateway = await givenGateway(source, room.accountId, { settings: BUSY });
    const campaign = await givenCampaign(source, room.accountId, [gateway], {
      calls_per_minute: 1_200,
      max_retries: 20,
      retry_after_seconds: 1,
    });
    await givenSubscribers(source, room.accountId, campaign, 60);
    await room.start();
    await room.until('select from call where attempt = 2 offset 10 limit 1');
    await room.query(forbid, [room.accountId]);
    const [now] = await room.query<{ at: Date }>('select clock_timestamp() as at');
    await room.until(`select where not exists (select from campaign where status <> 'finished')`);

    const late = await room.query(
      `select number, created_at from call where created_at > $1::timestamptz + interval '1 second'`,
      [now!.at],
    );
    expect(late).toEqual([]);
    expect(await room.query('select distinct state from subscriber')).toEqual([
      { state: 'suppressed' },
    ]);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});
