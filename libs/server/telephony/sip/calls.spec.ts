import { chanceOf } from '@belltower/core';
import { Disposition, SipCallerIdIn, SipSettings } from '@belltower/dto';
import fc from 'fast-check';
import { Sounds } from '../sound';
import { CallEvent, HungUp, OutboundCall } from '../telephony';
import { tagOf } from './address';
import { SipRequest } from './message';
import { givenSipTelephony } from './sip-telephony.builder';
import { numbersOf, Said, ScriptedPeer } from './testing/scripted-peer';
import { readySounds } from './testing/silent-parts';

const { Answered, Cancelled, Congestion, Failed, NoAnswer } = Disposition;

const CALL: OutboundCall = {
  id: 'bt-1-1',
  number: '+12025550123',
  callerId: '+12025550100',
  callerName: 'Clinic',
  ringTimeoutSeconds: 30,
  maxCallSeconds: 600,
  opening: { prompt: { kind: 'text', text: 'Hello', language: null }, waitSeconds: 10 },
  prompts: [],
  keys: ['9'],
};

function given({
  react,
  settings,
  sounds,
  lost,
}: {
  react?: (request: SipRequest, peer: ScriptedPeer) => boolean;
  settings?: Partial<SipSettings>;
  sounds?: Sounds;
  lost?: () => boolean;
} = {}) {
  const peer = new ScriptedPeer(react);
  const parts = givenSipTelephony(() => peer, { settings, sounds, lost });
  const place = (values: Partial<OutboundCall> = {}) => {
    const events: CallEvent[] = [];
    parts.telephony.place({ ...CALL, ...values }).subscribe((event) => events.push(event));
    return events;
  };
  return { ...parts, peer, place };
}
const typesOf = (events: CallEvent[]) => events.map(({ type }) => type);
const endOf = (events: CallEvent[]) => events.at(-1) as HungUp;

