import { FixedClock } from '@belltower/testing';
import { MessageState, SmsSimulatorSettings } from '@belltower/dto';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Incoming } from '../messaging';
import { givenContext } from '../messaging-context.builder';
import { describeMessaging, FarSide } from '../messaging.contract';
import { readSmsLedger, smsSimulator } from './index';
import { smsScriptOf } from './script';
import { givenSmsSettings } from './sms-simulator.builder';

const { Queued, Sent, Delivered, Rejected, Unknown } = MessageState;
const directories: string[] = [];
const LOOKED_AT_MS = 10;

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'belltower-sms-simulator-'));
  directories.push(directory);
  return directory;
}

afterAll(() =>
  Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))),
);

/** Its world is looked at many times a second: what was asked for is done by then. */
async function passing(clock: FixedClock, seconds: number): Promise<void> {
  clock.advance(seconds);
  await new Promise((looked) => setTimeout(looked, 4 * LOOKED_AT_MS));
}

function settingsOf(side: FarSide): SmsSimulatorSettings {
  const only = {
    taken: side.outcome ?? 'unreported',
    silent: side.outcome ?? 'unreported',
    'wrong-number': 'rejected',
    broken: 'failed',
    busy: 'busy',
  } as const;
  return givenSmsSettings({
    only: only[side.answer],
    unansweredPercent: side.answer === 'silent' ? 100 : 0,
    earlyPercent: side.told === 'before' ? 100 : 0,
    twicePercent: side.told === 'twice' ? 100 : 0,
    outOfOrderPercent: side.told === 'out-of-order' ? 100 : 0,
    replyPercent: side.reply ? 100 : 0,
    ...(side.reply ? { replies: [side.reply] } : {}),
    down: side.down ?? false,
  });
}

describeMessaging('simulator', async (side, receive) => {
  const dataDir = await newDirectory();
  const clock = new FixedClock();
  const settings = settingsOf(side);
  const messaging = smsSimulator.create(givenContext({ settings, dataDir, clock, receive }));
  return {
    messaging,
    pass: (seconds) => passing(clock, seconds),
    arrived: async () => {
      // What is still to be written is written when it closes.
      await messaging.close();
      const entries = await readSmsLedger(dataDir, 1);
      return entries.map(({ number, sender, text }) => ({ number, sender, text }));
    },
    close: () => messaging.close(),
  };
});

describe('the simulated network', () => {
  const open = async (settings: SmsSimulatorSettings, dataDir?: string) => {
    const directory = dataDir ?? (await newDirectory());
    const clock = new FixedClock();
    const incoming: Incoming[] = [];
    const receive = async (one: Incoming) => void incoming.push(one);
    const context = { gatewayId: 7, settings, dataDir: directory, clock, receive };
    const messaging = smsSimulator.create(givenContext(context));
    const send = (id: number) =>
      messaging.send({ id: `bt-1-${id}`, number: '+12025550123', sender: null, text: 'Hello' });
    return { messaging, clock, incoming, send, dataDir: directory };
  };

  it('takes no more in a second than it has room for', async () => {
    const { messaging, clock, send } = await open(
      givenSmsSettings({ only: 'delivered', capacityPerSecond: 2 }),
    );
    const sent = [send(1), send(2), send(3)];
    clock.advance(1);
    sent.push(send(4));
    await passing(clock, 1);
    const states = (await Promise.all(sent)).map(({ state }) => state);
    expect(states).toEqual([Sent, Sent, Queued, Sent]);
    await messaging.close();
  });

  it('tells a day later where it is set to, and not at all where receipts are lost', async () => {
    const late = await open(givenSmsSettings({ only: 'delivered', latePercent: 100 }));
    const sent = late.send(1);
    await passing(late.clock, 3_600);
    expect([(await sent).state, late.incoming]).toEqual([Sent, []]);
    await passing(late.clock, 86_400);
    expect(late.incoming).toMatchObject([{ state: Delivered }]);
    await late.messaging.close();

    const lost = await open(givenSmsSettings({ only: 'delivered', lostPercent: 100 }));
    void lost.send(1);
    await passing(lost.clock, 200_000);
    expect(lost.incoming).toEqual([]);
    await lost.messaging.close();
    expect(await readSmsLedger(lost.dataDir, 7)).toMatchObject([{ outcome: Delivered }]);
  });

  it('runs as many times faster as it is set to', async () => {
    const { messaging, clock, send } = await open(
      givenSmsSettings({ only: 'delivered', speed: 10, answerSeconds: 20 }),
    );
    const startedAt = clock.now().getTime();
    const sent = send(1);
    await passing(clock, 2.5);
    expect((await sent).at.getTime() - startedAt).toBe(2_000);
    await messaging.close();
  });

  it('keeps a ledger of what it was given, across processes, doubles too', async () => {
    const settings = givenSmsSettings({ only: 'rejected' });
    const first = await open(settings);
    const sent = first.send(1);
    await passing(first.clock, 1);
    expect((await sent).state).toBe(Rejected);
    await first.messaging.close();
    const second = await open(
      givenSmsSettings({ only: 'delivered', unansweredPercent: 100 }),
      first.dataDir,
    );
    const again = second.send(1);
    await second.messaging.close();
    expect((await again).state).toBe(Unknown);
    const entry = { id: 'bt-1-1', number: '+12025550123', sender: null, text: 'Hello' };
    expect(await readSmsLedger(first.dataDir, 7)).toEqual([
      { ...entry, at: '2026-03-02T10:00:00.000Z', answer: Rejected, outcome: Rejected },
      { ...entry, at: '2026-03-02T10:00:00.000Z', answer: Unknown, outcome: Delivered },
    ]);
  });
});

