import { SipSettings } from '@belltower/dto';
import { parseWav } from '@belltower/telephony';
import { Baresip, BARESIP, describeWith } from '@belltower/testing';
import { givenAudio } from '../../../libs/server/audio/audio.builder';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { secondsOfTone, tone } from '../../../libs/server/telephony/sip/testing/likeness.builder';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const NUMBER = '+12025550000';

describeWith([BARESIP])('a campaign of recordings over a SIP trunk', () => {
  let room: DialingRoom;
  let phone: Baresip;

  beforeEach(async () => {
    room = await openDialingRoom();
    phone = await Baresip.answering(NUMBER);
  });
  afterEach(async () => {
    await room.close();
    await phone.end();
  });

  it('is heard by a softphone, which answers the question that it has heard', async () => {
    const { source: db } = room.database;
    const { accountId } = room;
    const message = await givenAudio(db, accountId, tone(600, 2));
    const question = await givenAudio(db, accountId, tone(1_000, 3));
    const gateway = await givenGateway(db, accountId);
    const settings = Object.assign(new SipSettings(), { host: '127.0.0.1', port: phone.port });
    await db.query(`update gateway set driver = 'sip', settings = $2 where id = $1`, [
      gateway,
      JSON.stringify(settings),
    ]);
    const campaign = await givenCampaign(db, accountId, [gateway], {
      audio_id: message,
      message: '',
      goodbye_audio_id: await givenAudio(db, accountId, tone(1_500, 2)),
      questions: [
        {
          name: 'Coming?',
          audioId: question,
          text: '',
          answers: [{ key: '1', label: 'Yes' }],
          repeats: 0,
          waitSeconds: 20,
        },
      ],
    });
    await givenSubscribers(db, accountId, campaign, 1);
    await room.start();
    await phone.hearing();
    // All of the message and of what follows it before a key, and some of the question.
    await phone.hears(5);
    phone.press('1');
    await room.until(`select from call where answers is not null`);
    const [call] = await room.query('select disposition, digits, answers from call');
    expect(call).toEqual({ disposition: 'answered', digits: '1', answers: { 'Coming?': '1' } });
    const { samples } = parseWav(await phone.recording())!;
    expect(secondsOfTone(samples, 600)).toBeGreaterThan(1.5);
    expect(secondsOfTone(samples, 1_000)).toBeGreaterThan(1);
    expect(secondsOfTone(samples, 1_500)).toBeGreaterThan(1.5);
  });
});
