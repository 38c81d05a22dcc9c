import { Disposition, GatewayStatus } from '@belltower/dto';
import fc from 'fast-check';
import { CallEvent, OutboundCall, Prompt } from '../telephony';
import { FarSide } from '../telephony.contract';
import { givenFreeswitch } from './freeswitch-telephony.builder';

type Given = ReturnType<typeof givenFreeswitch>;
type Told = Omit<CallEvent, 'at'>[];

const { Answered, Busy, Cancelled, Congestion, Failed, Interrupted, NoAnswer } = Disposition;

const TALKS: FarSide = { outcome: Answered, ringSeconds: 1, talkSeconds: 300 };
const text = (words: string): Prompt => ({ kind: 'text', text: words, language: null });
const types = (events: Told) => events.map(({ type }) => type);
const end = (events: Told) => events.at(-1);

describe('a call placed by FreeSWITCH', () => {
  let given: Given;
  let calls = 0;

  const connect = (side: FarSide, options?: Parameters<typeof givenFreeswitch>[1]) => {
    given = givenFreeswitch(side, options);
    return given;
  };
  const place = (values: Partial<OutboundCall> = {}): Told => {
    const events: Told = [];
    given.telephony
      .place({
        id: `bt-1-${++calls}`,
        number: '+12025550123',
        callerId: '+12025550100',
        callerName: 'Clinic',
        ringTimeoutSeconds: 30,
        maxCallSeconds: 600,
        opening: { prompt: text('Hello'), waitSeconds: 10 },
        prompts: [],
        keys: ['1'],
        ...values,
      })
      .subscribe(({ at: _at, ...event }) => events.push(event));
    return events;
  };

  afterEach(async () => {
    await given.telephony.close();
    expect(given.time.pending).toBe(0);
  });

  describe('is dialled', () => {
    it('with its number, caller ID and name, codecs, and its id as the channel’s', () => {
      const { fake } = connect(TALKS, { settings: { plus: false, withheld: true } });
      place({ id: 'bt-7-9', callerName: 'Joe\'s "Bar", {x}' });
      expect(fake.dialled).toEqual([
        {
          uuid: 'bt-7-9',
          number: '12025550123',
          variables: expect.objectContaining({
            origination_uuid: 'bt-7-9',
            origination_caller_id_number: '12025550100',
            origination_caller_id_name: 'Joe’s Bar x',
            origination_privacy: 'hide_name:hide_number',
            originate_timeout: '40',
            media_timeout: '60000',
            park_timeout: '610:ALLOTTED_TIMEOUT',
            absolute_codec_string: 'PCMU,PCMA',
            ignore_early_media: 'true',
            playback_terminators: 'none',
          }),
        },
      ]);
    });

    it.each([
      [{ id: 'bt-1-1\n\napi shutdown' }, 'unusable-id'],
      [{ number: '+1202,api_on_answer=x' }, 'unusable-number'],
      [{ number: '1}[x=y]' }, 'unusable-number'],
      [{ callerId: "+1'x" }, 'unusable-caller-id'],
    ])('not at all with %j', (values, detail) => {
      const { fake } = connect(TALKS);
      expect(place(values)).toEqual([{ type: 'hung-up', disposition: Failed, detail }]);
      expect(fake.dialled).toEqual([]);
    });

    it('as one command that is what it looks like, whatever its fields hold', () => {
      const { fake, time } = connect({ outcome: Busy });
      const field = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^[+0-9]{1,8}[\n\r,{}'"[\]|^$ ;&()=]{0,3}[a-z0-9=]{0,8}$/),
      );
      fc.assert(
        fc.property(field, field, field, (number, callerId, callerName) => {
          const before = fake.socket.commands.length;
          place({ number, callerId, callerName });
          const sent = fake.socket.commands.slice(before);
          expect(sent.length).toBeLessThanOrEqual(1);
          if (sent.length) {
            expect(sent[0]!.split('\n')).toHaveLength(2);
            expect(fake.dialled.at(-1)).toMatchObject({ number });
          }
          time.pass(1);
        }),
      );
      expect(fake.socket.commands.filter((command) => command.startsWith('api shut'))).toEqual([]);
    });

    it('not where nothing can speak, or the sound cannot be put where the switch finds it', () => {
      const first = connect(TALKS, { mute: true });
      const refused = (detail: string) => [{ type: 'hung-up', disposition: Congestion, detail }];
      expect(place()).toEqual(refused('no-voice'));
      expect(first.fake.dialled).toEqual([]);
      const { shared } = connect(TALKS);
      shared.trouble = 'ENOSPC';
      expect(place()).toEqual(refused('no-sound-folder'));
      connect(TALKS, { folder: '/a folder' });
      expect(place()).toEqual(refused('no-sound-folder'));
    });

    it('not when one of its other prompts is missing', () => {
      const { fake } = connect(TALKS);
      const gone: Prompt = { kind: 'audio', accountId: 1, audioId: 2 };
      expect(end(place({ prompts: [gone] }))).toMatchObject({ detail: 'no-voice' });
      expect(fake.dialled).toEqual([]);
    });
  });

  describe('says', () => {
    it('what is to be said once the channel takes it, then waits, and leaves the end to others', () => {
      const { fake, time } = connect(TALKS, { soundSeconds: 3 });
      const events = place();
      time.pass(1);
      expect(fake.played).toEqual(['/sounds/1.wav']);
      time.pass(3 + 9);
      expect(types(events)).toEqual(['ringing', 'answered']);
      time.pass(1);
      expect(types(events)).toEqual(['ringing', 'answered', 'waited']);
      time.pass(100);
      expect(types(events)).toEqual(['ringing', 'answered', 'waited']);
    });

    it('nothing where nothing is to be said, and only waits', () => {
      const { fake, time } = connect(TALKS);
      const events = place({ opening: { prompt: null, waitSeconds: 4 } });
      time.pass(5);
      expect(fake.played).toEqual([]);
      expect(types(events)).toEqual(['ringing', 'answered', 'waited']);
    });

    it('the next in place of what is being said, after that has stopped', async () => {
      const { fake, telephony, time } = connect(TALKS, { soundSeconds: 30 });
      const events = place({ id: 'bt-1-next' });
      time.pass(5);
      await telephony.play('bt-1-next', { prompt: text('Other'), waitSeconds: 2 });
      expect(fake.played).toEqual(['/sounds/1.wav', '/sounds/2.wav']);
      const order = fake.socket.commands.flatMap(
        (command) => /uuid_break|name: playback/.exec(command)?.[0] ?? [],
      );
      expect(order).toEqual(['name: playback', 'uuid_break', 'name: playback']);
      time.pass(31);
      expect(types(events)).not.toContain('waited');
      time.pass(1);
      expect(types(events)).toContain('waited');
    });

    it('the same once more from its beginning', async () => {
      const { fake, telephony, time } = connect(TALKS, { soundSeconds: 10 });
      const events = place({ id: 'bt-1-again' });
      time.pass(6);
      await telephony.play('bt-1-again', { prompt: text('Hello'), waitSeconds: 1 });
      time.pass(10.5);
      expect(types(events)).not.toContain('waited');
      time.pass(1);
      expect(types(events)).toContain('waited');
      expect(fake.played).toEqual(['/sounds/1.wav', '/sounds/1.wav']);
    });

    it('nothing to a call that is not there or not answered', async () => {
      const { fake, telephony, time } = connect({ ...TALKS, ringSeconds: 20 });
      await telephony.play('bt-1-nobody', { prompt: text('Other'), waitSeconds: 1 });
      place({ id: 'bt-1-ringing' });
      time.pass(2);
      await telephony.play('bt-1-ringing', { prompt: text('Other'), waitSeconds: 1 });
      await telephony.record('bt-1-ringing', { maxSeconds: 5, silenceSeconds: 1 });
      await telephony.transfer('bt-1-ringing', {
        number: '+1',
        callerId: null,
        ringTimeoutSeconds: 5,
      });
      time.pass(19);
      expect(fake.played).toEqual(['/sounds/1.wav']);
    });

    it('goodbye where the switch does not find the sound: nobody is kept to hear nothing', () => {
      const { fake, time } = connect(TALKS);
      fake.seesFiles = false;
      const events = place();
      time.pass(3);
      expect(end(events)).toMatchObject({ disposition: Answered, detail: 'unplayable' });
    });
  });

  describe('hears', () => {
    it('keys, each of which begins the wait anew', () => {
      const { time } = connect({ ...TALKS, keys: '12' }, { soundSeconds: 0.2 });
      const events = place({ opening: { prompt: text('Hello'), waitSeconds: 2 } });
      // Answered after a second, keys after half a second and a whole.
      time.pass(1 + 1 + 1.9);
      expect(types(events)).toEqual(['ringing', 'answered', 'digit', 'digit']);
      time.pass(0.2);
      expect(types(events).at(-1)).toBe('waited');
    });

    it('an answer, until nothing more is said', async () => {
      const { telephony, time, shared } = connect({ ...TALKS, speakSeconds: 8 });
      const events = place({ id: 'bt-1-says' });
      time.pass(5);
      await telephony.record('bt-1-says', { maxSeconds: 10, silenceSeconds: 2 });
      time.pass(9);
      expect(types(events)).not.toContain('recorded');
      time.pass(2);
      expect(end(events)).toMatchObject({ type: 'recorded', recording: { seconds: 8 } });
      expect(shared.taken).toEqual([expect.stringMatching(/^rec-bt-1-says\.x\d\.wav$/)]);
    });

    it('an answer, until a key is pressed', async () => {
      const { telephony, time, fake } = connect({ ...TALKS, keys: '#' });
      const events = place({ id: 'bt-1-key' });
      time.pass(1.2);
      await telephony.record('bt-1-key', { maxSeconds: 60, silenceSeconds: 5 });
      time.pass(1);
      expect(types(events).slice(2)).toEqual(['digit', 'recorded']);
      expect(fake.socket.commands.filter((command) => /uuid_break/.test(command))).toHaveLength(2);
    });

    it('an answer to its end where the callee hangs up, before the end is told', async () => {
      const { telephony, time } = connect({ ...TALKS, talkSeconds: 4 });
      const events = place({ id: 'bt-1-leaves' });
      time.pass(2.5);
      await telephony.record('bt-1-leaves', { maxSeconds: 60, silenceSeconds: 60 });
      time.pass(10);
      expect(types(events).slice(2)).toEqual(['recorded', 'hung-up']);
    });
  });

  describe('is transferred', () => {
    const target = { number: '+442079460000', callerId: '+12025550100', ringTimeoutSeconds: 20 };
    const transferred = async (other: FarSide, values: Partial<OutboundCall> = {}) => {
      const { telephony, time } = connect({ ...TALKS, other });
      const events = place({ id: 'bt-1-moves', ...values });
      time.pass(3);
      await telephony.transfer('bt-1-moves', target);
      return events;
    };

    it('to another party over the same gateway, and ends when that hangs up', async () => {
      const events = await transferred({ outcome: Answered, ringSeconds: 4, talkSeconds: 30 });
      given.time.pass(5);
      expect(types(events)).toEqual(['ringing', 'answered', 'transferred']);
      expect(given.fake.dialled[1]).toMatchObject({
        uuid: 'bt-1-moves.t1',
        number: '+442079460000',
        variables: { origination_caller_id_number: '+12025550100', originate_timeout: '30' },
      });
      given.time.pass(40);
      expect(end(events)).toMatchObject({ type: 'hung-up', disposition: Answered });
    });

    it('and what is said is not heard by us any more', async () => {
      const events = await transferred({ outcome: Answered, talkSeconds: 100 });
      given.time.pass(5);
      await given.telephony.play('bt-1-moves', { prompt: text('Hello'), waitSeconds: 1 });
      given.time.pass(20);
      expect(types(events)).toEqual(['ringing', 'answered', 'transferred']);
    });

    it.each([
      [Busy, Busy],
      [Disposition.InvalidNumber, Disposition.InvalidNumber],
      [NoAnswer, NoAnswer],
      ['silent', Congestion],
    ] as const)('not where the other party is %s, and goes on', async (outcome, disposition) => {
      const events = await transferred({ outcome });
      given.time.pass(25);
      expect(end(events)).toEqual({ type: 'transfer-failed', disposition });
      await given.telephony.play('bt-1-moves', { prompt: text('Sorry'), waitSeconds: 1 });
      given.time.pass(3);
      expect(types(events).at(-1)).toBe('waited');
    });

    it('not to what is no number', async () => {
      const { telephony, time, fake } = connect(TALKS);
      const events = place({ id: 'bt-1-odd' });
      time.pass(3);
      await telephony.transfer('bt-1-odd', { ...target, number: '1}sofia/x/2' });
      expect(end(events)).toEqual({ type: 'transfer-failed', disposition: Failed });
      expect(fake.dialled).toHaveLength(1);
    });

    it('no more when the callee hangs up: the other phone stops ringing', async () => {
      const events = await transferred({ outcome: NoAnswer });
      given.time.pass(2);
      await given.telephony.hangUp('bt-1-moves');
      expect(end(events)).toMatchObject({ type: 'hung-up', disposition: Answered });
      expect(given.fake.socket.commands).toContain('api uuid_kill bt-1-moves.t1 NORMAL_CLEARING');
    });
  });

  describe('and a connection that breaks', () => {
    it('goes on, and its end is told by the next connection', () => {
      const { time, fake } = connect({ ...TALKS, talkSeconds: 20 });
      const events = place();
      time.pass(3);
      fake.socket.disconnect();
      time.pass(25);
      expect(types(events)).toEqual(['ringing', 'answered', 'waited', 'hung-up']);
      expect(fake.dialled).toHaveLength(1);
    });

    it('that is missed is told as far as it can be seen', () => {
      const { time, fake } = connect({ ...TALKS, ringSeconds: 1.5, talkSeconds: 60 });
      const events = place();
      time.pass(0.5);
      fake.socket.disconnect();
      time.pass(4);
      expect(types(events)).toEqual(['ringing', 'answered']);
      expect(fake.played).toEqual(['/sounds/1.wav']);
    });

    it('is over where its end was missed', () => {
      const { time, fake } = connect({ ...TALKS, talkSeconds: 2.2 });
      const events = place();
      time.pass(3);
      fake.socket.disconnect();
      time.pass(5);
      expect(end(events)).toMatchObject({ disposition: Answered, detail: 'lost-sight' });
    });

    it('is over when the switch is started anew, and not placed again', () => {
      const { time, fake } = connect(TALKS);
      const events = place();
      time.pass(3);
      fake.restart();
      time.pass(5);
      expect(end(events)).toMatchObject({ disposition: Answered, detail: 'switch-restarted' });
      time.pass(100);
      expect(fake.dialled).toHaveLength(1);
    });

    it('is interrupted where nobody had answered yet', () => {
      const { time, fake } = connect({ ...TALKS, ringSeconds: 20 });
      const events = place();
      time.pass(3);
      fake.restart();
      time.pass(5);
      expect(end(events)).toEqual({
        type: 'hung-up',
        disposition: Interrupted,
        detail: 'switch-restarted',
      });
    });

    it('is given up after half a minute, and ended when the switch is back', async () => {
      const { time, fake, telephony } = connect(TALKS);
      const events = place({ id: 'bt-1-away' });
      time.pass(3);
      fake.socket.down = true;
      fake.socket.disconnect();
      time.pass(29);
      expect(await telephony.alive(['bt-1-away'])).toEqual(new Set(['bt-1-away']));
      time.pass(2);
      expect(end(events)).toMatchObject({
        disposition: Answered,
        detail: 'switch-unreachable',
      });
      expect(await telephony.alive(['bt-1-away'])).toBe('unknown');
      fake.socket.down = false;
      time.pass(60);
      expect(fake.socket.commands).toContain('api uuid_kill bt-1-away NORMAL_CLEARING');
      expect(await telephony.alive(['bt-1-away'])).toEqual(new Set());
    });

    it('is hung up as soon as that can be said', async () => {
      const { time, fake, telephony } = connect(TALKS);
      const events = place({ id: 'bt-1-later' });
      time.pass(3);
      fake.socket.disconnect();
      await telephony.hangUp('bt-1-later');
      time.pass(5);
      expect(end(events)).toMatchObject({ disposition: Answered });
    });

    it('never has a command sent twice', () => {
      const { time, fake } = connect(TALKS);
      for (let call = 0; call < 20; call++) {
        place();
        if (call % 3 === 0) fake.socket.disconnect();
        time.pass(1.3);
      }
      time.pass(30);
      const placed = fake.socket.commands.filter((command) => command.startsWith('bgapi'));
      expect(new Set(placed).size).toBe(placed.length);
      expect(placed.length).toBeGreaterThan(5);
    });
  });

  describe('by one of several switches', () => {
    const nodes = ['a.example', 'b.example:9000', 'c.example'];

    it('goes to the one with the most room, and keeps to it', () => {
      const { switches, time } = connect(TALKS, { settings: { nodes } });
      const [a, b, c] = switches;
      a!.sessions = { used: 90, most: 100 };
      b!.sessions = { used: 10, most: 100 };
      c!.sessions = { used: 12, most: 100 };
      for (const { socket, sessions } of switches)
        socket.event({
          'Event-Name': 'HEARTBEAT',
          'Session-Count': String(sessions.used),
          'Max-Sessions': String(sessions.most),
        });
      for (let call = 0; call < 22; call++) place();
      time.pass(5);
      expect(switches.map(({ dialled }) => dialled.length)).toEqual([0, 12, 10]);
    });

    it('does not go to one that is down, or whose gateway is', async () => {
      const { switches, time, telephony } = connect(TALKS, { settings: { nodes } });
      const [a, b, c] = switches;
      a!.socket.down = true;
      a!.socket.disconnect();
      b!.gatewayXml = '<gateway><state>FAIL_WAIT</state><status>DOWN</status></gateway>';
      b!.socket.event({ 'Event-Name': 'CUSTOM', Gateway: 'carrier' });
      place();
      place();
      time.pass(2);
      expect(c!.dialled).toHaveLength(2);
      const health = await telephony.check();
      expect(health.status).toBe(GatewayStatus.Up);
      expect(health.detail).toMatch(/a\.example:8021 cannot be used: .*b\.example:9000 runs/);
    });

    it('is looked for on all of them, and cannot be ruled out while one is out of reach', async () => {
      const { switches, time, telephony } = connect(TALKS, { settings: { nodes } });
      const other = givenOther(switches[2]!);
      expect(await telephony.alive([other, 'bt-1-none'])).toEqual(new Set([other]));
      switches[0]!.socket.down = true;
      switches[0]!.socket.disconnect();
      time.pass(0.1);
      expect(await telephony.alive([other])).toEqual(new Set([other]));
      expect(await telephony.alive([other, 'bt-1-none'])).toBe('unknown');
      switches[2]!.restart();
    });

    /** A call of another process. */
    function givenOther(fake: Given['fake']): string {
      fake.job(
        'originate {origination_uuid=bt-2-5}sofia/gateway/carrier/+12025550123 &park()',
        'bt-2-5',
      );
      return 'bt-2-5';
    }
  });

  it('is refused by a switch that knows the id, and the other call is left alone', () => {
    const { fake, time } = connect(TALKS);
    fake.job('originate {origination_uuid=bt-1-dup}sofia/gateway/carrier/+1 &park()', 'other');
    const events = place({ id: 'bt-1-dup' });
    time.pass(0);
    expect(end(events)).toEqual({ type: 'hung-up', disposition: Failed, detail: 'repeated-id' });
    expect(fake.api(['uuid_exists', 'bt-1-dup'])).toBe('true');
    fake.restart();
  });

  it('is congestion where no switch can be reached, and nothing waits for one', () => {
    const { time } = connect({ ...TALKS, down: true });
    expect(place()).toEqual([{ type: 'hung-up', disposition: Congestion, detail: 'unreachable' }]);
    time.pass(40);
  });

  it('ends by itself where the switch never tells its end', () => {
    const { fake, time } = connect({ outcome: 'silent' });
    const events = place({ ringTimeoutSeconds: 5 });
    time.pass(1);
    // Deaf and dumb, but connected.
    fake.socket.event = () => undefined;
    time.pass(20);
    expect(end(events)).toMatchObject({ disposition: Congestion, detail: 'unreachable' });
  });

  it('was cancelled before it was dialled at all', async () => {
    const { telephony } = connect(TALKS);
    const events = place({ id: 'bt-1-gone' });
    await telephony.hangUp('bt-1-gone');
    expect(end(events)).toMatchObject({ disposition: Cancelled });
  });
});

