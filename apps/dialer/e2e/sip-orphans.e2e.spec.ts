import { Queryable } from '@belltower/core';
import { SipSettings } from '@belltower/dto';
import { describeWithSipp, receive, reply, scenario, Sipp } from '@belltower/testing';
import { resolve } from 'node:path';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { FaultRoom } from '../testing/fault-room';
import { until } from '../testing/faults';

jest.setTimeout(180_000);

const CALLS = 3;
/** Processes take long to start on a busy machine. */
const LONGEST_SECONDS = 150;
const ANSWERS = scenario(
  receive('INVITE'),
  reply(180, 'Ringing'),
  reply(200, 'OK', { sound: true, repeated: true }),
  receive('ACK'),
  receive('BYE'),
  reply(200, 'OK', { to: '[last_To:]' }),
);
/** Whoever cancels is another process: there is nobody any more to acknowledge the end of the INVITE. */
const RINGS = scenario(
  receive('INVITE'),
  reply(180, 'Ringing'),
  receive('CANCEL'),
  reply(200, 'OK', { to: '[last_To:]' }),
);

describeWithSipp('calls over a SIP trunk whose process is killed', () => {
  let room: FaultRoom;
  let phones: Sipp[] = [];

  beforeEach(async () => {
    room = await FaultRoom.open(resolve(__dirname, '../../..'));
  });
  afterEach(async () => {
    await room.close();
    await Promise.all(phones.map((phone) => phone.end()));
    phones = [];
  });

  it('are ended by the next process: answered ones with BYE, those that ring with CANCEL', async () => {
    phones = [
      await Sipp.play(ANSWERS, { calls: CALLS, seconds: LONGEST_SECONDS }),
      await Sipp.play(RINGS, { seconds: LONGEST_SECONDS }),
    ];
    const [answering, ringing] = phones as [Sipp, Sipp];
    const db: Queryable = {
      query: (sql: string, values?: unknown[]) => room.query(sql, values) as never,
    };
    const [{ id: accountId }] = (await room.query<{ id: number }>(
      `insert into account (name, default_country, time_zone) values ('Clinic', 'US', 'UTC') returning id`,
    )) as [{ id: number }];
    const dial = async ({ port }: Sipp, calls: number, first: number) => {
      const gateway = await givenGateway(db, accountId, { channels: calls });
      const settings = { host: '127.0.0.1', port, allowSilence: true, askOptions: false };
      await room.query(`update gateway set driver = 'sip', settings = $2 where id = $1`, [
        gateway,
        JSON.stringify({ ...new SipSettings(), ...settings }),
      ]);
      const campaign = await givenCampaign(db, accountId, [gateway], {
        message: 'Hello. '.repeat(100),
        max_retries: 0,
        ring_timeout_seconds: 240,
        max_call_seconds: 600,
      });
      await givenSubscribers(db, accountId, campaign, calls, first);
    };
    await dial(answering, CALLS, 12_025_550_100);
    await dial(ringing, 1, 12_025_550_200);

    const first = room.start();
    await answering.reaches('ACK_Recv', CALLS);
    await ringing.reaches('180_Sent', 1);
    await room.kill(first);
    room.start();

    expect([await answering.complaint(), await ringing.complaint()]).toEqual([null, null]);
    await until(
      async () => (await room.query('select from call')).length === CALLS + 1,
      'every call is written',
    );
    expect(await room.query('select distinct disposition from call')).toEqual([
      { disposition: 'interrupted' },
    ]);
    expect(room.accidents).toEqual([]);
  });
});
