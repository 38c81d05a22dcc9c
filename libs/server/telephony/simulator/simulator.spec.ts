import { Ledger, removeLedger } from '@belltower/core';
import { EspeakVoice, SpokenSounds } from '../sound';
import { Disposition, SimulatorSettings } from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastValueFrom, shareReplay, toArray } from 'rxjs';
import { OutboundCall } from '../telephony';
import { describeTelephony, FarSide } from '../telephony.contract';
import { readLedger, simulator } from './index';
import { LedgerLine } from './ledger';
import { Simulator } from './simulator';
import { givenSettings } from './simulator.builder';

const directories: string[] = [];
const LOOKED_AT_MS = 10;

const sounds = new SpokenSounds(new EspeakVoice());

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'belltower-simulator-'));
  directories.push(directory);
  return directory;
}

afterAll(() =>
  Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))),
);

describeTelephony(
  'simulator',
  async (side) => {
    const dataDir = await newDirectory();
    const clock = new FixedClock();
    const telephony = new Simulator(
      { gatewayId: 1, settings: settingsOf(side), dataDir, clock, sounds },
      settingsOf(side.other ?? side),
    );
    return {
      telephony,
      pass: (seconds) => passing(clock, seconds),
      reached: async () => {
        // What is still to be written is written when it closes.
        await telephony.close();
        return (await readLedger(dataDir, 1)).map(({ id }) => id);
      },
      close: () => telephony.close(),
    };
  },
  { restarts: false },
);

/** Its world is looked at many times a second: what was asked for is done by then. */
async function passing(clock: FixedClock, seconds: number): Promise<void> {
  clock.advance(seconds);
  await new Promise((looked) => setTimeout(looked, 3 * LOOKED_AT_MS));
}

function settingsOf(side: FarSide): SimulatorSettings {
  const { outcome, ringSeconds, talkSeconds, keys, down, speakSeconds } = side;
  return givenSettings({
    ...(outcome === 'silent' ? { silentPercent: 100 } : {}),
    ...(outcome === 'late' ? { latePercent: 100 } : {}),
    ...(outcome === 'silent' || outcome === 'late' ? {} : { only: outcome }),
    ...(ringSeconds === undefined ? {} : { ringSeconds }),
    ...(talkSeconds === undefined ? {} : { talkSeconds }),
    ...(keys ? { keyPressPercent: 100, keys: [keys], keySecondsMost: 3.5, seed: 'keys' } : {}),
    ...(speakSeconds === undefined ? { answerPercent: 0 } : { answerPercent: 100, speakSeconds }),
    down: down ?? false,
  });
}

