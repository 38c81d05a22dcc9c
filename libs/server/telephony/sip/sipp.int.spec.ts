import { Clock } from '@belltower/core';
import { Disposition, GatewayStatus, SipSettings, SipTransport } from '@belltower/dto';
import {
  acknowledge,
  ask,
  describeWithSipp,
  receive,
  reply,
  scenario,
  Sipp,
  SippOptions,
  soundWith,
} from '@belltower/testing';
import { filter, firstValueFrom, lastValueFrom, Observable, shareReplay, toArray } from 'rxjs';
import { CallEvent, HungUp, OutboundCall } from '../telephony';
import { Locator } from './locator';
import { openConnection } from './open-connection';
import { SipTelephony } from './sip-telephony';
import { givenSipSettings } from './sip-telephony.builder';
import { readySounds } from './testing/silent-parts';
import { RealTimers } from '../timers';
import { WorkerMedia } from './worker-media';

const { Answered, Blocked, Busy, Cancelled, Congestion, Failed } = Disposition;
const { InvalidNumber, NoAnswer, Rejected } = Disposition;

const ANSWER = [reply(180, 'Ringing'), reply(200, 'OK', { sound: true, repeated: true })];
const BYE_200 = [receive('BYE'), reply(200, 'OK', { to: '[last_To:]' })];

/** Half a minute of silence, so that no call ends because everything has been said. */
const LONG = new Uint8Array(new SharedArrayBuffer(240_000)).fill(0xff);

