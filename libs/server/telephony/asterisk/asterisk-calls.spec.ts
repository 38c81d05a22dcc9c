import { Disposition, GatewayStatus } from '@belltower/dto';
import { shareReplay } from 'rxjs';
import { all, endOf, typesOf } from '../contract-desk';
import { CallEvent, OutboundCall } from '../telephony';
import { FarSide } from '../telephony.contract';
import { AriSilence } from './ari';
import { givenAsteriskTelephony } from './asterisk-telephony.builder';
import { FakeAsterisk } from './testing/fake-asterisk';

const { Answered, Congestion, Interrupted, InvalidNumber, NoAnswer } = Disposition;
const TALK: FarSide = { outcome: Answered, ringSeconds: 1, talkSeconds: 100 };
const HELLO = { kind: 'text', text: 'Hello', language: null } as const;

describe('calls through Asterisk', () => {
  let switches: ReturnType<typeof givenAsteriskTelephony>;
  let calls = 0;
  const given = (side: FarSide = TALK, settings = {}) =>
    (switches = givenAsteriskTelephony((time) => new FakeAsterisk(side, time), settings));
  const place = (values: Partial<OutboundCall> = {}) => {
    const events = switches.telephony
      .place({
        id: `bt-1-${++calls}`,
        number: '+12025550123',
        callerId: '+12025550100',
        callerName: 'Clinic',
        ringTimeoutSeconds: 30,
        maxCallSeconds: 600,
        opening: { prompt: HELLO, waitSeconds: 1_000 },
        prompts: [],
        keys: [],
        ...values,
      })
      .pipe(shareReplay());
    const told: CallEvent[] = [];
    events.subscribe((event) => told.push(event));
    return { events, told };
  };
  const asked = (method: string) =>
    switches.ari.asked
      .filter((request) => request.method === method)
      .map(({ path }) => path.join('/'));

  afterEach(async () => {
    const closed = switches.telephony.close();
    await switches.time.passing(5);
    await closed;
  });

  it('are asked for with everything that the switch has to know', async () => {
    given();
    place({ id: 'bt-7-1', ringTimeoutSeconds: 20, maxCallSeconds: 300 });
    const { path, body } = switches.ari.asked.find(({ method }) => method === 'POST')!;
    expect(path).toEqual(['channels']);
    expect(body).toEqual({
      endpoint: 'PJSIP/+12025550123@trunk',
      app: 'belltower-1-test',
      channelId: 'bt-7-1',
      timeout: 30,
      formats: 'ulaw,alaw',
      callerId: '"Clinic" <+12025550100>',
      variables: { 'TIMEOUT(absolute)': '330' },
    });
  });

  it('hear a file that the switch sees', async () => {
    const { far, time } = given();
    place();
    await time.passing(3);
    expect(far.played).toEqual(['sound:/sounds/Hello']);
  });

  it('are not placed for a number that is none', async () => {
    const { far } = given();
    const { events } = place({ number: '12&PJSIP/13@other' });
    expect(await endOf(events)).toMatchObject({
      disposition: InvalidNumber,
      detail: 'unusable-number',
    });
    expect(far.dialled).toEqual([]);
  });

  it('are not placed where there is nothing to hear', async () => {
    const { sounds, far } = given();
    sounds.silent = true;
    expect(await endOf(place().events)).toMatchObject({
      disposition: Congestion,
      detail: 'no-voice',
    });
    expect(far.dialled).toEqual([]);
  });

  it.each([
    [401, 'auth-failed'],
    [403, 'auth-failed'],
    [500, 'unreachable'],
    [503, 'refused-by-switch'],
    [400, 'refused-by-switch'],
  ])('are the gateway’s fault where the switch answers %i', async (status, detail) => {
    const { far } = given();
    far.refuses = status;
    expect(await endOf(place().events)).toMatchObject({ disposition: Congestion, detail });
  });

  it('are refused under the id of a call that somebody else has placed, which goes on', async () => {
    const { far, ari, time } = given({ outcome: 'silent' });
    const other = {
      endpoint: 'PJSIP/1@trunk',
      app: 'other',
      channelId: 'bt-1-theirs',
      timeout: 30,
    };
    await ari.request({ method: 'POST', path: ['channels'], body: other });
    const { events } = place({ id: 'bt-1-theirs' });
    await time.passing(1);
    expect(await endOf(events)).toMatchObject({ detail: 'repeated-id' });
    expect(far.living).toEqual(['bt-1-theirs']);
    expect(await switches.telephony.alive(['bt-1-theirs'])).toEqual(new Set(['bt-1-theirs']));
  });

  describe('whose answer from the switch is lost', () => {
    it('are not placed again: where the switch has them they go on', async () => {
      const { ari, far, time } = given();
      ari.silence = new AriSilence('switch.example does not answer.', true);
      const { told } = place();
      await time.passing(0.5);
      ari.silence = null;
      await time.passing(5);
      expect(far.dialled).toHaveLength(1);
      expect(typesOf(told)).toEqual(['ringing', 'answered']);
    });

    it('are interrupted where it has not', async () => {
      const { ari, far, time } = given({ outcome: 'silent' });
      ari.silence = new AriSilence('switch.example does not answer.', true);
      const { events } = place();
      far.restart();
      await time.passing(0.5);
      ari.silence = null;
      await time.passing(5);
      expect(await endOf(events)).toMatchObject({ disposition: Interrupted });
      expect(far.dialled).toHaveLength(1);
    });
  });

  describe('while events are missed', () => {
    it('go on, and what was played is over', async () => {
      const { far, time } = given();
      const { told } = place({ opening: { prompt: HELLO, waitSeconds: 3 } });
      await time.passing(1.5);
      far.disconnect();
      // The next attempt to connect comes after a second; the end of the message is told to nobody.
      await time.passing(10);
      expect(typesOf(told)).toEqual(['ringing', 'answered', 'waited']);
      expect(far.dialled).toHaveLength(1);
    });

    it('are over where the switch has them no more', async () => {
      const { far, time } = given();
      const talking = place({ id: 'bt-1-talking' });
      const kept = place();
      await time.passing(2);
      far.disconnect();
      far.hangUp('bt-1-talking');
      await time.passing(5);
      expect(await endOf(talking.events)).toMatchObject({
        disposition: Answered,
        detail: 'connection-lost',
      });
      expect(typesOf(kept.told)).toEqual(['ringing', 'answered']);
    });

    it('are hung up as soon as the switch is back, where that was asked for meanwhile', async () => {
      const { far, ari, time } = given();
      const { events } = place({ id: 'bt-1-hung-up' });
      await time.passing(2);
      far.disconnect();
      ari.silence = new AriSilence('switch.example refuses the connection.', false);
      await switches.telephony.hangUp('bt-1-hung-up');
      await time.passing(0.5);
      ari.silence = null;
      await time.passing(8);
      expect(await endOf(events)).toMatchObject({ disposition: Answered });
      expect(far.living).toEqual([]);
    });

    it('are given up when the switch stays away', async () => {
      const { far, time } = given({ outcome: Answered, ringSeconds: 10, talkSeconds: 500 });
      const talking = place();
      await time.passing(12);
      const ringing = place({ ringTimeoutSeconds: 300 });
      await time.passing(1);
      far.down = true;
      far.restart();
      await time.passing(70);
      expect(await endOf(talking.events)).toMatchObject({ disposition: Answered });
      expect(await endOf(ringing.events)).toMatchObject({
        disposition: Interrupted,
        detail: 'connection-lost',
      });
      expect(await endOf(place().events)).toMatchObject({
        disposition: Congestion,
        detail: 'unreachable',
      });
    });

    it('are looked for where a connection is only thought to be there', async () => {
      const { far, time } = given();
      const { events, told } = place({ id: 'bt-1-deaf' });
      await time.passing(2);
      far.deaf = true;
      far.hangUp('bt-1-deaf');
      await time.passing(20);
      expect(typesOf(told)).toEqual(['ringing', 'answered']);
      far.deaf = false;
      await time.passing(20);
      expect(await endOf(events)).toMatchObject({ detail: 'connection-lost' });
    });
  });

  it('are hung up again and again until the end is told', async () => {
    const { far, ari, time } = given();
    const { events } = place({ id: 'bt-1-again' });
    await time.passing(2);
    ari.silence = new AriSilence('switch.example does not answer within 10 s.', false);
    await switches.telephony.hangUp('bt-1-again');
    await time.passing(2);
    expect(far.living).toEqual(['bt-1-again']);
    ari.silence = null;
    await time.passing(5);
    expect(await endOf(events)).toMatchObject({ disposition: Answered });
    expect(asked('DELETE').filter((path) => path === 'channels/bt-1-again')).toHaveLength(2);
  });

  it('are never asked to hang up what they have not placed', async () => {
    const { time } = given({ outcome: Answered, ringSeconds: 5 });
    const { events } = place({ id: 'bt-1-early' });
    // The answer to the request is not here yet.
    const hungUp = switches.telephony.hangUp('bt-1-early');
    expect(asked('DELETE')).toEqual([]);
    await hungUp;
    await time.passing(1);
    expect(asked('DELETE')).toEqual(['channels/bt-1-early']);
    expect(await endOf(events)).toMatchObject({ disposition: Disposition.Cancelled });
  });

  it('end where the switch cannot play what is to be heard, and no more are placed for a while', async () => {
    const { far, time, telephony } = given();
    far.mute = true;
    expect((await telephony.check()).status).toBe(GatewayStatus.Up);
    const { events } = place();
    await time.passing(5);
    expect(await endOf(events)).toMatchObject({ disposition: Answered, detail: 'no-sound' });
    expect(await endOf(place().events)).toMatchObject({
      disposition: Congestion,
      detail: 'no-sound',
    });
    expect(await telephony.check()).toEqual({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('A file in /sounds could not be played'),
    });
    far.mute = false;
    await time.passing(60);
    const later = place();
    await time.passing(5);
    expect(typesOf(later.told)).toEqual(['ringing', 'answered']);
  });

  it('tell what was said before their end, though the switch tells of it after', async () => {
    const { far, time, telephony } = given({ ...TALK, speakSeconds: 50 });
    const { told } = place({ id: 'bt-1-tardy' });
    await time.passing(2);
    far.tardy = true;
    await telephony.record('bt-1-tardy', { maxSeconds: 20, silenceSeconds: 2 });
    await time.passing(3);
    far.hangUp('bt-1-tardy');
    await time.passing(3);
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'recorded', 'hung-up']);
    expect(told[2]).toMatchObject({ recording: { seconds: 3 } });
  });

  it('leave no recording behind on the switch', async () => {
    const { far, time, telephony } = given({ ...TALK, speakSeconds: 2 });
    const { told } = place({ id: 'bt-1-recorded' });
    await time.passing(2);
    await telephony.record('bt-1-recorded', { maxSeconds: 10, silenceSeconds: 1 });
    await time.passing(5);
    expect(typesOf(told)).toContain('recorded');
    await telephony.record('bt-1-recorded', { maxSeconds: 10, silenceSeconds: 1 });
    await telephony.play('bt-1-recorded', { prompt: HELLO, waitSeconds: 1 });
    await time.passing(15);
    expect(far.kept).toBe(0);
    expect(typesOf(told).filter((type) => type === 'recorded')).toHaveLength(1);
  });

  it('meet another party on a bridge, which is gone with them', async () => {
    const other = { outcome: Answered, ringSeconds: 1, talkSeconds: 500 };
    const { far, time, telephony } = given({ ...TALK, other });
    const { events } = place({ id: 'bt-1-callee' });
    await time.passing(2);
    await telephony.transfer('bt-1-callee', {
      number: '+12025550177',
      callerId: null,
      ringTimeoutSeconds: 20,
    });
    await time.passing(3);
    expect(far.bridged).toEqual([['bt-1-callee', 'bt-1-callee.t1']]);
    expect(far.played).toContain('tone:ring');
    await telephony.hangUp('bt-1-callee');
    await time.passing(1);
    expect(await endOf(events)).toMatchObject({ disposition: Answered });
    expect(far.living).toEqual([]);
    expect(asked('DELETE')).toContain('bridges/bt-1-callee.b1');
  });

  describe('over several switches', () => {
    const nodes = ['http://one.example:8088', 'http://two.example:8088'];

    it('are spread over those that are up', async () => {
      const { ways, time } = given(TALK, { nodes });
      for (let count = 0; count < 6; count++) place();
      await time.passing(1);
      expect(ways.map(({ far }) => far.dialled.length)).toEqual([3, 3]);
      ways[0]!.far.down = true;
      ways[0]!.far.restart();
      for (let count = 0; count < 4; count++) place();
      await time.passing(1);
      expect(ways.map(({ far }) => far.dialled.length)).toEqual([3, 7]);
    });

    it('go to the next one where the first has never seen them', async () => {
      const { ways, time } = given(TALK, { nodes });
      ways[0]!.ari.silence = new AriSilence('one.example refuses the connection.', false);
      const { told } = place();
      await time.passing(3);
      expect(typesOf(told)).toEqual(['ringing', 'answered']);
      expect(ways.map(({ far }) => far.dialled.length)).toEqual([0, 1]);
    });

    it('are unknown where one of them cannot be asked, unless they are found', async () => {
      const { ways, telephony, time } = given({ outcome: 'silent' }, { nodes });
      const theirs = { app: 'other', channelId: 'bt-1-theirs', timeout: 30 };
      await ways[1]!.ari.request({ method: 'POST', path: ['channels'], body: theirs });
      ways[0]!.far.down = true;
      await time.passing(1);
      expect(await telephony.alive(['bt-1-theirs'])).toEqual(new Set(['bt-1-theirs']));
      expect(await telephony.alive(['bt-1-theirs', 'bt-1-gone'])).toBe('unknown');
      ways[0]!.far.down = false;
      expect(await telephony.alive(['bt-1-theirs', 'bt-1-gone'])).toEqual(new Set(['bt-1-theirs']));
    });

    it('can be placed while one is up, and what is wrong with the other is said', async () => {
      const { ways, telephony } = given(TALK, { nodes });
      ways[1]!.far.trunk = 'offline';
      expect(await telephony.check()).toEqual({
        status: GatewayStatus.Up,
        detail:
          'Asterisk 20.20.1 at one.example:8088: “trunk” is online. Asterisk 20.20.1 at two.example:8088: “trunk” is offline.',
      });
      ways[0]!.far.trunk = null;
      expect(await telephony.check()).toEqual({
        status: GatewayStatus.Down,
        detail: expect.stringContaining('knows no endpoint “trunk”'),
      });
    });
  });

  it.each([
    [401, 'does not accept the user and password'],
    [404, 'not as ARI'],
    [503, 'answered 503'],
  ])('cannot be placed where the switch answers %i when asked', async (status, words) => {
    const { far, telephony } = given();
    far.refuses = status;
    expect(await telephony.check()).toEqual({
      status: GatewayStatus.Down,
      detail: expect.stringContaining(words),
    });
  });

  it('that ring too long are no answer, however the switch tells of it', async () => {
    const { time } = given({ outcome: NoAnswer });
    const { events } = place({ ringTimeoutSeconds: 5 });
    await time.passing(8);
    expect(typesOf(await all(events))).toEqual(['ringing', 'hung-up']);
    expect(await endOf(events)).toMatchObject({ disposition: NoAnswer });
  });

  it('are counted, and so is what breaks and has no answer', async () => {
    const { telephony, time, ari, far } = given();
    await time.passing(1);
    const figures = () => telephony.figures().switches!;
    expect(telephony.figures()).toMatchObject({ registered: null, soundLatestMs: null });
    expect(figures()).toMatchObject({
      ...{ all: 1, up: 1, lost: 0, channels: 0, unanswered: 0 },
      ...{ sessions: null, mostSessions: null },
    });
    place();
    await time.passing(3);
    expect(figures()).toMatchObject({ channels: 1 });
    expect(figures().commands).toBeGreaterThan(0);
    expect(figures().slowestMs).not.toBeNull();

    ari.silence = new AriSilence('switch.example:8088 does not answer within 10 s.', true);
    await telephony.check();
    expect(figures().unanswered).toBeGreaterThan(0);
    ari.silence = null;
    far.disconnect();
    await time.passing(0.1);
    expect(figures()).toMatchObject({ up: 0, lost: 1 });
    await time.passing(5);
    expect(figures()).toMatchObject({ up: 1, lost: 1, channels: 1 });
  });
});
