import { AccountService, Principal } from '@belltower/auth';
import { AccountSettingsInput, Disposition, Role } from '@belltower/dto';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const NUMBERS = 30;

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

/** How many numbers have been called so often, by the carrier's own account. */
async function timesCalled(gatewayId: number): Promise<Record<number, number>> {
  const counts = new Map<string, number>();
  for (const { number } of await room.ledger(gatewayId))
    counts.set(number, (counts.get(number) ?? 0) + 1);
  const times: Record<number, number> = {};
  for (const count of counts.values()) times[count] = (times[count] ?? 0) + 1;
  return times;
}

const held = (campaigns: number) =>
  room.until(
    `select where (select count(*) from due where held_by = 'attempts-per-day') = $1
        and not exists (select from inflight)`,
    [campaigns * NUMBERS],
  );

describe('a cap on attempts at a number', () => {
  it('is never exceeded by campaigns that call the same numbers at once, and raising it goes on at once', async () => {
    const { accountId } = room;
    const db = room.database.source;
    const settings = { speed: 100, answered: 0, machine: 0, noAnswer: 1, busy: 1, rejected: 0 };
    const gateway = await givenGateway(db, accountId, {
      settings: { ...settings, invalidNumber: 0, congestion: 0, failed: 0 },
    });
    await room.query('update account set attempts_per_day = 3');
    for (let campaign = 0; campaign < 3; campaign++) {
      const id = await givenCampaign(db, accountId, [gateway], {
        max_retries: 5,
        retry_after_seconds: 1,
        retry_on: [Disposition.Busy, Disposition.NoAnswer],
      });
      await givenSubscribers(db, accountId, id, NUMBERS);
    }
    const dialer = await room.start();
    await held(3);
    expect(await timesCalled(gateway)).toEqual({ 3: NUMBERS });
    // A number that was asked about while a call to it was on the line is put off for a minute: it passes at once.
    const isSoon = `next_attempt_at < now() + interval '23 hours 50 minutes'`;
    await room.query(`update due set next_attempt_at = now() where ${isSoon}`);
    await room.until(`select where not exists (select from due where ${isSoon})`);
    expect(await timesCalled(gateway)).toEqual({ 3: NUMBERS });

    const owner: Principal = {
      accountId,
      userId: null,
      name: 'Test',
      role: Role.Owner,
      operator: false,
    };
    const accounts = dialer.get(AccountService, { strict: false });
    const { name, defaultCountry, timeZone } = await accounts.get(accountId);
    const change = (attemptsPerDay: number) =>
      accounts.changeSettings(owner, {
        ...new AccountSettingsInput(),
        ...{ name, defaultCountry, timeZone, attemptsPerDay },
      });
    await change(4);
    await room.until('select from call offset $1 limit 1', [4 * NUMBERS - 1]);
    await held(3);
    expect(await timesCalled(gateway)).toEqual({ 4: NUMBERS });
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });

  it('does not count calls that the network refused before they rang', async () => {
    const nothing = { machine: 0, noAnswer: 0, busy: 0, rejected: 0, invalidNumber: 0, failed: 0 };
    const gateway = await givenGateway(room.database.source, room.accountId, {
      settings: { ...nothing, speed: 100, answered: 0, congestion: 1 },
    });
    await room.query('update account set attempts_per_day = 1');
    const campaign = await givenCampaign(room.database.source, room.accountId, [gateway], {
      calls_per_minute: 1_200,
    });
    await givenSubscribers(room.database.source, room.accountId, campaign, 3);
    await room.start();
    await room.until(`select from call where disposition = 'congestion'`);
    await room.query(
      `update gateway set settings = settings || '{"answered": 1, "congestion": 0}'`,
    );
    await room.until(`select where not exists (select from subscriber where state <> 'completed')`);
    const refused = await room.query(`select from call where disposition = 'congestion'`);
    expect(await room.query('select from call')).toHaveLength(refused.length + 3);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});