describeWithSipp('the sip driver against sipp', () => {
  let sipp: Sipp;
  let telephony: SipTelephony;
  let calls = 0;

  const connect = async (
    steps: readonly string[],
    options: SippOptions = {},
    values: Partial<SipSettings> = {},
  ) => {
    sipp = await Sipp.play(scenario(...steps), options);
    const settings = givenSipSettings({ host: '127.0.0.1', port: sipp.port, ...values });
    const places = new Locator(settings.transport);
    telephony = new SipTelephony({
      settings,
      clock: new Clock(),
      timers: new RealTimers(),
      places,
      media: new WorkerMedia({ silenceSeconds: null }),
      sounds: readySounds({ pcmu: LONG, pcma: LONG, seconds: 30 }),
      open: (identity) => openConnection(settings, identity, places),
    });
  };
  const place = (values: Partial<OutboundCall> = {}) => {
    const events = telephony
      .place({
        id: `bt-1-${++calls}`,
        number: '+12025550123',
        callerId: '+12025550100',
        callerName: 'Clinic "A", <b>\r\nX: y',
        ringTimeoutSeconds: 20,
        maxCallSeconds: 60,
        opening: { prompt: { kind: 'text', text: 'Hello', language: null }, waitSeconds: 1 },
        prompts: [],
        keys: [],
        ...values,
      })
      .pipe(shareReplay());
    events.subscribe();
    return events;
  };
  const all = (events: Observable<CallEvent>) => lastValueFrom(events.pipe(toArray()));
  const typesOf = (events: CallEvent[]) => events.map(({ type }) => type);
  const endOf = async (events: Observable<CallEvent>) => (await all(events)).at(-1) as HungUp;
  const first = (events: Observable<CallEvent>, type: CallEvent['type']) =>
    firstValueFrom(events.pipe(filter((event) => event.type === type)));

  afterEach(async () => {
    await telephony.close();
    await sipp.end();
  });

  it.each([
    [302, Failed],
    [403, Rejected],
    [404, InvalidNumber],
    [408, NoAnswer],
    [410, InvalidNumber],
    [429, Congestion],
    [480, NoAnswer],
    [484, InvalidNumber],
    [486, Busy],
    [488, Failed],
    [500, Congestion],
    [503, Congestion],
    [600, Busy],
    [603, Rejected],
    [604, InvalidNumber],
    [607, Blocked],
    [608, Blocked],
  ])('takes %i as %s', async (status, disposition) => {
    await connect([receive('INVITE'), reply(100, 'Trying'), reply(status, 'No'), receive('ACK')]);
    expect(await endOf(place())).toMatchObject({ disposition, sipStatus: status });
    expect(await sipp.complaint()).toBeNull();
  });

  it('takes a 603 of a network that blocks as blocked, and keeps the Q.850 cause', async () => {
    const headers = ['Reason: Q.850;cause=21, SIP;cause=603;text="Network Blocked"'];
    await connect([receive('INVITE'), reply(603, 'Decline', { headers }), receive('ACK')]);
    expect(await endOf(place())).toMatchObject({
      disposition: Blocked,
      detail: 'network-blocked',
      sipStatus: 603,
      q850: 21,
    });
  });

  it('leaves a trunk alone for as long as it asks', async () => {
    const headers = ['Retry-After: 60'];
    await connect([receive('INVITE'), reply(503, 'Later', { headers }), receive('ACK')]);
    expect(await endOf(place())).toMatchObject({ disposition: Congestion, sipStatus: 503 });
    expect(await sipp.complaint()).toBeNull();
    expect(await endOf(place())).toMatchObject({
      disposition: Congestion,
      detail: 'asked-to-wait',
    });
  });

  it('answers a challenge with the password', async () => {
    const headers = ['WWW-Authenticate: Digest realm="r", nonce="47ebe028", qop="auth"'];
    await connect(
      [
        receive('INVITE'),
        reply(401, 'Unauthorized', { headers }),
        receive('ACK'),
        `<recv request="INVITE"><action>
          <verifyauth assign_to="valid" username="alice" password="secret"/></action></recv>
         <nop condexec="valid" condexec_inverse="true"><action><error message="wrong"/></action></nop>`,
        reply(486, 'Busy'),
        receive('ACK'),
      ],
      {},
      { user: 'alice', password: 'secret' },
    );
    expect(await endOf(place())).toMatchObject({ disposition: Busy, sipStatus: 486 });
    expect(await sipp.complaint()).toBeNull();
  });

  it('answers a proxy with SHA-256, and blames the trunk when that is not enough', async () => {
    const challenge = (nonce: string) => ({
      headers: [`Proxy-Authenticate: Digest realm="r", nonce="${nonce}", algorithm=SHA-256`],
    });
    await connect(
      [
        receive('INVITE'),
        reply(407, 'Proxy Authentication Required', challenge('one')),
        receive('ACK'),
        receive('INVITE', { wanted: { 'Proxy-Authorization:': 'algorithm=SHA-256' } }),
        reply(407, 'Proxy Authentication Required', challenge('two')),
        receive('ACK'),
      ],
      {},
      { user: 'alice', password: 'wrong' },
    );
    expect(await endOf(place())).toMatchObject({ disposition: Congestion, detail: 'auth-failed' });
    expect(await sipp.complaint()).toBeNull();
  });

  it('never takes early media as an answer, in any mix of provisional answers', async () => {
    await connect([
      receive('INVITE'),
      reply(100, 'Trying'),
      reply(183, 'Session Progress', { sound: true }),
      reply(180, 'Ringing'),
      reply(183, 'Session Progress', { sound: true }),
      reply(486, 'Busy'),
      receive('ACK'),
    ]);
    const told = await all(place());
    expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
    expect(told.at(-1)).toMatchObject({ disposition: Busy });
  });

  it('takes an answer without anything before it', async () => {
    await connect([
      receive('INVITE'),
      reply(200, 'OK', { sound: true, repeated: true }),
      receive('ACK'),
      ask('BYE', 2, 200),
    ]);
    expect(typesOf(await all(place()))).toEqual(['answered', 'hung-up']);
    expect(await sipp.complaint()).toBeNull();
  });

  it('cancels what rings too long', async () => {
    await connect([
      receive('INVITE'),
      reply(180, 'Ringing'),
      receive('CANCEL'),
      reply(200, 'OK', { to: '[last_To:]' }),
      reply(487, 'Request Terminated').replace('[last_CSeq:]', 'CSeq: 1 INVITE'),
      receive('ACK'),
    ]);
    const told = await all(place({ ringTimeoutSeconds: 1 }));
    expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
    expect(told.at(-1)).toMatchObject({ disposition: NoAnswer, sipStatus: 487 });
    expect(await sipp.complaint()).toBeNull();
  });

  it('acknowledges and ends a call whose answer crosses the CANCEL', async () => {
    await connect([
      receive('INVITE'),
      reply(180, 'Ringing'),
      receive('CANCEL'),
      reply(200, 'OK', { sound: true }).replace('[last_CSeq:]', 'CSeq: 1 INVITE'),
      receive('ACK'),
      ...BYE_200,
    ]);
    const told = await all(place({ ringTimeoutSeconds: 1 }));
    expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
    expect(told.at(-1)).toMatchObject({ disposition: NoAnswer, sipStatus: 200 });
    expect(await sipp.complaint()).toBeNull();
  });

  it('blames the trunk where nobody is there', async () => {
    await connect([receive('OPTIONS')]);
    await sipp.end();
    const end = await endOf(place({ ringTimeoutSeconds: 1 }));
    expect(end).toMatchObject({ disposition: Congestion, detail: 'unreachable' });
  });

  it('hears the other side hang up, with its cause', async () => {
    const headers = ['Reason: Q.850;cause=31'];
    await connect([receive('INVITE'), ...ANSWER, receive('ACK'), ask('BYE', 2, 200, { headers })]);
    const told = await all(place());
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'hung-up']);
    expect(told.at(-1)).toMatchObject({ disposition: Answered, sipStatus: 200, q850: 31 });
    expect(await sipp.complaint()).toBeNull();
  });

  it('hangs up, with the password where even a BYE is challenged', async () => {
    const headers = ['WWW-Authenticate: Digest realm="r", nonce="bye"'];
    await connect(
      [
        receive('INVITE'),
        ...ANSWER,
        receive('ACK'),
        receive('BYE'),
        reply(401, 'Unauthorized', { headers, to: '[last_To:]' }),
        receive('BYE', { wanted: { 'Authorization:': 'nonce="bye"' } }),
        reply(200, 'OK', { to: '[last_To:]' }),
      ],
      {},
      { user: 'alice', password: 'secret' },
    );
    const events = place({ id: 'bt-1-near' });
    await first(events, 'answered');
    await telephony.hangUp('bt-1-near');
    expect(await endOf(events)).toMatchObject({ disposition: Answered });
    expect(await sipp.complaint()).toBeNull();
  });

  it('sends what follows an answer the way that Record-Route and Contact say', async () => {
    const headers = ['Record-Route: <sip:[local_ip]:[local_port];lr>'];
    await connect([
      receive('INVITE'),
      reply(200, 'OK', { headers, sound: true, repeated: true }),
      receive('ACK', { wanted: { 'Route:': '127.0.0.1' } }),
      receive('BYE', { wanted: { 'Route:': '127.0.0.1' } }),
      reply(200, 'OK', { to: '[last_To:]' }),
    ]);
    const events = place({ maxCallSeconds: 1 });
    expect(await endOf(events)).toMatchObject({ disposition: Answered, detail: 'longest-call' });
    expect(await sipp.complaint()).toBeNull();
  });

  it('answers whatever is asked within a call', async () => {
    const sdp = ['Content-Type: application/sdp'];
    const fax = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
    await connect([
      receive('INVITE'),
      ...ANSWER,
      receive('ACK'),
      ask('OPTIONS', 2, 200),
      ask('INFO', 3, 200, {
        headers: ['Content-Type: application/dtmf-relay'],
        body: ['Signal=5', 'Duration=160'],
      }),
      ask('INFO', 4, 200, { headers: ['Content-Type: application/dtmf'], body: ['#'] }),
      ask('INVITE', 5, 200, { headers: sdp, body: soundWith('a=sendonly') }),
      acknowledge(5),
      ask('UPDATE', 6, 200, { headers: ['Session-Expires: 1800;refresher=uac'] }),
      ask('INVITE', 7, 488, {
        headers: sdp,
        body: [...fax, 'm=image 4000 udptl t38'],
      }),
      acknowledge(7).replace('branch=[branch]', 'branch=[branch-2]'),
      ask('NOTIFY', 8, 200),
      ask('REFER', 9, 603),
      ask('MESSAGE', 10, 405),
      ask('INFO', 9, 500),
      ask('BYE', 11, 200),
    ]);
    const told = await all(place());
    expect(await sipp.complaint()).toBeNull();
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'digit', 'digit', 'machine', 'hung-up']);
    expect(told.flatMap((event) => (event.type === 'digit' ? event.digit : []))).toEqual([
      '5',
      '#',
    ]);
  });

  it('ends every living call when it is closed', async () => {
    await connect([receive('INVITE'), ...ANSWER, receive('ACK'), ...BYE_200], { calls: 3 });
    const events = [place(), place(), place()];
    await Promise.all(events.map((one) => first(one, 'answered')));
    await telephony.close();
    expect(await sipp.complaint()).toBeNull();
    for (const one of events) expect(await endOf(one)).toMatchObject({ disposition: Answered });
  });

  it('cancels a call when it is told to', async () => {
    await connect([
      receive('INVITE'),
      reply(180, 'Ringing'),
      receive('CANCEL'),
      reply(200, 'OK', { to: '[last_To:]' }),
      reply(487, 'Request Terminated').replace('[last_CSeq:]', 'CSeq: 1 INVITE'),
      receive('ACK'),
    ]);
    const events = place({ id: 'bt-1-cancel' });
    await first(events, 'ringing');
    await telephony.hangUp('bt-1-cancel');
    expect(await endOf(events)).toMatchObject({ disposition: Cancelled });
    expect(await sipp.complaint()).toBeNull();
  });

  it('calls over TCP', async () => {
    await connect(
      [receive('INVITE'), ...ANSWER, receive('ACK'), ask('BYE', 2, 200)],
      { transport: 'tcp' },
      { transport: SipTransport.Tcp },
    );
    expect(typesOf(await all(place()))).toEqual(['ringing', 'answered', 'hung-up']);
    expect(await sipp.complaint()).toBeNull();
  });

  it('connects every call with one answer each where every fifth message is lost', async () => {
    const answer = [
      reply(180, 'Ringing', { spared: true }),
      reply(200, 'OK', { sound: true, repeated: true }),
    ];
    await connect([receive('INVITE'), ...answer, receive('ACK'), ask('BYE', 2, 200)], {
      calls: 1_000,
      lost: 20,
    });
    const told = await Promise.all(Array.from({ length: 60 }, () => all(place())));
    const isRight = (events: CallEvent[]) =>
      typesOf(events).filter((type) => type === 'answered').length === 1 &&
      (events.at(-1) as HungUp).disposition === Answered;
    expect(told.filter((events) => !isRight(events))).toEqual([]);
  });

  it('registers for as long as the registrar wants, and says so', async () => {
    const challenge = ['WWW-Authenticate: Digest realm="r", nonce="n1"'];
    await connect(
      [
        receive('REGISTER', { wanted: { 'Expires:': '60' } }),
        reply(423, 'Interval Too Brief', { headers: ['Min-Expires: 600'] }),
        receive('REGISTER', { wanted: { 'Expires:': '600' } }),
        reply(401, 'Unauthorized', { headers: challenge }),
        receive('REGISTER', { wanted: { 'Authorization:': 'username="alice"' } }),
        reply(200, 'OK', { headers: ['Expires: 600'] }),
        receive('REGISTER', { wanted: { 'Expires:': '0' } }),
        reply(200, 'OK'),
      ],
      {},
      {
        user: 'alice',
        password: 'secret',
        register: true,
        registerSeconds: 60,
        askOptions: false,
      },
    );
    expect(await telephony.check()).toEqual({
      status: GatewayStatus.Up,
      detail: expect.stringContaining('Registered for 600 seconds'),
    });
    await telephony.close();
    expect(await sipp.complaint()).toBeNull();
  });

  it('says what a trunk answers to OPTIONS', async () => {
    await connect([receive('OPTIONS'), reply(200, 'OK')]);
    expect(await telephony.check()).toEqual({
      status: GatewayStatus.Up,
      detail: expect.stringMatching(
        /^127\.0\.0\.1:\d+ \(UDP\) answered 200 OK to OPTIONS in \d+ ms\. /,
      ),
    });
  });
});
