import { SipSettings } from '@belltower/dto';
import { ask, describeWithSipp, receive, reply, scenario, Sipp } from '@belltower/testing';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const NUMBERS = 300;

/** A network where even numbers are busy, those that end in 1 press the key to opt out, and 3 hang up first. */
const NETWORK = scenario(
  receive('INVITE', {
    marks: {
      even: 'INVITE sip:[^@]*[02468]@',
      one: 'INVITE sip:[^@]*1@',
      three: 'INVITE sip:[^@]*3@',
    },
  }),
  reply(180, 'Ringing'),
  '<nop next="busy" test="even"/>',
  reply(200, 'OK', { sound: true, repeated: true }),
  receive('ACK'),
  '<nop next="key" test="one"/>',
  '<nop next="hangs-up" test="three"/>',
  '<label id="talk"/>',
  receive('BYE'),
  reply(200, 'OK', { to: '[last_To:]' }),
  '<nop next="end"/>',
  '<label id="key"/>',
  ask('INFO', 2, 200, {
    headers: ['Content-Type: application/dtmf-relay'],
    body: ['Signal=9', 'Duration=160'],
  }),
  '<nop next="talk"/>',
  '<label id="hangs-up"/>',
  ask('BYE', 3, 200),
  '<nop next="end"/>',
  '<label id="busy"/>',
  reply(486, 'Busy Here'),
  receive('ACK'),
  '<label id="end"/>',
);

describeWithSipp('a campaign over a SIP trunk', () => {
  let room: DialingRoom;
  let sipp: Sipp;

  beforeEach(async () => {
    room = await openDialingRoom();
  });
  afterEach(async () => {
    await room.close();
    await sipp.end();
  });

  it('reports exactly what happened to the calls, by the word of the other side', async () => {
    sipp = await Sipp.play(NETWORK, { calls: NUMBERS });
    const { source: db } = room.database;
    const gateway = await givenGateway(db, room.accountId, { channels: 200, calls_per_second: 50 });
    const settings = Object.assign(new SipSettings(), {
      host: '127.0.0.1',
      port: sipp.port,
      allowSilence: true,
    });
    await db.query(`update gateway set driver = 'sip', settings = $2 where id = $1`, [
      gateway,
      JSON.stringify(settings),
    ]);
    const campaign = await givenCampaign(db, room.accountId, [gateway], {
      message: 'Hello.',
      opt_out_key: '9',
      max_retries: 0,
    });
    await givenSubscribers(db, room.accountId, campaign, NUMBERS);
    await room.start();
    await room.until(`select from campaign where status = 'finished'`);
    expect(await sipp.complaint()).toBeNull();
    const report = await room.query<{ disposition: string; sip_status: number; calls: number }>(
      'select disposition, sip_status, count(*)::int calls from call group by 1, 2 order by 1',
    );
    expect(report).toEqual([
      { disposition: 'answered', sip_status: 200, calls: await sipp.count('200_Sent') },
      { disposition: 'busy', sip_status: 486, calls: await sipp.count('486_Sent') },
    ]);
    const [{ busy, answered }] = (await room.query(
      `select count(*) filter (where number ~ '[02468]$')::int busy,
              count(*) filter (where number !~ '[02468]$')::int answered from call`,
    )) as [{ busy: number; answered: number }];
    expect([answered, busy]).toEqual(report.map(({ calls }) => calls));
    const pressed = await room.query<{ number: string }>(
      `select number from call where digits = '9'`,
    );
    expect(pressed).toHaveLength(await sipp.count('INFO_Sent'));
    const optedOut = await room.query<{ number: string }>('select number from opt_out');
    const sorted = (rows: { number: string }[]) => rows.map(({ number }) => number).sort();
    expect(sorted(optedOut)).toEqual(sorted(pressed));
    expect(pressed.every(({ number }) => number.endsWith('1'))).toBe(true);
  });
});
