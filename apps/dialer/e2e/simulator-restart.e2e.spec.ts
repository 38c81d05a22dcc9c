import { Queryable } from '@belltower/core';
import { Channel } from '@belltower/dto';
import { readSmsLedger } from '@belltower/messaging';
import { resolve } from 'node:path';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { givenSmsSettings } from '../../../libs/server/messaging/simulator/sms-simulator.builder';
import { FaultRoom } from '../testing/fault-room';
import { until } from '../testing/faults';

jest.setTimeout(300_000);

const NUMBERS = 200;

describe('receipts of a simulated network whose process ends before they come', () => {
  let room: FaultRoom;
  beforeAll(async () => {
    room = await FaultRoom.open(resolve(__dirname, '../../..'));
  });
  afterAll(() => room.close());

  const count = async (condition: string) =>
    (await room.query(`select from message where ${condition}`)).length;

  it('come all the same, once it was killed and once it was stopped', async () => {
    const db: Queryable = {
      query: (sql: string, values?: unknown[]) => room.query(sql, values) as never,
    };
    const [{ id: accountId }] = await db.query<[{ id: number }]>(
      `insert into account (name, default_country, time_zone) values ('Clinic', 'US', 'UTC') returning id`,
    );
    const settings = givenSmsSettings({
      ...{ only: 'delivered', answerSeconds: 0, receiptSecondsFrom: 5, receiptSecondsUntil: 25 },
    });
    const gatewayId = await givenGateway(db, accountId, { channel: Channel.Sms, settings });
    const campaignId = await givenCampaign(db, accountId, [gatewayId], {
      ...{ channel: Channel.Sms, message: 'See you at nine.', calls_per_minute: 900 },
    });
    await givenSubscribers(db, accountId, campaignId, NUMBERS);
    const first = room.start();
    await until(async () => (await count(`state = 'delivered'`)) > 5, 'some are delivered');
    await room.kill(first);
    const second = room.start();
    await until(async () => (await count('true')) === NUMBERS, 'all are sent');
    expect(await count(`state = 'sent'`)).toBeGreaterThan(0);
    await room.stop(second);
    room.start();
    await until(async () => (await count(`state = 'sent'`)) === 0, 'receipts have come');
    const ledger = await readSmsLedger(room.dataDir, gatewayId);
    expect(ledger).toHaveLength(new Set(ledger.map(({ number }) => number)).size);
    // Of those that were being handed over when a process ended nobody knows.
    expect((await count(`state = 'delivered'`)) + (await count(`state = 'unknown'`))).toBe(NUMBERS);
    expect(await count(`state = 'delivered'`)).toBeGreaterThan(NUMBERS * 0.8);
    expect(room.accidents).toEqual([]);
  });
});
