import { Disposition, GatewayStatus, SipSettings, SipTransport } from '@belltower/dto';
import {
  describeWith,
  freePort,
  Kamailio,
  KAMAILIO,
  KAMAILIO_TLS,
  KamailioOptions,
  OTHER_AUTHORITY,
  receive,
  reply,
  scenario,
  Sipp,
  SIPP,
  TEST_AUTHORITY,
} from '@belltower/testing';
import { filter, firstValueFrom, lastValueFrom, Observable, shareReplay, toArray } from 'rxjs';
import { CallEvent, HungUp, OutboundCall } from '../telephony';
import { NameService } from './locator';
import { SipTelephony } from './sip-telephony';
import { givenRealSipTelephony } from './sip-telephony.builder';

const { Answered, Congestion } = Disposition;
const NUMBER = '+12025550123';
const ALICE = { user: 'alice', password: 'secret' };
/** Of a name so long that an INVITE with it does not fit into a datagram. */
const LONG_DOMAIN = `${'long.'.repeat(40)}example.com`;

const BYE_200 = [receive('BYE'), reply(200, 'OK', { to: '[last_To:]' })];
/** Answers at once, without a word before. */
const ANSWERS = scenario(
  receive('INVITE'),
  reply(200, 'OK', { sound: true, repeated: true }),
  receive('ACK'),
  ...BYE_200,
);
const RINGS_UNTIL_CANCELLED = scenario(
  receive('INVITE'),
  reply(180, 'Ringing'),
  receive('CANCEL'),
  reply(200, 'OK', { to: '[last_To:]' }),
  reply(487, 'Request Terminated').replace('[last_CSeq:]', 'CSeq: 1 INVITE'),
  receive('ACK'),
);

jest.setTimeout(60_000);

