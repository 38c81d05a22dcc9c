import { Config, Outbound, Secrets } from '@belltower/core';
import { Channel, Disposition, GatewayStatus, MessageState } from '@belltower/dto';
import {
  Incoming,
  MessagingDriver,
  MessagingDrivers,
  OutboundMessage,
  smsSimulator,
} from '@belltower/messaging';
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
import { MessagingLineMaker, VoiceLineMaker } from './line-makers';
import { MessageReceiver } from './message-receiver';

const ANSWERED = {
  ...{ answered: 1, machine: 0, busy: 0, noAnswer: 0, rejected: 0, invalidNumber: 0 },
  ...{ congestion: 0, failed: 0, talkSecondsMean: 1e3, talkSecondsMost: 1e3, keyPressPercent: 0 },
};
/** Of the simulator for messages. */
const DELIVERED = {
  ...{ delivered: 1, undelivered: 0, expired: 0, unreported: 0, rejected: 0, failed: 0 },
  replyPercent: 0,
};
const REJECTED = { ...DELIVERED, delivered: 0, rejected: 1 };
const BUSY = { ...ANSWERED, answered: 0, busy: 1 };

/** The simulators look at the clock every 10 ms of real time. */
async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the lines of a process', () => {
  let test: TestDatabase;
  let dataDir: string;
  let lines: HeldLines;
  let clock: FixedClock;
  let receiver: MessageReceiver;
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
    const telephony = new TelephonyDrivers([simulator as TelephonyDriver]);
    const messaging = new MessagingDrivers([smsSimulator as MessagingDriver]);
    const config = Object.assign(new Config(), { DATA_DIR: dataDir });
    const settings = new DriverSettings(
      telephony,
      messaging,
      new Secrets('x'.repeat(32)),
      config,
      new Outbound(true),
    );
    const sounds = new SpokenSounds(new EspeakVoice());
    receiver = new MessageReceiver();
    lines = new HeldLines(
      test.source,
      new VoiceLineMaker(telephony, settings, config, clock, sounds),
      new MessagingLineMaker(messaging, settings, config, clock, new Outbound(true), receiver),
    );
  });
  afterEach(async () => {
    await lines.close();
    await test.source.query('delete from gateway');
  });

  const givenGateway = async (settings: object, channel = Channel.Voice): Promise<number> => {
    const [row] = await test.source.query<[{ id: number }]>(
      `insert into gateway (name, channel, driver, settings, channels, calls_per_second, status)
       values ('Simulator ' || $2, $2, 'simulator', $1, 10, 5, 'down') returning id`,
      [settings, channel],
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

  it('tell the engine of every gateway, whether it is up or down', async () => {
    const id = await givenGateway(ANSWERED);
    const other = await givenGateway(DELIVERED, Channel.Sms);
    const rest = { channels: 10, enabled: true, down: true };
    expect(await lines.gateways()).toEqual([
      expect.objectContaining({ ...rest, id, name: 'Simulator voice', channel: 'voice' }),
      expect.objectContaining({ ...rest, id: other, channel: 'sms' }),
    ]);
  });

  it('are one a gateway, however many ask at once', async () => {
    const id = await givenGateway(ANSWERED);
    const [one, other] = await Promise.all([lines.telephonyOf(id), lines.telephonyOf(id)]);
    expect(one).toBe(other);
    await lines.check(id);
    expect(await lines.telephonyOf(id)).toBe(one);
  });

  it('place new calls by new settings and still hang up the calls of before', async () => {
    const id = await givenGateway(ANSWERED);
    const telephony = await lines.telephonyOf(id);
    const before = place(telephony, 'bt-1-before');
    clock.advance(25);
    await firstValueFrom(before.pipe(filter(({ type }) => type === 'answered')));

    await test.source.query('update gateway set settings = $2 where id = $1', [id, BUSY]);
    await lines.check(id);
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

  it('refuse a gateway that does not exist, and one of the other channel', async () => {
    await expect(lines.telephonyOf(999_999)).rejects.toMatchObject({ code: 'gateway.not-found' });
    const voice = await givenGateway(ANSWERED);
    const sms = await givenGateway(DELIVERED, Channel.Sms);
    const wrong = { code: 'gateway.wrong-channel' };
    await expect(lines.telephonyOf(sms)).rejects.toMatchObject(wrong);
    await expect(lines.messagingOf(voice)).rejects.toMatchObject(wrong);
  });

  describe('for messages', () => {
    const message = (): OutboundMessage => ({
      ...{ id: `bt-1-${++calls}`, number: '+12025550123', sender: null, text: 'Hello' },
    });
    const heard = () => {
      const all: [number, Incoming][] = [];
      receiver.register('receipt', async (gatewayId, receipt) => {
        all.push([gatewayId, receipt]);
      });
      return all;
    };

    it('hand them over, and what comes in to whoever keeps it', async () => {
      const incoming = heard();
      const id = await givenGateway(DELIVERED, Channel.Sms);
      const sent = (await lines.messagingOf(id)).send(message());
      clock.advance(1);
      const { state, ids } = await sent;
      expect(state).toBe(MessageState.Sent);
      clock.advance(20);
      await until(() => incoming.length > 0);
      expect(incoming.at(-1)).toEqual([
        id,
        expect.objectContaining({ type: 'receipt', id: ids[0], state: MessageState.Delivered }),
      ]);
      expect(lines.figures().get(id)).toEqual({ messages: 1, taken: 1, messagesNow: 0 });
    });

    it('take new messages by new settings, and hand over those of before by theirs', async () => {
      const id = await givenGateway(DELIVERED, Channel.Sms);
      const messaging = await lines.messagingOf(id);
      const before = messaging.send(message());
      await test.source.query('update gateway set settings = $2 where id = $1', [id, REJECTED]);
      await lines.check(id);
      const after = messaging.send(message());
      clock.advance(1);
      expect((await before).state).toBe(MessageState.Sent);
      expect((await after).state).toBe(MessageState.Rejected);
    });

    it('keep no connection for a check alone, and keep one that is used', async () => {
      const id = await givenGateway(DELIVERED, Channel.Sms);
      expect(await lines.check(id)).toMatchObject({ status: GatewayStatus.Up });
      expect(lines.figures().size).toBe(0);
      const used = await lines.messagingOf(id);
      await lines.check(id);
      expect(await lines.messagingOf(id)).toBe(used);
      const sent = used.send(message());
      clock.advance(1);
      expect(await sent).toMatchObject({ state: MessageState.Sent });
    });

    it('say what another process has said a moment ago of its open connection with the same settings', async () => {
      const id = await givenGateway(DELIVERED, Channel.Sms);
      const { updatedAt } = await test.source.getRepository(Gateway).findOneByOrFail({ id });
      const say = async (settingsOf: Date, secondsAgo: number) => {
        const standing = { detail: 'Bound to it', settingsOf: settingsOf.toISOString() };
        await test.source.query('delete from dialer');
        await test.source.query(
          `insert into dialer (id, host, pid, started_at, beat_at, lines)
           values (gen_random_uuid(), 'other', 1, now(), clock_timestamp() - $2 * interval '1 second', $1)`,
          [JSON.stringify([{ gatewayId: id, standing }]), secondsAgo],
        );
        return (await lines.check(id)).detail;
      };
      expect(await say(updatedAt, 0)).toMatch(/^Bound to it; said .* by the dialing process/);
      expect(await say(updatedAt, 60)).toContain('simulated');
      expect(await say(new Date(0), 0)).toContain('simulated');
      await test.source.query('delete from dialer');
    });

    it('refuse what nobody keeps, so that it comes again', async () => {
      const reply = { type: 'reply', at: new Date(), id: '1', from: '+1', to: '+2', text: 'Hi' };
      await expect(receiver.of(1)(reply as Incoming)).rejects.toThrow(/Nobody/);
    });
  });
});
