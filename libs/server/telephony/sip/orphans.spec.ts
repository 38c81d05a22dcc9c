import { factsOf, answerFactsOf, CallFacts } from './call-facts';
import { Endpoint } from './endpoint';
import { Identity } from './identity';
import { Trunk } from './invitation';
import { cseqOf, Headers, SipRequest, SipResponse } from './message';
import { Orphans } from './orphans';
import { givenSipSettings } from './sip-telephony.builder';
import { LoopTransport } from './testing/loop-transport';
import { ScriptedPeer } from './testing/scripted-peer';
import { VirtualTime } from '../testing/virtual-time';
import { Target } from './transport';

const TARGET: Target = { kind: 'udp', host: '192.0.2.9', port: 5_060 };
const VIA = 'SIP/2.0/UDP 192.0.2.1:40000;branch=z9hG4bKlost;rport';

function factsFor(id: string, answered: boolean): CallFacts {
  const invite = new SipRequest(
    'INVITE',
    'sip:+12025550123@192.0.2.9',
    new Headers([
      ['via', VIA],
      ['max-forwards', '70'],
      ['from', '<sip:a@192.0.2.1>;tag=a'],
      ['to', '<sip:+12025550123@192.0.2.9>'],
      ['call-id', `${id}@192.0.2.9`],
      ['cseq', '3 INVITE'],
    ]),
  );
  const answer = new SipResponse(
    200,
    'OK',
    new Headers([
      ['to', '<sip:+12025550123@192.0.2.9>;tag=b'],
      ['record-route', '<sip:192.0.2.8;lr>'],
      ['record-route', '<sip:192.0.2.9;lr>'],
      ['contact', '<sip:b@192.0.2.7>'],
    ]),
  );
  // As it comes out of a file.
  const facts = factsOf(TARGET, invite);
  return JSON.parse(
    JSON.stringify({ ...facts, answer: answered ? answerFactsOf(answer) : null }),
  ) as CallFacts;
}

function given(react?: (request: SipRequest, peer: ScriptedPeer) => boolean) {
  const time = new VirtualTime();
  const peer = new ScriptedPeer(react);
  const nobody = {
    requested: () => undefined,
    acknowledged: () => undefined,
    late: () => undefined,
  };
  const wire = new LoopTransport(peer, 'udp');
  const identity = new Identity(givenSipSettings({ user: 'alice', password: 'secret' }));
  const trunk: Trunk = {
    endpoint: new Endpoint(wire, time, nobody),
    identity,
    codecs: ['pcmu'],
    targets: () => [TARGET],
    locate: ({ host, port = 5_060 }, found) => found([{ ...TARGET, host, port }]),
    silent: () => undefined,
    wait: () => undefined,
  };
  const done: string[] = [];
  return { time, peer, wire, done, orphans: new Orphans(trunk, (id) => done.push(id)) };
}

describe('calls that a lost process has left behind', () => {
  it('are hung up where they were answered, the way that the answer said', () => {
    const { orphans, peer, time, done } = given();
    orphans.end([factsFor('bt-1-1', true)]);
    expect(orphans.has('bt-1-1')).toBe(true);
    time.pass(1);
    const [{ uri, headers }] = peer.requests('BYE') as [SipRequest];
    expect(uri).toBe('sip:b@192.0.2.7');
    expect(headers.all('route')).toEqual(['<sip:192.0.2.9;lr>', '<sip:192.0.2.8;lr>']);
    expect(headers.first('to')).toContain('tag=b');
    expect(headers.first('from')).toContain('tag=a');
    expect(headers.first('call-id')).toBe('bt-1-1@192.0.2.9');
    // Whatever the lost process has asked within the call had a lower number.
    expect(cseqOf(peer.requests('BYE')[0]!).number).toBeGreaterThan(1_000);
    expect([done, orphans.has('bt-1-1')]).toEqual([['bt-1-1@192.0.2.9'], false]);
  });

  it('are cancelled where they ring, under the Via of their INVITE', () => {
    const { orphans, peer, time, done } = given();
    orphans.end([factsFor('bt-1-1', false)]);
    time.pass(1);
    const [{ uri, headers }] = peer.requests('CANCEL') as [SipRequest];
    expect(uri).toBe('sip:+12025550123@192.0.2.9');
    expect(headers.all('via')).toEqual([VIA]);
    expect(headers.first('cseq')).toBe('3 CANCEL');
    expect(done).toEqual(['bt-1-1@192.0.2.9']);
  });

  it('are hung up with the password where that is asked for', () => {
    const { orphans, peer, time, done } = given((request, self) => {
      if (request.method !== 'BYE' || request.headers.first('proxy-authorization')) return false;
      const challenge = [['proxy-authenticate', 'Digest realm="r", nonce="n"']] as const;
      self.answer(request, 407, { headers: challenge });
      return true;
    });
    orphans.end([factsFor('bt-1-1', true)]);
    time.pass(1);
    expect([peer.requests('BYE').length, done]).toEqual([2, ['bt-1-1@192.0.2.9']]);
  });

  it('live no longer when the other side knows nothing of them, or says nothing', () => {
    const knowsNothing = given((request, self) => (self.answer(request, 481), true));
    knowsNothing.orphans.end([factsFor('bt-1-1', true), factsFor('bt-1-2', false)]);
    knowsNothing.time.pass(1);
    expect(knowsNothing.done).toEqual(['bt-1-1@192.0.2.9', 'bt-1-2@192.0.2.9']);
    const silent = given(() => true);
    silent.orphans.end([factsFor('bt-1-1', true)]);
    silent.time.pass(4);
    expect(silent.done).toEqual([]);
    silent.time.pass(2);
    expect(silent.done).toEqual(['bt-1-1@192.0.2.9']);
    silent.time.pass(60);
    expect([silent.done.length, silent.time.pending]).toEqual([1, 0]);
  });
});