describe('a call over SIP', () => {
  it('is an INVITE under the id of the attempt', () => {
    const { peer, place } = given();
    place();
    const [invite] = peer.requests('INVITE') as [SipRequest];
    expect(invite.uri).toBe('sip:+12025550123@192.0.2.9');
    const { headers } = invite;
    expect(headers.first('call-id')).toBe('bt-1-1@192.0.2.9');
    expect(headers.first('from')).toMatch(/^"Clinic" <sip:\+12025550100@192\.0\.2\.9>;tag=\w+$/);
    expect(headers.first('contact')).toBe('<sip:belltower@192.0.2.1:5060>');
    expect(headers.first('via')).toMatch(
      /^SIP\/2\.0\/UDP 192\.0\.2\.1:5060;branch=z9hG4bK\S+;rport$/,
    );
    expect(headers.first('supported')).not.toContain('100rel');
    expect(invite.body.toString()).toContain('m=audio 10002 RTP/AVP 0 8 101');
  });

  it('writes numbers and caller as the trunk wants them', () => {
    const { peer, place } = given({
      settings: {
        plus: false,
        callerIdIn: SipCallerIdIn.Asserted,
        user: 'alice',
        domain: 'example.com',
        outboundProxy: '192.0.2.8:5080',
      },
    });
    place({ callerName: null });
    const [{ uri, headers }] = peer.requests('INVITE') as [SipRequest];
    expect(uri).toBe('sip:12025550123@example.com');
    expect(headers.first('from')).toMatch(/^<sip:alice@example\.com>;tag=/);
    expect(headers.first('p-asserted-identity')).toBe('<sip:12025550100@example.com>');
    expect(headers.first('route')).toBe('<sip:192.0.2.8:5080;lr>');
  });

  it('withholds the caller from the phone, not from the trunk', () => {
    const { peer, place } = given({ settings: { withheld: true } });
    place();
    const [{ headers }] = peer.requests('INVITE') as [SipRequest];
    expect(headers.first('from')).toMatch(/^"Anonymous" <sip:anonymous@anonymous\.invalid>;tag=/);
    expect(headers.first('privacy')).toBe('id');
    expect(headers.first('p-asserted-identity')).toContain('+12025550100');
  });

  it('carries any text in number, caller and name harmlessly', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, text, text, (number, callerId, callerName) => {
        const { peer, place } = given();
        place({ number, callerId, callerName });
        const [invite] = peer.requests('INVITE') as [SipRequest];
        const names = [...invite.headers].map(([name]) => name);
        expect(new Set(names).size).toBe(names.length);
        expect(tagOf(invite.headers.first('from'))).toMatch(/^\w+$/);
        expect(invite.uri).toMatch(/^sip:[^\s<>"@]*@192\.0\.2\.9$/);
      }),
    );
  });

  it('refuses an id that could not be a Call-ID', () => {
    const { peer, place } = given();
    expect(endOf(place({ id: 'x\r\nVia: y' }))).toMatchObject({ detail: 'unusable-id' });
    expect(peer.heard).toEqual([]);
  });

  it('is acknowledged as often as its answer comes, also after its end', () => {
    const { peer, place, time } = given();
    const events = place();
    peer.say(200, { sound: true });
    peer.say(200, { sound: true });
    peer.ask('BYE', 2);
    peer.say(200, { sound: true });
    time.pass(31);
    peer.say(200, { sound: true });
    expect(peer.requests('ACK')).toHaveLength(4);
    expect(new Set(peer.requests('ACK').map(({ headers }) => headers.first('via'))).size).toBe(1);
    expect(typesOf(events)).toEqual(['answered', 'hung-up']);
    expect(peer.statuses()).toEqual([200]);
  });

  it('answers a repeated BYE as it did, and does not end twice', () => {
    const { peer, place } = given();
    const events = place();
    peer.say(200, { sound: true });
    for (let times = 0; times < 3; times++) peer.ask('BYE', 2);
    expect(peer.statuses()).toEqual([200, 200, 200]);
    expect(typesOf(events)).toEqual(['answered', 'hung-up']);
  });

  it('that was forked keeps the first that answers and hangs up on the others', () => {
    const { peer, place, media } = given();
    const events = place();
    peer.say(180, { tag: 'one' });
    peer.say(183, { tag: 'two', sound: true });
    peer.say(200, { tag: 'two', sound: true });
    peer.say(200, { tag: 'one', sound: true });
    peer.say(200, { tag: 'one', sound: true });
    const tags = (method: string) =>
      peer.requests(method).map(({ headers }) => tagOf(headers.first('to')));
    expect(tags('ACK')).toEqual(['two', 'one', 'one']);
    expect(tags('BYE')).toEqual(['one']);
    expect(typesOf(events)).toEqual(['ringing', 'answered']);
    peer.ask('BYE', 2, { tag: 'one' });
    expect(typesOf(events)).toEqual(['ringing', 'answered']);
    expect(media.lines[0]!.agreed).toHaveLength(1);
  });

  it('takes the description of early media where the answer has none', () => {
    const { peer, place, media } = given();
    const events = place();
    peer.say(183, { sound: true });
    peer.say(200);
    expect(typesOf(events)).toEqual(['ringing', 'answered']);
    expect(media.lines[0]!.agreed[0]).toMatchObject({ remote: { port: 4_000 } });
  });

  it('that was answered without a codec of ours is hung up at once', () => {
    const { peer, place } = given();
    const events = place();
    peer.say(200, { body: Buffer.from('v=0\r\nc=IN IP4 192.0.2.9\r\nm=audio 4 RTP/AVP 18\r\n') });
    expect(endOf(events)).toMatchObject({ disposition: Failed, detail: 'incompatible' });
    expect([peer.requests('ACK').length, peer.requests('BYE').length]).toEqual([1, 1]);
  });

  it('that nobody said anything to is ended, cancelled and hung up when they do at last', () => {
    const { peer, place, time } = given();
    const events = place({ ringTimeoutSeconds: 5 });
    time.pass(5);
    expect(endOf(events)).toMatchObject({ disposition: Congestion, detail: 'unreachable' });
    expect(peer.requests('CANCEL')).toHaveLength(0);
    peer.say(180);
    expect(peer.requests('CANCEL')).toHaveLength(1);
    peer.say(200, { sound: true });
    expect([peer.requests('ACK').length, peer.requests('BYE').length]).toEqual([1, 1]);
    expect(events).toHaveLength(1);
  });

  it('that is cancelled and never ends is taken as ended after a moment', () => {
    const { peer, place, time } = given();
    const events = place({ ringTimeoutSeconds: 5 });
    peer.say(180);
    time.pass(8);
    expect(typesOf(events)).toEqual(['ringing']);
    time.pass(2);
    expect(endOf(events)).toMatchObject({ disposition: NoAnswer });
    time.pass(200);
    expect(time.pending).toBe(0);
  });

  it('that is busy at the very moment of our giving up was given up by us', () => {
    const { peer, place, time } = given({
      react: (request, self) => {
        if (request.method !== 'CANCEL') return false;
        self.answer(request, 481);
        return true;
      },
    });
    const events = place({ ringTimeoutSeconds: 5 });
    peer.say(180);
    time.pass(5);
    peer.say(486);
    expect(endOf(events)).toMatchObject({ disposition: NoAnswer, sipStatus: 486 });
  });

  it('that is told to end before anybody rang is cancelled as soon as that is allowed', async () => {
    const { peer, place, telephony } = given();
    const events = place();
    await telephony.hangUp(CALL.id);
    expect(endOf(events)).toMatchObject({ disposition: Cancelled });
    peer.say(100);
    expect(peer.requests('CANCEL')).toHaveLength(1);
  });

  const elsewhere = (...contacts: string[]): Said => ({
    headers: contacts.map((contact) => ['contact', contact] as const),
  });
  const uris = (peer: ScriptedPeer) => peer.requests('INVITE').map(({ uri }) => uri);

  it('that is redirected goes to the place that is wanted most, as the same call', () => {
    const { peer, place } = given();
    const events = place();
    peer.say(
      302,
      elsewhere(
        '<sip:+12025550123@192.0.2.20;user=phone>;q=0.3',
        '<sip:+12025550123@192.0.2.21?Subject=x>;q=0.7',
      ),
    );
    expect(uris(peer)).toEqual(['sip:+12025550123@192.0.2.9', 'sip:+12025550123@192.0.2.21']);
    expect(numbersOf(peer.requests('INVITE'))).toEqual([1, 2]);
    peer.say(503);
    expect(uris(peer).at(-1)).toBe('sip:+12025550123@192.0.2.20;user=phone');
    peer.say(200, { sound: true });
    expect(typesOf(events)).toEqual(['answered']);
    const callIds = peer.requests('INVITE').map(({ headers }) => headers.first('call-id'));
    expect(new Set(callIds).size).toBe(1);
  });

  it('that is redirected over and over has failed after three times', () => {
    const { peer, place } = given();
    const events = place();
    for (const host of [1, 2, 3, 4]) peer.say(302, elsewhere(`<sip:12025550123@192.0.2.2${host}>`));
    expect(uris(peer)).toHaveLength(4);
    expect(endOf(events)).toMatchObject({
      disposition: Failed,
      sipStatus: 302,
      detail: 'too-many-redirections',
    });
  });

  it('that is redirected goes round no circle', () => {
    const { peer, place } = given();
    const events = place();
    for (let times = 0; times < 3; times++) peer.say(302, elsewhere('<sip:12025550123@192.0.2.2>'));
    expect(uris(peer)).toHaveLength(2);
    expect(endOf(events)).toMatchObject({ disposition: Failed, detail: 'redirected' });
  });

  it.each([
    ['another number, which nobody said may be called', 302, '<sip:+12025550199@192.0.2.20>'],
    ['a number with other digits before it', 302, '<sip:0900@192.0.2.20>'],
    ['no SIP address', 302, '<tel:+12025550123>'],
    ['a place that needs encryption', 301, '<sips:+12025550123@192.0.2.20>'],
    ['another protocol', 302, '<sip:+12025550123@192.0.2.20;transport=tls>'],
    ['a proxy', 305, '<sip:+12025550123@192.0.2.20>'],
    ['garbage', 302, '<sip:+12025550123@192.0.2.20'],
  ])('that is redirected to %s goes nowhere, and says so', (_, status, contact) => {
    const { peer, place } = given();
    const events = place();
    peer.say(status, elsewhere(contact));
    expect(endOf(events)).toMatchObject({
      disposition: Failed,
      sipStatus: status,
      detail: 'redirected',
    });
    expect(peer.requests('INVITE')).toHaveLength(1);
  });

  it('that is redirected is asked for the password there anew, and can be cancelled there', () => {
    const { peer, place, time } = given({ settings: { user: 'alice', password: 'secret' } });
    const challenge = (nonce: string): Said => ({
      headers: [['proxy-authenticate', `Digest realm="r", nonce="${nonce}"`]],
    });
    const events = place({ ringTimeoutSeconds: 5 });
    peer.say(407, challenge('one'));
    peer.say(302, elsewhere('<sip:12025550123@192.0.2.20>'));
    expect(peer.requests('INVITE').at(-1)!.headers.first('proxy-authorization')).toBeUndefined();
    peer.say(407, challenge('two'));
    peer.say(180);
    expect(numbersOf(peer.requests('INVITE'))).toEqual([1, 2, 3, 4]);
    time.pass(5);
    expect(numbersOf(peer.requests('CANCEL'))).toEqual([4]);
    peer.say(487);
    expect(endOf(events)).toMatchObject({ disposition: NoAnswer });
  });

  it('is not even tried where nothing can speak, unless silence is allowed', () => {
    const mute = readySounds(null);
    const strict = given({ sounds: mute });
    expect(endOf(strict.place())).toMatchObject({ disposition: Congestion, detail: 'no-voice' });
    expect(strict.peer.heard).toEqual([]);
    const lenient = given({ sounds: mute, settings: { allowSilence: true } });
    lenient.place();
    expect(lenient.peer.requests('INVITE')).toHaveLength(1);
  });

  it('tells when all has been said and no key has come, and goes on until it is hung up', async () => {
    const { peer, place, time, media, telephony } = given();
    const events = place();
    peer.say(200, { sound: true });
    media.lines[0]!.listener!.played();
    time.pass(9);
    media.lines[0]!.listener!.digit('1');
    time.pass(9.9);
    expect(typesOf(events)).toEqual(['answered', 'digit']);
    time.pass(0.2);
    expect(typesOf(events)).toEqual(['answered', 'digit', 'waited']);
    time.pass(60);
    expect(peer.requests('BYE')).toHaveLength(0);
    await telephony.hangUp(CALL.id);
    expect(endOf(events)).toMatchObject({ disposition: Answered });
    expect(peer.requests('BYE')).toHaveLength(1);
  });

  it('plays something else in place of what is heard, and waits after that', async () => {
    const { peer, place, time, media, telephony } = given();
    const events = place();
    peer.say(200, { sound: true });
    const [line] = media.lines;
    line!.listener!.played();
    await telephony.play(CALL.id, { prompt: null, waitSeconds: 3 });
    expect(line!.played).toHaveLength(2);
    time.pass(30);
    expect(typesOf(events)).toEqual(['answered']);
    line!.listener!.played();
    time.pass(3.1);
    expect(typesOf(events)).toEqual(['answered', 'waited']);
  });

  it('counts a key once that comes as an event and as INFO', () => {
    const { peer, place, media } = given();
    const events = place();
    peer.say(200, { sound: true });
    media.lines[0]!.listener!.digit('5');
    peer.ask('INFO', 2, {
      headers: [['content-type', 'application/dtmf-relay']],
      body: Buffer.from('Signal=5\r\nDuration=100'),
    });
    expect(typesOf(events)).toEqual(['answered', 'digit']);
  });

  it('ends when nothing is heard any more', () => {
    const { peer, place, media } = given();
    const events = place();
    peer.say(200, { sound: true });
    media.lines[0]!.listener!.silent();
    expect(endOf(events)).toMatchObject({ disposition: Answered, detail: 'no-sound' });
    expect(media.lines[0]!.closed).toBe(true);
  });

  it('is not placed when no port for sound can be opened', () => {
    const { place, media, peer } = given();
    media.fails = true;
    expect(endOf(place())).toMatchObject({ disposition: Congestion, detail: 'no-media-port' });
    expect(peer.heard).toEqual([]);
  });
});