describe('the health of switches', () => {
  it.each([['does not accept the password', (given: Given) => void given, { password: 'wrong' }]])(
    'tells that it %s',
    async (words, _change, settings) => {
      const { telephony, time } = givenFreeswitch(TALKS, { settings });
      time.pass(0.1);
      const health = await telephony.check();
      expect(health).toEqual({
        status: GatewayStatus.Down,
        detail: expect.stringContaining(words),
      });
      expect(health.detail).not.toContain('wrong');
      await telephony.close();
    },
  );

  it('names version, sessions, gateway and voice', async () => {
    const { telephony } = givenFreeswitch(TALKS);
    expect((await telephony.check()).detail).toBe(
      '192.0.2.9:8021 runs FreeSWITCH 1.10.12-release~64bit, 0 of 1000 sessions in use; its gateway carrier does not register. Speaks with a voice for tests.',
    );
    await telephony.close();
  });

  it('is bad where the switch does not find the sounds, or its gateway', async () => {
    const { telephony, fake } = givenFreeswitch(TALKS);
    fake.seesFiles = false;
    expect(await telephony.check()).toEqual({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('does not find the sounds that were put into /sounds'),
    });
    fake.seesFiles = true;
    fake.gatewayXml = 'Invalid Gateway!';
    expect(await telephony.check()).toEqual({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('its gateway carrier is unknown to it'),
    });
    await telephony.close();
  });

  it('is bad where a connection is only thought to be there', async () => {
    const { telephony, fake, time } = givenFreeswitch(TALKS);
    fake.socket.connect = () => ({ receive: () => undefined });
    fake.socket.disconnect();
    time.pass(12);
    const { status, detail } = await telephony.check();
    expect(status).toBe(GatewayStatus.Down);
    expect(detail).toContain('does not answer');
    await telephony.close();
  });
});

