import { FixedClock } from '@belltower/testing';
import { MessageState, SmsSimulatorSettings } from '@belltower/dto';
import fc from 'fast-check';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Incoming } from '../messaging';
import { givenContext } from '../messaging-context.builder';
import { describeMessaging, FarSide } from '../messaging.contract';
import { until } from '../testing/until';
import { readSmsLedger, smsSimulator } from './index';
import { longestMs, smsScriptOf } from './script';
import { SmsSimulator } from './sms-simulator';
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
      {
        ...{ ...entry, at: '2026-03-02T10:00:00.000Z', answer: Unknown, outcome: Delivered },
        by: expect.stringMatching(/./),
      },
    ]);
  });
});

describe('a simulated network whose process ends', () => {
  const SLOW = { receiptSecondsFrom: 10, receiptSecondsUntil: 100, answerSeconds: 1 };
  const open = async (
    dataDir: string,
    {
      at,
      silenceMs,
      ...values
    }: Partial<SmsSimulatorSettings> & { at?: Date; silenceMs?: number } = {},
  ) => {
    const clock = new FixedClock();
    if (at) clock.set(at);
    const incoming: Incoming[] = [];
    const settings = givenSmsSettings({ only: 'delivered', ...SLOW, ...values });
    const receive = async (one: Incoming) => void incoming.push(one);
    const context = givenContext({ gatewayId: 7, settings, dataDir, clock, receive });
    const messaging = new SmsSimulator(context, silenceMs);
    const send = (from: number, until: number) => {
      for (let id = from; id < until; id++)
        void messaging.send({ id: `bt-1-${id}`, number: '+12025550123', sender: null, text: 'Hi' });
    };
    return { messaging, clock, incoming, send };
  };
  type Network = Awaited<ReturnType<typeof open>>;
  const namesOf = (...networks: Pick<Network, 'incoming'>[]) =>
    networks.flatMap(({ incoming }) =>
      incoming.flatMap((one) => {
        if (one.type === 'late-answer') return [];
        return one.type === 'receipt' ? one.id.raw : one.id;
      }),
    );
  /** Has it listen, as a process that listens does every few seconds, until it has heard so much. */
  const hear = (network: Network, count: number) =>
    until(() => {
      network.messaging.listen();
      return network.incoming.length >= count;
    });
  const receipts = (from: number, until: number) =>
    Array.from({ length: until - from }, (_, at) => `sim-bt-1-${from + at}`);
  const notes = async (dataDir: string) => {
    const names = await readdir(join(dataDir, 'simulator', 'gateway-7.notes'));
    return names.length;
  };

  it('goes on in the next: what was still to be told is told, at the time it was due, and nothing twice', async () => {
    const dataDir = await newDirectory();
    const first = await open(dataDir);
    first.send(0, 40);
    await passing(first.clock, 50);
    const told = first.incoming.length;
    expect(told).toBeGreaterThan(5);
    await first.messaging.close();
    // Whoever listens may not know yet.
    first.messaging.listen();
    first.clock.advance(20);
    const second = await open(dataDir, { at: first.clock.now() });
    second.send(40, 50);
    second.messaging.listen();
    await until(() => second.incoming.length > 0);
    await passing(second.clock, 200);
    await hear(second, 50 - told);
    const names = namesOf(first, second);
    expect(names.sort()).toEqual(receipts(0, 50).sort());
    for (const { at } of second.incoming)
      expect(at.getTime() - Date.parse('2026-03-02T10:00:50Z')).toBeGreaterThanOrEqual(0);
    await second.messaging.close();
    expect(await notes(dataDir)).toBe(0);
  });

  it('goes on in whoever listens after it was killed, and after that one was killed too', async () => {
    /** What is on disk at this moment, and had been told; the rest of it goes on elsewhere and counts no more. */
    const kill = async ({ messaging, clock, incoming }: Network, dataDir: string) => {
      const copy = await newDirectory();
      const heard = namesOf({ incoming: [...incoming] });
      await cp(dataDir, copy, { recursive: true });
      await messaging.close();
      return { dataDir: copy, at: clock.now(), heard };
    };
    const replies = { replyPercent: 100, replies: ['Yes'], replySeconds: 50 };
    const dataDir = await newDirectory();
    const first = await open(dataDir, replies);
    first.send(0, 60);
    await passing(first.clock, 30);
    const once = await kill(first, dataDir);
    expect(once.heard.length).toBeGreaterThan(0);

    const second = await open(once.dataDir, { at: once.at, silenceMs: 100 });
    second.clock.advance(20);
    await hear(second, 5);
    const twice = await kill(second, once.dataDir);

    const third = await open(twice.dataDir, { at: twice.at, silenceMs: 100 });
    third.clock.advance(200);
    const all = [
      ...receipts(0, 60),
      ...receipts(0, 60).map((name) => name.replace('sim-', 'sim-reply-')),
    ];
    const heard = () => new Set([...once.heard, ...twice.heard, ...namesOf(third)]);
    await until(() => {
      third.messaging.listen();
      return heard().size >= all.length;
    });
    expect([...heard()].sort()).toEqual(all.sort());
    await third.messaging.close();
  });

  it('leaves alone what a living process has to tell', async () => {
    const dataDir = await newDirectory();
    const living = await open(dataDir);
    const listening = await open(dataDir);
    living.send(0, 20);
    listening.send(20, 30);
    for (let looks = 0; looks < 5; looks++) {
      listening.messaging.listen();
      await passing(living.clock, 40);
      await passing(listening.clock, 40);
    }
    expect(namesOf(living).sort()).toEqual(receipts(0, 20).sort());
    expect(namesOf(listening).sort()).toEqual(receipts(20, 30).sort());
    await living.messaging.close();
    await listening.messaging.close();
  });

  it('tells what its own settings said, whatever they are now', async () => {
    const dataDir = await newDirectory();
    const first = await open(dataDir);
    first.send(0, 20);
    await first.messaging.close();
    const second = await open(dataDir, {
      ...givenSmsSettings({ only: 'undelivered' }),
      seed: 'another',
    });
    second.clock.advance(200);
    await hear(second, 20);
    expect(second.incoming.every((one) => one.type === 'receipt' && one.state === Delivered)).toBe(
      true,
    );
    await second.messaging.close();
  });

  it('is told of again until it is kept', async () => {
    const dataDir = await newDirectory();
    const first = await open(dataDir);
    first.send(0, 20);
    await first.messaging.close();
    const refusing = await open(dataDir);
    refusing.clock.advance(200);
    refusing.incoming.push = () => {
      throw new Error('The database is away.');
    };
    refusing.messaging.listen();
    await passing(refusing.clock, 5);
    await refusing.messaging.close();
    const last = await open(dataDir, { at: refusing.clock.now() });
    await hear(last, 20);
    expect(namesOf(last).sort()).toEqual(receipts(0, 20).sort());
    await last.messaging.close();
  });

  it('has its messages found in a ledger that went on in another file meanwhile', async () => {
    const dataDir = await newDirectory();
    const first = await open(dataDir, { ledgerMegabytes: 1 });
    const count = 8_000;
    for (let from = 0; from < count; from += 500) {
      first.send(from, from + 500);
      // Written down, and nothing told yet.
      await passing(first.clock, 0);
    }
    await first.messaging.close();
    expect((await readdir(join(dataDir, 'simulator'))).sort()).toEqual([
      'gateway-7.jsonl',
      'gateway-7.notes',
      'gateway-7.old.jsonl',
    ]);
    const second = await open(dataDir, { at: first.clock.now() });
    second.clock.advance(200);
    await hear(second, count);
    expect(new Set(namesOf(second)).size).toBe(count);
    await second.messaging.close();
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
        for (const one of told) expect(one.atMs).toBeLessThanOrEqual(longestMs(given));
        for (const one of told)
          if (one.type === 'receipt') expect([outcome, Sent]).toContain(one.state);
          else expect(outcome).toBe(Delivered);
      }),
    );
  });
});
