import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { discrepancies } from '../testing/audit-calls';
import { mostAtOnce } from '../testing/spans';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const CHANNELS = 6;
const NUMBERS = 150;

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

/** Everybody answers, and most want to be connected; of those who are called for them, some do not answer. */
async function called(processes: number) {
  const { source: db } = room.database;
  const gateway = await givenGateway(db, room.accountId, {
    channels: CHANNELS,
    settings: {
      speed: 40,
      answered: 75,
      machine: 0,
      noAnswer: 0,
      busy: 25,
      rejected: 0,
      invalidNumber: 0,
      congestion: 0,
      failed: 0,
      ringSecondsFrom: 1,
      ringSecondsUntil: 3,
      talkSecondsMean: 20,
      talkSecondsMost: 40,
      keyPressPercent: 80,
    },
  });
  const campaign = await givenCampaign(db, room.accountId, [gateway], {
    opt_out_key: null,
    transfer_key: '0',
    transfer_number: '+12025550199',
    retry_on: [],
  });
  await givenSubscribers(db, room.accountId, campaign, NUMBERS);
  await Promise.all(Array.from({ length: processes }, () => room.start()));
  await room.until(`select from campaign where status = 'finished'`);
  return { gateway, ledger: await room.ledger(gateway) };
}

describe.each([1, 2])('the channels of a gateway, dialled by %d process(es)', (processes) => {
  it('carry calls and those with whom callees are connected, and never more', async () => {
    const { gateway, ledger } = await called(processes);
    const span = ([from, until]: [string, string]) =>
      [Date.parse(from), Date.parse(until)] as const;
    const calls = ledger.map(({ placedAt, endedAt }) => span([placedAt, endedAt!]));
    const transfers = ledger.flatMap((entry) => entry.transfers ?? []);
    const others = transfers.map(({ from, until }) => span([from, until]));
    expect(calls).toHaveLength(NUMBERS);
    expect(others.length).toBeGreaterThan(NUMBERS / 10);
    expect(mostAtOnce([...calls, ...others])).toBeLessThanOrEqual(CHANNELS);
    // None was given away for good.
    expect(mostAtOnce(calls)).toBe(CHANNELS);
    expect(await discrepancies(room, [gateway])).toEqual([]);
  });
});