describe('what is counted of FreeSWITCHes', () => {
  it('is who is up, what they carry, what broke, and how long they take', async () => {
    const nodes = ['192.0.2.9', '192.0.2.10'];
    const { telephony, time, switches } = givenFreeswitch(TALKS, { settings: { nodes } });
    const figures = () => telephony.figures().switches!;
    expect(telephony.figures()).toMatchObject({ registered: null, retransmissions: null });
    expect(figures()).toMatchObject({
      ...{ all: 2, up: 2, lost: 0, channels: 0, unanswered: 0 },
      ...{ sessions: 0, mostSessions: 2_000 },
    });
    const asked = figures().commands;
    expect(asked).toBeGreaterThan(0);

    const call: OutboundCall = {
      ...{ id: 'bt-1-1', number: '+12025550123', callerId: null, callerName: null },
      ...{ ringTimeoutSeconds: 30, maxCallSeconds: 600, prompts: [], keys: [] },
      opening: { prompt: text('Hello'), waitSeconds: 10 },
    };
    const events: Told = [];
    telephony.place(call).subscribe((event) => events.push(event));
    time.pass(5);
    expect(types(events)).toContain('answered');
    expect(figures()).toMatchObject({ channels: 1 });
    expect(figures().commands).toBeGreaterThan(asked);
    expect(figures().slowestMs).not.toBeNull();

    switches[1]!.socket.down = true;
    switches[1]!.socket.disconnect();
    time.pass(0.1);
    expect(figures()).toMatchObject({ up: 1, lost: 1, mostSessions: 1_000 });
    await telephony.hangUp('bt-1-1');
    time.pass(2);
    expect(figures()).toMatchObject({ channels: 0 });
    await telephony.close();
  });
});