describeWith([KAMAILIO, KAMAILIO_TLS, SIPP])('the sip driver behind a proxy', () => {
  let proxy: Kamailio | undefined;
  let telephony: SipTelephony | undefined;
  let phones: Sipp[] = [];
  let calls = 0;

  const phone = async (...scenarios: string[]) => {
    phones = await Promise.all(scenarios.map((each) => Sipp.play(each)));
    return phones.map(({ port }) => port);
  };
  const connect = async (
    options: KamailioOptions,
    values: Partial<SipSettings> = {},
    names?: NameService,
  ) => {
    proxy = await Kamailio.start(options);
    telephony = givenRealSipTelephony({ port: proxy.port, ...values }, { names });
    return { proxy, telephony };
  };
  const place = (values: Partial<OutboundCall> = {}) => {
    const events = telephony!
      .place({
        id: `bt-1-${++calls}`,
        number: NUMBER,
        callerId: '+12025550100',
        callerName: 'Clinic',
        ringTimeoutSeconds: 20,
        maxCallSeconds: 20,
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
  const endOf = async (events: Observable<CallEvent>) => (await all(events)).at(-1) as HungUp;
  const answered = (events: Observable<CallEvent>) =>
    firstValueFrom(events.pipe(filter(({ type }) => type === 'answered')));
  /** A whole call: answered by whoever is behind the proxy, and ended by us. */
  const talk = async (id = `bt-1-talk-${++calls}`) => {
    const events = place({ id });
    await answered(events);
    await telephony!.hangUp(id);
    expect(await endOf(events)).toMatchObject({ disposition: Answered, sipStatus: 200 });
    for (const each of phones) expect(await each.complaint()).toBeNull();
  };

  afterEach(async () => {
    await telephony?.close();
    await Promise.all(phones.map((each) => each.end()));
    await proxy?.end();
    [telephony, proxy, phones] = [undefined, undefined, []];
  });

  it.each(['MD5', 'SHA-256'] as const)(
    'answers its challenge by %s, and ends the call by the way it went',
    async (algorithm) => {
      const [to] = await phone(
        scenario(
          receive('INVITE'),
          reply(180, 'Ringing'),
          reply(200, 'OK', { sound: true, repeated: true }),
          receive('ACK'),
          ...BYE_200,
        ),
      );
      const { proxy } = await connect({ to: [to!], digest: { ...ALICE, algorithm } }, ALICE);
      await talk();
      // The first INVITE had no answer to a challenge yet.
      expect(proxy.count('INVITE over udp')).toBe(2);
      expect(proxy.count('BYE over udp')).toBe(1);
    },
  );

  it('blames the trunk where the password is wrong', async () => {
    await connect({ digest: { ...ALICE, algorithm: 'MD5' } }, { ...ALICE, password: 'wrong' });
    expect(await endOf(place())).toMatchObject({
      disposition: Congestion,
      detail: 'auth-failed',
      sipStatus: 407,
    });
  });

  it('takes one of two phones that answer at the same moment, and ends the other', async () => {
    const to = await phone(ANSWERS, ANSWERS, RINGS_UNTIL_CANCELLED);
    await connect({ to });
    const events = place({ id: 'bt-1-forked' });
    await answered(events);
    // The one that lost has had ACK and BYE, and the one that rang a CANCEL, while the call goes on.
    const ended = Promise.race(phones.slice(0, 2).map((each) => each.complaint()));
    expect([await ended, await phones[2]!.complaint()]).toEqual([null, null]);
    await telephony!.hangUp('bt-1-forked');
    const told = await all(events);
    expect(told.filter(({ type }) => type === 'answered')).toHaveLength(1);
    for (const each of phones) expect(await each.complaint()).toBeNull();
  });

  it('calls over TLS to whoever has a certificate from a trusted authority', async () => {
    const to = await phone(ANSWERS);
    const { proxy } = await connect(
      { to, over: 'tls' },
      { transport: SipTransport.Tls, trustedCertificates: TEST_AUTHORITY },
    );
    expect(await telephony!.check()).toEqual({
      status: GatewayStatus.Up,
      detail: expect.stringMatching(/^127\.0\.0\.1:\d+ \(TLS\) answered 200 OK to OPTIONS/),
    });
    await talk();
    expect(proxy.count('BYE over tls')).toBe(1);
  });

  it('says in words that the certificate is from nobody it trusts', async () => {
    await connect(
      { over: 'tls' },
      { transport: SipTransport.Tls, trustedCertificates: OTHER_AUTHORITY },
    );
    expect(await telephony!.check()).toEqual({
      status: GatewayStatus.Down,
      detail: expect.stringMatching(
        /^No connection to 127\.0\.0\.1:\d+: its certificate is from nobody that is trusted \([A-Z_]+\)\. With/,
      ),
    });
    expect(await endOf(place())).toMatchObject({ disposition: Congestion, detail: 'unreachable' });
  });

  it('registers, refreshes that in time, and takes it back at the end', async () => {
    const { proxy, telephony } = await connect(
      { digest: { ...ALICE, algorithm: 'SHA-256' }, registeredFor: 2 },
      { ...ALICE, register: true, registerSeconds: 60 },
    );
    expect(await telephony.check()).toMatchObject({
      status: GatewayStatus.Up,
      detail: expect.stringContaining('Registered for 2 seconds'),
    });
    await proxy.says('registers for 60 seconds', 3);
    expect((await telephony.check()).status).toBe(GatewayStatus.Up);
    await telephony.close();
    await proxy.says('registers for 0 seconds');
  });

  it('goes where a redirection says', async () => {
    const [to] = await phone(ANSWERS);
    await connect({ redirect: `sip:$rU@127.0.0.1:${to!}` });
    await talk();
  });

  it('sends what is too long for a datagram over TCP, and what follows by datagram', async () => {
    const to = await phone(ANSWERS);
    const { proxy } = await connect({ to }, { domain: LONG_DOMAIN });
    await talk();
    expect(proxy.count('INVITE over tcp')).toBe(1);
    expect(proxy.count('BYE over udp')).toBe(1);
  });

  it('sends it by datagram after all where nobody takes TCP', async () => {
    const to = await phone(ANSWERS);
    const { proxy } = await connect({ to, over: 'udp' }, { domain: LONG_DOMAIN });
    await talk();
    expect(proxy.count('INVITE over udp')).toBe(1);
  });

  it('calls over the server that answers where the one that DNS names first is silent', async () => {
    const to = await phone(ANSWERS);
    proxy = await Kamailio.start({ to });
    const nobody = await freePort();
    const names: NameService = {
      addresses: async () => ['127.0.0.1'],
      services: async () => [
        { name: 'first.example.com', port: nobody, priority: 1, weight: 0 },
        { name: 'second.example.com', port: proxy!.port, priority: 2, weight: 0 },
      ],
    };
    telephony = givenRealSipTelephony({ host: 'example.com' }, { names });
    await talk();
    expect(proxy.count('INVITE over udp')).toBe(1);
    const { status, detail } = await telephony.check();
    expect(status).toBe(GatewayStatus.Up);
    expect(detail).toContain(`127.0.0.1:${nobody} (UDP): OPTIONS had no answer`);
  });
});