describe('a session with a timer (RFC 4028)', () => {
  const terms = (value: string, allow = 'UPDATE'): Said => ({
    sound: true,
    headers: [
      ['session-expires', value],
      ['allow', allow],
    ],
  });

  it('is refreshed by us at half its time, where that is ours', () => {
    const { peer, place, time } = given();
    place();
    peer.say(200, terms('200;refresher=uac'));
    time.pass(99);
    expect(peer.requests('UPDATE')).toHaveLength(0);
    time.pass(102);
    expect(peer.requests('UPDATE')).toHaveLength(2);
    expect(peer.requests('UPDATE')[0]!.headers.first('session-expires')).toBe('200;refresher=uac');
  });

  it('is refreshed by an INVITE where the other side knows no UPDATE, and that is acknowledged', () => {
    const { peer, place, time } = given({
      react: (request, self) => {
        if (request.method !== 'INVITE' || !tagOf(request.headers.first('to'))) return false;
        self.answer(request, 200, { sound: true });
        return true;
      },
    });
    const events = place();
    peer.say(200, terms('200;refresher=uac', 'INVITE'));
    time.pass(100);
    expect(numbersOf(peer.requests('INVITE'))).toEqual([1, 2]);
    expect(numbersOf(peer.requests('ACK'))).toEqual([1, 2]);
    expect(typesOf(events)).toEqual(['answered']);
  });

  it('is tried again when both refresh at the same time, and over when the other side knows it no more', () => {
    const statuses = [491, 481];
    const { peer, place, time } = given({
      react: (request, self) => {
        if (request.method !== 'UPDATE') return false;
        self.answer(request, statuses.shift()!);
        return true;
      },
    });
    const events = place();
    peer.say(200, terms('200;refresher=uac'));
    time.pass(101);
    expect(typesOf(events)).toEqual(['answered']);
    time.pass(3);
    expect(endOf(events)).toMatchObject({ disposition: Answered, detail: 'session-expired' });
  });

  it('ends when the other side does not refresh it in time', () => {
    const { peer, place, time } = given();
    const events = place();
    peer.say(200, terms('120;refresher=uas'));
    time.pass(80);
    peer.ask('UPDATE', 2, { headers: [['session-expires', '120;refresher=uac']] });
    time.pass(80);
    expect(typesOf(events)).toEqual(['answered']);
    time.pass(20);
    expect(endOf(events)).toMatchObject({ detail: 'session-expired' });
    expect(peer.requests('BYE')).toHaveLength(1);
  });
});

