import { Config, Secrets } from '@belltower/core';
import { Disposition } from '@belltower/dto';
import {
  EspeakVoice,
  simulator,
  SpokenSounds,
  Telephony,
  TelephonyDriver,
  TelephonyDrivers,
} from '@belltower/telephony';
import { createTestDatabase, FixedClock, TestDatabase } from '@belltower/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, lastValueFrom, shareReplay } from 'rxjs';
import { DriverSettings } from './driver-settings';
import { HeldLines } from './gateway-lines';
import { Gateway, GatewayGrant } from './gateway.entity';

const ANSWERED = {
  ...{ answered: 1, machine: 0, busy: 0, noAnswer: 0, rejected: 0, invalidNumber: 0 },
  ...{ congestion: 0, failed: 0, talkSecondsMean: 1e3, talkSecondsMost: 1e3, keyPressPercent: 0 },
};
const BUSY = { ...ANSWERED, answered: 0, busy: 1 };

describe('the lines of a process', () => {
  let test: TestDatabase;
  let dataDir: string;
  let lines: HeldLines;
  let clock: FixedClock;
  let calls = 0;

  beforeAll(async () => {
    test = await createTestDatabase([Gateway, GatewayGrant]);
    dataDir = await mkdtemp(join(tmpdir(), 'belltower-lines-'));
  });
  afterAll(async () => {
    await test.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  beforeEach(() => {
    clock = new FixedClock();
    const drivers = new TelephonyDrivers([simulator as TelephonyDriver]);
    const settings = new DriverSettings(drivers, new Secrets('x'.repeat(32)));
    const config = Object.assign(new Config(), { DATA_DIR: dataDir });
    const sounds = new SpokenSounds(new EspeakVoice());
    lines = new HeldLines(test.source, drivers, settings, config, clock, sounds);
  });
  afterEach(async () => {
    await lines.close();
    await test.source.query('delete from gateway');
  });

  const givenGateway = async (settings: object): Promise<number> => {
    const [row] = await test.source.query<[{ id: number }]>(
      `insert into gateway (name, channel, driver, settings, channels, calls_per_second, status)
       values ('Simulator', 'voice', 'simulator', $1, 10, 5, 'down') returning id`,
      [settings],
    );
    return row.id;
  };
  const place = (telephony: Telephony, id = `bt-1-${++calls}`) => {
    const events = telephony
      .place({
        id,
        number: '+12025550123',
        callerId: null,
        callerName: null,
        ringTimeoutSeconds: 30,
        maxCallSeconds: 600,
        opening: { prompt: null, waitSeconds: 1 },
        prompts: [],
        keys: [],
      })
      .pipe(shareReplay());
    events.subscribe();
    return events;
  };

  it('tell the engine of every voice gateway, whether it is up or down', async () => {
    const id = await givenGateway(ANSWERED);
    expect(await lines.gateways()).toEqual([
      expect.objectContaining({ id, name: 'Simulator', channels: 10, enabled: true, down: true }),
    ]);
  });

  it('are one a gateway, however many ask at once', async () => {
    const id = await givenGateway(ANSWERED);
    const [one, other] = await Promise.all([lines.telephonyOf(id), lines.telephonyOf(id)]);
    expect(one).toBe(other);
    expect(await lines.lookAgain(id)).toBe(one);
  });

  it('place new calls by new settings and still hang up the calls of before', async () => {
    const id = await givenGateway(ANSWERED);
    const telephony = await lines.telephonyOf(id);
    const before = place(telephony, 'bt-1-before');
    clock.advance(25);
    await firstValueFrom(before.pipe(filter(({ type }) => type === 'answered')));

    await test.source.query('update gateway set settings = $2 where id = $1', [id, BUSY]);
    await lines.lookAgain(id);
    const after = place(telephony);
    clock.advance(5);
    expect(await lastValueFrom(after)).toMatchObject({ disposition: Disposition.Busy });
    expect(await telephony.alive(['bt-1-before'])).toEqual(new Set(['bt-1-before']));

    await telephony.hangUp('bt-1-before');
    expect(await lastValueFrom(before)).toMatchObject({ disposition: Disposition.Answered });
  });

  it('end their calls when the process ends', async () => {
    const id = await givenGateway(ANSWERED);
    const ringing = place(await lines.telephonyOf(id));
    await lines.close();
    expect(await lastValueFrom(ringing)).toMatchObject({ disposition: Disposition.Cancelled });
  });

  it('refuse a gateway that does not exist', async () => {
    await expect(lines.telephonyOf(999_999)).rejects.toMatchObject({ code: 'gateway.not-found' });
  });
});