describe('the simulated carrier', () => {
  const open = async (
    settings: SimulatorSettings,
    place: { dataDir?: string; clock?: FixedClock } = {},
  ) => {
    const { dataDir = await newDirectory(), clock = new FixedClock() } = place;
    const telephony = simulator.create({ gatewayId: 7, settings, dataDir, clock, sounds });
    let calls = 0;
    const call = (values: Partial<OutboundCall> = {}) => {
      const events = telephony
        .place({
          id: `bt-1-${++calls}`,
          number: '+12025550123',
          callerId: null,
          callerName: null,
          ringTimeoutSeconds: 30,
          maxCallSeconds: 600,
          opening: { prompt: null, waitSeconds: 1 },
          prompts: [],
          keys: ['9'],
          ...values,
        })
        .pipe(toArray(), shareReplay());
      events.subscribe();
      return lastValueFrom(events);
    };
    return { telephony, clock, dataDir, call };
  };

  it('refuses more calls at the same time than it has room for', async () => {
    const { telephony, clock, call } = await open(
      givenSettings({ only: Disposition.Answered, capacityChannels: 2 }),
    );
    const calls = [call(), call(), call()];
    clock.advance(600);
    const ends = (await Promise.all(calls)).map((events) => events.at(-1));
    expect(ends.map((end) => end && 'sipStatus' in end && end.sipStatus)).toEqual([200, 200, 503]);
    await telephony.close();
  });

  it('refuses more new calls in a second than it takes, and takes more in the next', async () => {
    const { telephony, clock, call } = await open(
      givenSettings({ only: Disposition.Answered, capacityCallsPerSecond: 1 }),
    );
    const calls = [call(), call()];
    clock.advance(1);
    calls.push(call());
    clock.advance(600);
    const ends = (await Promise.all(calls)).map((events) => events.at(-1));
    expect(ends.map((end) => end && 'sipStatus' in end && end.sipStatus)).toEqual([200, 503, 200]);
    await telephony.close();
  });

  it('tells ringing and answer twice where it is set to, but the end once', async () => {
    const { telephony, clock, call } = await open(
      givenSettings({ only: Disposition.Answered, twicePercent: 100 }),
    );
    const events = call();
    clock.advance(600);
    expect((await events).map(({ type }) => type)).toEqual([
      'ringing',
      'ringing',
      'answered',
      'answered',
      'hung-up',
    ]);
    await telephony.close();
  });

  it('ends with a status that nobody knows where it is set to', async () => {
    const { telephony, clock, call } = await open(
      givenSettings({ only: Disposition.Busy, garbagePercent: 100 }),
    );
    const events = call();
    clock.advance(600);
    expect((await events).at(-1)).toMatchObject({
      disposition: Disposition.Failed,
      sipStatus: 799,
    });
    await telephony.close();
  });

  it('runs as many times faster as it is set to, timeouts included', async () => {
    const { telephony, clock, call } = await open(
      givenSettings({ only: Disposition.NoAnswer, speed: 10 }),
    );
    const placedAt = clock.now().getTime();
    const events = call({ ringTimeoutSeconds: 30 });
    clock.advance(4);
    const end = (await events).at(-1)!;
    expect(end.at.getTime() - placedAt).toBe(3_004);
    await telephony.close();
  });

  it('keeps a ledger of what it was asked and what became of it', async () => {
    const settings = givenSettings({ only: Disposition.Answered, ringSeconds: 5, talkSeconds: 20 });
    const { telephony, clock, call, dataDir } = await open(settings);
    const events = call({ id: 'bt-1-5', number: '+442079460123', callerId: '+442079460000' });
    clock.advance(600);
    const [ringing, answered, end] = await events;
    await telephony.close();
    expect(await readLedger(dataDir, 7)).toEqual([
      {
        id: 'bt-1-5',
        number: '+442079460123',
        callerId: '+442079460000',
        placedAt: '2026-03-02T10:00:00.000Z',
        ringingAt: ringing!.at.toISOString(),
        answeredAt: answered!.at.toISOString(),
        endedAt: end!.at.toISOString(),
        disposition: Disposition.Answered,
        sipStatus: 200,
        q850: 16,
        digits: '',
      },
    ]);
  });

  it('has a call on record before anything is told of it', async () => {
    const { telephony, clock, dataDir } = await open(givenSettings({ only: Disposition.Busy }));
    const recorded = new Promise<number>((resolve) => {
      telephony
        .place({
          id: 'bt-1-1',
          number: '+12025550123',
          callerId: null,
          callerName: null,
          ringTimeoutSeconds: 30,
          maxCallSeconds: 600,
          opening: { prompt: null, waitSeconds: 1 },
          prompts: [],
          keys: [],
        })
        .subscribe(() => void readLedger(dataDir, 7).then(({ length }) => resolve(length)));
    });
    clock.advance(10);
    expect(await recorded).toBe(1);
    await telephony.close();
  });

  it('reads on past the line in whose middle a process died', async () => {
    const first = await open(givenSettings({ only: Disposition.Busy }));
    const before = first.call({ id: 'bt-1-1' });
    first.clock.advance(10);
    await before;
    await first.telephony.close();
    await appendFile(
      join(first.dataDir, 'simulator', 'gateway-7.jsonl'),
      '{"line":"placed","id":"bt',
    );

    const second = await open(givenSettings({ only: Disposition.Busy }), first);
    const after = second.call({ id: 'bt-1-2' });
    second.clock.advance(10);
    await after;
    await second.telephony.close();
    const ids = (await readLedger(first.dataDir, 7)).map(({ id }) => id);
    expect(ids).toEqual(['bt-1-1', 'bt-1-2']);
  });

  it('shows both calls where one attempt was dialled twice', async () => {
    const { telephony, clock, call, dataDir } = await open(
      givenSettings({ only: Disposition.Busy }),
    );
    const once = async () => {
      const events = call({ id: 'bt-1-1' });
      clock.advance(10);
      await events;
    };
    await once();
    await once();
    await telephony.close();
    expect(await readLedger(dataDir, 7)).toHaveLength(2);
  });

  it('forgets its oldest calls once the ledger is full, and knows the newest whole', async () => {
    const settings = givenSettings({ only: Disposition.Busy, ledgerMegabytes: 1 });
    const directory = await newDirectory();
    // Two processes with one ledger: each finds what the other has turned.
    const first = new Ledger<LedgerLine>(directory, 7, settings.ledgerMegabytes);
    const second = new Ledger<LedgerLine>(directory, 7, settings.ledgerMegabytes);
    const calls = 20_000;
    for (let n = 0; n < calls; n++) {
      const ledger = n % 2 ? first : second;
      const id = `bt-1-${n}`;
      const at = new Date(n).toISOString();
      ledger.append({ line: 'placed', id, number: '+12025550123', callerId: null, placedAt: at });
      const times = { ringingAt: null, answeredAt: null, endedAt: at };
      const end = { disposition: Disposition.Busy, sipStatus: 486, q850: 17, digits: '' };
      ledger.append({ line: 'ended', id, ...times, ...end });
      if (n % 10 > 7) ledger.flush();
    }
    for (const ledger of [first, second]) {
      ledger.flush();
      ledger.close();
    }
    const kept = await readLedger(directory, 7);
    const ids = new Set(kept.map(({ id }) => id));
    expect(kept.length).toBeLessThan(calls / 2);
    expect(kept.every(({ endedAt }) => endedAt !== null)).toBe(true);
    for (let n = calls - 3_000; n < calls; n++) expect(ids).toContain(`bt-1-${n}`);
    await removeLedger(directory, 7);
    expect(await readLedger(directory, 7)).toEqual([]);
  });
});