describe('what the other side asks within a call', () => {
  const answered = () => {
    const all = given();
    const events = all.place();
    all.peer.say(200, { sound: true });
    return { ...all, events };
  };
  const sdp = (...lines: string[]) =>
    Buffer.from(
      ['v=0', 'o=- 1 2 IN IP4 192.0.2.9', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0', ...lines].join(
        '\r\n',
      ),
    );

  it('moves and holds the sound', () => {
    const { peer, media } = answered();
    peer.ask('INVITE', 2, { body: sdp('m=audio 5000 RTP/AVP 8', 'a=sendonly') });
    expect(media.lines[0]!.agreed.at(-1)).toMatchObject({
      remote: { host: '192.0.2.9', port: 5_000 },
      codec: 'pcma',
      heard: false,
    });
    expect(peer.heard.at(-1)!.body.toString()).toContain('a=recvonly');
  });

  it('gets our offer where it makes none, and its answer counts', () => {
    const { peer, media } = answered();
    peer.ask('INVITE', 2);
    expect(peer.heard.at(-1)!.body.toString()).toContain('m=audio');
    peer.ask('ACK', 2, { body: sdp('m=audio 6000 RTP/AVP 0') });
    expect(media.lines[0]!.agreed.at(-1)).toMatchObject({ remote: { port: 6_000 } });
  });

  it('has to wait for its ACK before the next', () => {
    const { peer } = answered();
    peer.ask('INVITE', 2, { body: sdp('m=audio 5000 RTP/AVP 0') });
    peer.ask('INVITE', 3, { body: sdp('m=audio 5000 RTP/AVP 0') });
    expect(peer.statuses()).toEqual([200, 500]);
  });

  it('is refused where it is a fax, which was a machine then', async () => {
    const { peer, events, telephony } = answered();
    peer.ask('INVITE', 2, { body: sdp('m=image 5000 udptl t38') });
    expect(peer.statuses()).toEqual([488]);
    await telephony.hangUp(CALL.id);
    expect(typesOf(events)).toEqual(['answered', 'machine', 'hung-up']);
    expect(endOf(events)).toMatchObject({ disposition: Disposition.Machine });
  });

  it('is of no call when its tag or its Call-ID is not ours', () => {
    const { peer } = answered();
    const invite = peer.requests('INVITE')[0]!;
    invite.headers.set('from', '<sip:x@example.com>;tag=another');
    peer.ask('INFO', 2);
    invite.headers.set('call-id', 'nobody');
    for (const method of ['BYE', 'OPTIONS', 'INVITE', 'SUBSCRIBE', 'CANCEL']) peer.ask(method, 3);
    expect(peer.statuses()).toEqual([481, 481, 200, 403, 405, 481]);
  });
});

