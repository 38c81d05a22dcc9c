import { Headers, parseMessage, SipRequest } from './message';
import { ServerTransaction } from './server-transaction';
import { VirtualTime } from '../testing/virtual-time';

function given(method: string, { reliable = false } = {}) {
  const time = new VirtualTime();
  const sent: Buffer[] = [];
  let ended = 0;
  const request = new SipRequest(
    method,
    'sip:us@192.0.2.1',
    new Headers([
      ['via', 'SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1'],
      ['via', 'SIP/2.0/UDP 192.0.2.8;branch=z9hG4bK0'],
      ['from', '<sip:b@example.com>;tag=b'],
      ['to', '<sip:a@example.com>'],
      ['call-id', '1'],
      ['cseq', `2 ${method}`],
    ]),
  );
  const transaction = new ServerTransaction(request, {
    timers: time,
    reliable,
    send: (bytes) => sent.push(bytes),
    repeated: () => undefined,
    ended: () => ended++,
  });
  return { transaction, time, sent, ended: () => ended };
}

describe('a request of the other side (RFC 3261 §17.2)', () => {
  it('gets the same answer as often as it comes', () => {
    const { transaction, time, sent, ended } = given('BYE');
    transaction.repeated();
    expect(sent).toHaveLength(0);
    transaction.respond(200, 'OK', { tag: 'a' });
    transaction.respond(500, 'No');
    transaction.repeated();
    transaction.repeated();
    expect(new Set(sent.map(String)).size).toBe(1);
    expect(sent).toHaveLength(3);
    time.pass(33);
    expect([ended(), time.pending]).toEqual([1, 0]);
  });

  it('is answered with what has to be copied, and our tag', () => {
    const { transaction, sent } = given('OPTIONS');
    transaction.respond(200, 'OK', { tag: 'a', headers: [['allow', 'BYE']] });
    const answer = parseMessage(sent[0]!)!;
    expect(answer).toMatchObject({ kind: 'response', status: 200 });
    expect(answer.headers.values('via')).toHaveLength(2);
    expect(answer.headers.first('to')).toBe('<sip:a@example.com>;tag=a');
    expect(answer.headers.first('allow')).toBe('BYE');
  });

  it('is forgotten at once where nothing is lost', () => {
    const { transaction, time, ended } = given('INFO', { reliable: true });
    transaction.respond(200, 'OK');
    time.pass(0);
    expect(ended()).toBe(1);
  });

  it('that is an INVITE gets its final answer again until the ACK comes', () => {
    const { transaction, time, sent } = given('INVITE');
    transaction.respond(200, 'OK');
    time.pass(4);
    expect(sent).toHaveLength(4);
    transaction.acknowledged();
    time.pass(100);
    expect(sent).toHaveLength(4);
    expect(time.pending).toBe(0);
  });

  it('that nobody answers is not remembered for ever', () => {
    const { time, ended } = given('MESSAGE');
    time.pass(33);
    expect([ended(), time.pending]).toEqual([1, 0]);
  });
});
