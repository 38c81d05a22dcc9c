import { CampaignActions, CampaignRest, Roster } from '@belltower/campaign';
import { Principal } from '@belltower/auth';
import { Disposition, Role } from '@belltower/dto';
import { givenCampaign, givenGateway } from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const CONTACTS = 60;

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

describe('the rest of a campaign', () => {
  it('is called again by a new one: exactly those that ended as chosen, and are still active', async () => {
    const { accountId } = room;
    const settings = { speed: 100, congestion: 0, failed: 0, answered: 1, busy: 1, noAnswer: 1 };
    const gateway = await givenGateway(room.database.source, accountId, { settings });
    const [book] = await room.query<{ id: number }>(
      `insert into phonebook (account_id, name) values ($1, 'All') returning id`,
      [accountId],
    );
    await room.query(
      `insert into contact (account_id, phonebook_id, number, raw_number)
       select $1, $2, '+1202555' || lpad(n::text, 4, '0'), n from generate_series(1, $3::int) n`,
      [accountId, book!.id, CONTACTS],
    );
    const first = await givenCampaign(room.database.source, accountId, [gateway], {
      roster_complete: false,
    });
    await room.query('insert into campaign_phonebook values ($1, $2, $3)', [
      accountId,
      first,
      book!.id,
    ]);
    const dialer = await room.start();
    const get = <T>(type: new (...given: never[]) => T) => dialer.get(type, { strict: false });
    await get(Roster).draw(accountId, first);
    await room.until(`select from campaign where id = $1 and status = 'finished'`, [first]);
    const busy = await numbers('select number from call where disposition = $1', [
      Disposition.Busy,
    ]);
    expect(busy.length).toBeGreaterThan(1);

    await room.query(`update contact set status = 'inactive' where number = $1`, [busy[0]]);
    const user: Principal = {
      accountId,
      userId: null,
      name: 'Test',
      role: Role.Owner,
      operator: false,
    };
    const rest = await get(CampaignRest).callAgain(user, first, { outcomes: [Disposition.Busy] });
    await get(CampaignActions).start(user, rest.id);
    await get(Roster).draw(accountId, rest.id);
    await room.until(`select from campaign where id = $1 and status = 'finished'`, [rest.id]);
    expect(await numbers('select number from call where campaign_id = $1', [rest.id])).toEqual(
      busy.slice(1),
    );
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});

async function numbers(sql: string, values: unknown[]): Promise<string[]> {
  const rows = await room.query<{ number: string }>(sql, values);
  return [...new Set(rows.map(({ number }) => number))].sort();
}