describe('what the simulated network makes of a message', () => {
  const message = (id: number) => ({ id: `bt-1-${id}`, number: `+1202555${1_000 + (id % 9_000)}` });

  it('is the same for the same seed, number and attempt, and not for every attempt', () => {
    const settings = new SmsSimulatorSettings();
    expect(smsScriptOf(settings, message(5))).toEqual(smsScriptOf(settings, message(5)));
    const outcomes = Array.from(
      { length: 200 },
      (_, id) => smsScriptOf(settings, message(id)).outcome,
    );
    expect(new Set(outcomes).size).toBeGreaterThan(2);
  });

  it('follows the shares of its settings within a percent of twenty thousand messages', () => {
    const settings = givenSmsSettings({
      delivered: 60,
      undelivered: 30,
      expired: 0,
      unreported: 0,
    });
    Object.assign(settings, { rejected: 10, failed: 0 });
    const counts = new Map<MessageState, number>();
    for (let id = 0; id < 20_000; id++) {
      const { outcome } = smsScriptOf(settings, message(id));
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    const shares = [Delivered, MessageState.Undelivered, Rejected].map((state) =>
      Math.round((counts.get(state) ?? 0) / 200),
    );
    expect(shares).toEqual([60, 30, 10]);
  });

  it('never contradicts itself, whatever the settings: refused is silent, told is what it came to', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    const settings = fc
      .record({
        delivered: percent,
        undelivered: percent,
        rejected: percent,
        busy: percent,
        unansweredPercent: percent,
        lostPercent: percent,
        twicePercent: percent,
        outOfOrderPercent: percent,
        earlyPercent: percent,
        latePercent: percent,
        replyPercent: percent,
        seed: fc.string({ minLength: 1, maxLength: 8 }),
      })
      .map((values) => givenSmsSettings(values));
    fc.assert(
      fc.property(settings, fc.nat(10_000), (given, id) => {
        const { answer, outcome, told } = smsScriptOf(given, message(id));
        const times = told.map(({ atMs }) => atMs);
        expect(times).toEqual([...times].sort((one, other) => one - other));
        if (answer.state !== Sent && answer.state !== Unknown) expect(told).toEqual([]);
        for (const one of told)
          if (one.type === 'receipt') expect([outcome, Sent]).toContain(one.state);
          else expect(outcome).toBe(Delivered);
      }),
    );
  });
});
