import { SipSettings } from '@belltower/dto';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { OutboundCall } from '../telephony';
import { parseNameAddress, tagOf } from './address';
import { parseMessage, serialize, SipRequest } from './message';
import { givenSipSettings, givenSipTelephony } from './sip-telephony.builder';
import { ScriptedPeer } from './testing/scripted-peer';

const CALL: OutboundCall = {
  id: 'bt-1-1',
  number: '+12025550123',
  callerId: '+12025550100',
  callerName: 'Clinic',
  ringTimeoutSeconds: 30,
  maxCallSeconds: 600,
  opening: { prompt: { kind: 'text', text: 'Hello', language: null }, waitSeconds: 1 },
  prompts: [],
  keys: [],
};
/** What a request of ours may hold, each once. */
const HEADERS = [
  ...['via', 'route', 'max-forwards', 'from', 'to', 'call-id', 'cseq', 'contact', 'allow'],
  ...['supported', 'user-agent', 'content-type', 'p-asserted-identity', 'privacy', 'expires'],
  ...['accept', 'authorization', 'proxy-authorization', 'content-length'],
];
/** What tries to be more than a value: line breaks of any kind, quotes, brackets, separators, escapes, long ones. */
const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.stringMatching(/^["'<>;,@:?&=%\\{}()\r\n\t a0]{0,60}$/),
  fc.constantFrom(
    'x\r\nVia: SIP/2.0/UDP 192.0.2.66',
    'x\n\nv=0',
    'x" <sip:evil@example.com>;tag=theirs',
    '\u2028Route: <sip:192.0.2.66;lr>',
    '%0d%0aX-Injected: 1',
    '\\',
    '"'.repeat(2_000),
    'é'.repeat(500),
    '\u0000\u007f\u0085',
  ),
);

/** Everything that goes over the wire for a registration, a check, a call that is challenged, and its end. */
function allRequests(settings: Partial<SipSettings>, call: Partial<OutboundCall>): SipRequest[] {
  const challenged = (request: SipRequest, peer: ScriptedPeer) => {
    const answered = ['authorization', 'proxy-authorization'].some((name) =>
      request.headers.first(name),
    );
    if (request.method === 'ACK') return true;
    if (answered && request.method === 'INVITE') {
      peer.answer(request, 200, { sound: true });
      return true;
    }
    if (answered) return false;
    const challenge = `Digest realm="r", nonce="${request.method}", qop="auth", opaque="o"`;
    peer.answer(request, 407, { headers: [['proxy-authenticate', challenge]] });
    return true;
  };
  const peer = new ScriptedPeer(challenged);
  const { telephony } = givenSipTelephony(() => peer, {
    settings: { register: true, ...settings },
  });
  void telephony.check();
  telephony.place({ ...CALL, ...call }).subscribe();
  void telephony.hangUp(CALL.id);
  return peer.heard.filter((message): message is SipRequest => message.kind === 'request');
}

describe('hostile values', () => {
  it('in a call or in the settings of its gateway never become another header, line or address', () => {
    fc.assert(
      fc.property(
        fc.record({ number: HOSTILE, callerId: HOSTILE, callerName: HOSTILE }),
        fc.record({ user: HOSTILE, password: HOSTILE, withheld: fc.boolean(), plus: fc.boolean() }),
        (call, settings) => {
          const requests = allRequests(settings, call);
          expect(requests.map(({ method }) => method)).toEqual(
            expect.arrayContaining(settings.user && settings.password ? ['REGISTER', 'BYE'] : []),
          );
          for (const request of requests) {
            const bytes = serialize(request);
            const [head = '', ...more] = bytes.toString().split('\r\n\r\n');
            const names = head
              .split('\r\n')
              .slice(1)
              .map((line) => line.split(':')[0]!.toLowerCase());
            expect(names.filter((name) => !HEADERS.includes(name))).toEqual([]);
            expect(new Set(names).size).toBe(names.length);
            // One body, which is the description of sound or nothing.
            expect(more).toHaveLength(1);
            expect(more[0]).toMatch(/^(v=0\r\n[^]*)?$/);
            expect(head).not.toMatch(
              /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f\u0085\u2028\u2029]/,
            );
            expect(request.uri).toMatch(/^sip:([^\s<>"@]*@)?192\.0\.2\.9$/);
            for (const name of ['from', 'to']) {
              const value = request.headers.first(name);
              expect(parseNameAddress(value!)?.uri).toMatch(
                /^sip:[^\s<>"@]*@?(192\.0\.2\.9|anonymous\.invalid)$/,
              );
            }
            expect(tagOf(request.headers.first('from'))).toMatch(/^\w+$/);
            expect(parseMessage(bytes)).not.toBeNull();
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('in what names a place are refused before anything is called', () => {
    const refused = (values: Partial<SipSettings>) =>
      validateSync(givenSipSettings(values)).map(({ property }) => property);
    const noHost = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((text) => /[^\w.:-]/.test(text));
    const breaking = fc
      .tuple(fc.string(), fc.constantFrom('\r', '\n', '\0', '\u2028', '\t'), fc.string())
      .map((parts) => parts.join('').slice(0, 100))
      .filter((text) => /[\r\n\0\u2028\t]/.test(text));
    fc.assert(
      fc.property(noHost, breaking, (text, lines) => {
        for (const name of ['host', 'domain', 'outboundProxy', 'publicAddress'] as const)
          expect(refused({ [name]: text })).toEqual([name]);
        for (const name of ['user', 'password'] as const)
          expect(refused({ [name]: lines })).toEqual([name]);
      }),
    );
  });
});
