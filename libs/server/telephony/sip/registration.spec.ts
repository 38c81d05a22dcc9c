import { Endpoint } from './endpoint';
import { Identity } from './identity';
import { cseqOf, serialize, SipRequest } from './message';
import { Registration } from './registration';
import { responseTo } from './server-transaction';
import { givenSipSettings } from './sip-telephony.builder';
import { LoopTransport } from './testing/loop-transport';
import { VirtualTime } from '../testing/virtual-time';

type Answer = [status: number, ...headers: [string, string][]] | 'nothing';

/** A registrar that answers in this order, and then always as it did last. */
function given(...answers: Answer[]) {
  const time = new VirtualTime();
  const began = time.now();
  const asked: { atSeconds: number; request: SipRequest }[] = [];
  const wire = new LoopTransport({
    receive: (message, send) => {
      if (message.kind !== 'request') return;
      const known = asked.some(({ request }) => cseqOf(request).number === cseqOf(message).number);
      if (!known) asked.push({ atSeconds: (time.now() - began) / 1_000, request: message });
      const [status, ...headers] = answerAt(asked.length - 1);
      if (!status) return;
      const response = responseTo(message, status, 'x', 'r');
      for (const [name, value] of headers) response.headers.add(name, value);
      send(serialize(response));
    },
  });
  const answerAt = (index: number): [number, ...[string, string][]] => {
    const answer = answers[Math.min(index, answers.length - 1)]!;
    return answer === 'nothing' ? [0] : answer;
  };
  const nobody = {
    requested: () => undefined,
    acknowledged: () => undefined,
    late: () => undefined,
  };
  const endpoint = new Endpoint(wire, time, nobody);
  const identity = new Identity(givenSipSettings({ user: 'alice', password: 'secret' }));
  const registration = new Registration({
    endpoint,
    identity,
    targets: () => [{ kind: 'udp', host: '192.0.2.9', port: 5060 }],
    seconds: 300,
    random: () => 0.5,
  });
  const times = () => asked.map(({ atSeconds }) => Math.round(atSeconds));
  return { registration, time, asked, times };
}

describe('a registration (RFC 3261 §10.2)', () => {
  it('asks the registrar for our address, and again when four fifths of the time are over', () => {
    const { registration, time, asked, times } = given([200, ['expires', '100']]);
    registration.refresh();
    expect(registration.state).toEqual({ registered: true, detail: 'Registered for 100 seconds' });
    const [{ request }] = asked as [(typeof asked)[number]];
    expect(request.uri).toBe('sip:192.0.2.9');
    expect(request.headers.first('to')).toBe('<sip:alice@192.0.2.9>');
    expect(request.headers.first('contact')).toBe('<sip:alice@192.0.2.1:5060>');
    expect(request.headers.first('expires')).toBe('300');
    time.pass(250);
    expect(times()).toEqual([0, 80, 160, 240]);
    expect(new Set(asked.map(({ request: one }) => one.headers.first('call-id'))).size).toBe(1);
    const numbers = asked.map(({ request: one }) => cseqOf(one).number);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  });

  it('lasts as long as the registrar says of our address among others', () => {
    const { registration } = given([
      200,
      ['contact', '<sip:other@192.0.2.5>;expires=9, <sip:alice@192.0.2.1:5060>;expires=50'],
      ['expires', '77'],
    ]);
    registration.refresh();
    expect(registration.state.detail).toBe('Registered for 50 seconds');
  });

  it('answers the challenge with the password, once', () => {
    const challenge: Answer = [401, ['www-authenticate', 'Digest realm="r", nonce="n"']];
    const { registration, asked } = given(challenge, challenge);
    registration.refresh();
    expect(asked).toHaveLength(2);
    expect(registration.state).toEqual({
      registered: false,
      detail: 'Registration was refused: 401 x',
    });
  });

  it('asks for as long as the registrar wants, but not for ever more', () => {
    const { registration, asked } = given(
      [423, ['min-expires', '600']],
      [423, ['min-expires', '1200']],
      [200, ['expires', '1200']],
    );
    registration.refresh();
    expect(asked.map(({ request }) => request.headers.first('expires'))).toEqual([
      '300',
      '600',
      '1200',
    ]);
    expect(registration.state.registered).toBe(true);
    const greedy = given([423, ['min-expires', '86399']]);
    greedy.registration.refresh();
    expect(greedy.asked.length).toBeLessThan(4);
    expect(greedy.registration.state.registered).toBe(false);
  });

  it('tries again ever more slowly after refusals, and as soon as all is well as before', () => {
    const { registration, time, times } = given(
      [403],
      [403],
      [403],
      [403],
      [200, ['expires', '100']],
    );
    registration.refresh();
    time.pass(70);
    expect(times()).toEqual([0, 4, 12, 28, 60]);
    expect(registration.state.registered).toBe(true);
  });

  it('waits as long as the registrar asks for', () => {
    const { registration, time, times } = given([503, ['retry-after', '90 (maintenance)']], [200]);
    registration.refresh();
    time.pass(89);
    expect(times()).toEqual([0]);
    time.pass(2);
    expect(times()).toEqual([0, 90]);
  });

  it('holds through a silence until its time is over', () => {
    const { registration, time } = given([200, ['expires', '100']], 'nothing');
    registration.refresh();
    time.pass(99);
    expect(registration.state.registered).toBe(true);
    time.pass(15);
    expect(registration.state.registered).toBe(false);
    expect(registration.state.detail).toContain('had no answer');
  });

  it('is taken back when it is stopped, and leaves nothing behind', () => {
    const { registration, time, asked } = given([200, ['expires', '100']]);
    registration.refresh();
    let done = 0;
    registration.stop(() => done++);
    expect(asked.at(-1)!.request.headers.first('expires')).toBe('0');
    time.pass(40);
    expect([done, asked.length, time.pending]).toEqual([1, 2, 0]);
  });
});
