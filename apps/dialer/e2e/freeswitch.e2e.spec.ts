import { Disposition } from '@belltower/dto';
import { describeWith } from '@belltower/testing';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import {
  givenFreeswitchSettings,
  givenServedSwitch,
} from '../../../libs/server/telephony/freeswitch/freeswitch-telephony.builder';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const NUMBERS = 60;

describeWith(['/usr/bin/espeak-ng'])('a campaign over two FreeSWITCHes', () => {
  let room: DialingRoom;
  let folder: string;

  beforeEach(async () => {
    room = await openDialingRoom();
    folder = await mkdtemp(join(tmpdir(), 'belltower-sounds-'));
  });
  afterEach(async () => {
    await room.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('calls every number once, on one or the other, and reports what they said', async () => {
    const [talks, busy] = await Promise.all([
      givenServedSwitch({ outcome: Disposition.Answered, talkSeconds: 0.3 }, ''),
      givenServedSwitch({ outcome: Disposition.Busy }, ''),
    ]);
    const { source: db } = room.database;
    const gateway = await givenGateway(db, room.accountId, { channels: 20, calls_per_second: 20 });
    const settings = givenFreeswitchSettings({
      password: null,
      nodes: [`127.0.0.1:${talks.port}`, `127.0.0.1:${busy.port}`],
      soundFolder: folder,
    });
    await db.query(`update gateway set driver = 'freeswitch', settings = $2 where id = $1`, [
      gateway,
      JSON.stringify(settings),
    ]);
    const campaign = await givenCampaign(db, room.accountId, [gateway], {
      message: 'Hello.',
      max_retries: 0,
    });
    await givenSubscribers(db, room.accountId, campaign, NUMBERS);
    await room.start();
    await room.until(`select from campaign where status = 'finished'`);
    await Promise.all([talks.close(), busy.close()]);

    const report = await room.query<{ disposition: string; calls: number }>(
      'select disposition, count(*)::int calls from call group by 1 order by 1',
    );
    expect(report).toEqual([
      { disposition: 'answered', calls: talks.fake.dialled.length },
      { disposition: 'busy', calls: busy.fake.dialled.length },
    ]);
    const numbers = [...talks.fake.dialled, ...busy.fake.dialled].map(({ number }) => number);
    expect(new Set(numbers).size).toBe(NUMBERS);
    expect(numbers).toHaveLength(NUMBERS);
    // One sound for all of them, where a switch finds it.
    const [sound] = new Set(talks.fake.played);
    expect(new Set(talks.fake.played).size).toBe(1);
    expect(existsSync(sound!)).toBe(true);
  });
});