describe('a wire that loses messages', () => {
  it('connects every call, with one answer and one end each, and forgets all of them', async () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const chance = chanceOf(seed);
      const answers = new Map<string, number>();
      const { peer, place, time, telephony } = given({
        lost: () => chance() < 0.2,
        react: (request, self) => {
          const callId = request.headers.first('call-id')!;
          if (request.method === 'ACK') answers.set(callId, Infinity);
          if (request.method !== 'INVITE') return false;
          self.answer(request, 200, { sound: true });
          // As a phone does, until the ACK comes.
          const again = (milliseconds: number) =>
            void time.after(milliseconds, () => {
              if (answers.get(callId) === Infinity || milliseconds > 16_000) return;
              self.answer(request, 200, { sound: true });
              again(milliseconds * 2);
            });
          if (!answers.has(callId)) again(500);
          answers.set(callId, answers.get(callId) ?? 0);
          return true;
        },
      });
      const calls = Array.from({ length: 20 }, (_, index) =>
        place({ id: `bt-1-${index}`, maxCallSeconds: 5 }),
      );
      time.pass(60);
      for (const events of calls) {
        expect(typesOf(events)).toEqual(['answered', 'hung-up']);
        expect(endOf(events)).toMatchObject({ disposition: Answered });
      }
      expect(peer.requests('BYE').length).toBeGreaterThanOrEqual(20);
      time.pass(200);
      expect(time.pending).toBe(0);
      await telephony.close();
    }
  });
});
