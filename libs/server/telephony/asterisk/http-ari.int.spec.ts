import { Clock } from '@belltower/core';
import { AsteriskSettings, Disposition, GatewayStatus } from '@belltower/dto';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, shareReplay, filter } from 'rxjs';
import { all, endOf, typesOf } from '../contract-desk';
import { CallEvent, Telephony } from '../telephony';
import { FarSide } from '../telephony.contract';
import { RealTimers } from '../timers';
import { AriRequest, AriSilence } from './ari';
import { ReadySounds } from './asterisk-telephony.builder';
import { HttpAri } from './http-ari';
import { asterisk } from './index';
import { AriServer } from './testing/ari-server';
import { FakeAsterisk } from './testing/fake-asterisk';

const USER = 'belltower';
const PASSWORD = 'a secret: ü/?#&=+%';
const { Answered } = Disposition;

describe('Asterisk over HTTP and WebSocket', () => {
  let server: AriServer;
  let far: FakeAsterisk;
  let telephony: Telephony | undefined;
  let dataDir: string;

  const connect = async (side: FarSide, password = PASSWORD) => {
    far = new FakeAsterisk(side, new RealTimers());
    server = await AriServer.start(far, USER, PASSWORD);
    dataDir = await mkdtemp(join(tmpdir(), 'belltower-asterisk-'));
    const settings = Object.assign(new AsteriskSettings(), {
      nodes: [server.address],
      user: USER,
      password,
    });
    const sounds = new ReadySounds();
    return (telephony = asterisk.create({
      gatewayId: 7,
      settings,
      dataDir,
      clock: new Clock(),
      sounds,
    }));
  };
  const place = (id: string) => {
    const prompt = { kind: 'text', text: 'Hello', language: null } as const;
    const events = telephony!
      .place({
        id,
        number: '+12025550123',
        callerId: '+12025550100',
        callerName: 'Clinic',
        ringTimeoutSeconds: 30,
        maxCallSeconds: 60,
        opening: { prompt, waitSeconds: 60 },
        prompts: [],
        keys: [],
      })
      .pipe(shareReplay());
    events.subscribe();
    return events;
  };
  const first = (events: ReturnType<typeof place>, type: CallEvent['type']) =>
    firstValueFrom(events.pipe(filter((event) => event.type === type)));

  afterEach(async () => {
    await telephony?.close();
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
    telephony = undefined;
  });

  it('places a call, plays a file, hears keys and is told of the end', async () => {
    await connect({ outcome: Answered, ringSeconds: 0.05, talkSeconds: 0.7, keys: '5' });
    const told = await all(place('bt-1-1'));
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'digit', 'hung-up']);
    expect(told.at(-1)).toMatchObject({ disposition: Answered, sipStatus: 200, q850: 16 });
    expect(far.played).toEqual([expect.stringMatching(/^sound:\/.*\/sounds\/[0-9a-f]{32}$/)]);
  });

  it('connects again after the connection has broken, and goes on with its calls', async () => {
    await connect({ outcome: Answered, ringSeconds: 0, talkSeconds: 60 });
    const events = place('bt-1-2');
    await first(events, 'answered');
    const connections = () => server.log.filter((address) => address.startsWith('/ari/events?'));
    server.breakConnections();
    await until(() => connections().length === 2);
    far.press('bt-1-2', '9');
    expect(await first(events, 'digit')).toMatchObject({ digit: '9' });
    await telephony!.hangUp('bt-1-2');
    expect(await endOf(events)).toMatchObject({ disposition: Answered });
    expect(far.dialled).toEqual(['bt-1-2']);
  });

  it('says what is wrong with user and password, and shows neither', async () => {
    await connect({ outcome: Answered }, 'another secret');
    const health = await telephony!.check();
    expect(health.status).toBe(GatewayStatus.Down);
    expect(health.detail).toMatch(/does not accept the user and password/);
    expect(await endOf(place('bt-1-3'))).toMatchObject({ detail: 'unreachable' });
    const shown = [...server.log, health.detail].join('\n');
    expect(shown).not.toMatch(/secret/);
  });

  it('says that nobody is there', async () => {
    await connect({ outcome: Answered });
    await telephony!.check();
    await server.close();
    const health = await telephony!.check();
    expect(health.status).toBe(GatewayStatus.Down);
    expect(health.detail).toMatch(/^127\.0\.0\.1:\d+ /);
  });

  it('fetches what was said, and leaves nothing behind', async () => {
    await connect({ outcome: Answered, ringSeconds: 0, talkSeconds: 60, speakSeconds: 30 });
    const events = place('bt-1-4');
    await first(events, 'answered');
    await telephony!.record('bt-1-4', { maxSeconds: 1, silenceSeconds: 1 });
    const recorded = (await first(events, 'recorded')) as Extract<CallEvent, { type: 'recorded' }>;
    expect(recorded.recording!.seconds).toBeCloseTo(1, 1);
    await telephony!.hangUp('bt-1-4');
    await endOf(events);
    expect(far.kept).toBe(0);
  });
});

describe('a request to a switch', () => {
  let server: AriServer;
  let ari: HttpAri;
  const seen: AriRequest[] = [];

  const nothing = {
    down: false,
    handle: (request: AriRequest) => {
      seen.push(request);
      return { status: 200, body: {} };
    },
    file: () => null,
    connect: () => ({ close: () => undefined }),
  };

  beforeAll(async () => {
    server = await AriServer.start(nothing, USER, PASSWORD);
    ari = new HttpAri({ address: `${server.address}/`, user: USER, password: PASSWORD });
  });
  afterAll(() => server.close());

  it('arrives as it was asked, whatever its parts hold', async () => {
    // An address cannot hold these as a part of their own; no id of ours is one.
    const part = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/^\.\.?$/.test(text));
    const request = fc.record({
      path: fc.tuple(fc.constant('channels'), part),
      query: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ unit: 'grapheme' })),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ path, query }) => {
        await ari.request({ method: 'GET', path, query });
        expect(seen.pop()).toEqual({ method: 'GET', path, query: { ...query } });
      }),
      { numRuns: 50 },
    );
  });

  it('is silence where nobody is there, of which it is certain that it was never sent', async () => {
    const gone = await AriServer.start(nothing, USER, PASSWORD);
    const { address } = gone;
    await gone.close();
    const nobody = new HttpAri({ address, user: USER, password: PASSWORD });
    const request = nobody.request({ method: 'GET', path: ['channels'] });
    await expect(request).rejects.toThrow(AriSilence);
    await expect(request).rejects.toMatchObject({
      sent: false,
      message: `${new URL(address).host} refuses the connection.`,
    });
  });
});

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((look) => setTimeout(look, 20));
}
