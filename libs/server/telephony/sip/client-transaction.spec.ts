import { ClientTransaction } from './client-transaction';
import { Headers, SipRequest, SipResponse } from './message';
import { responseTo } from './server-transaction';
import { VirtualTime } from '../testing/virtual-time';

function given(method: 'INVITE' | 'OPTIONS', { reliable = false } = {}) {
  const time = new VirtualTime();
  const began = time.now();
  const sent: [milliseconds: number, method: string][] = [];
  const heard: (number | string)[] = [];
  const request = new SipRequest(
    method,
    'sip:b@example.com',
    new Headers([
      ['via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1'],
      ['from', '<sip:a@example.com>;tag=a'],
      ['to', '<sip:b@example.com>'],
      ['call-id', '1'],
      ['cseq', `1 ${method}`],
      ['route', '<sip:proxy.example.com;lr>'],
    ]),
  );
  let ended = 0;
  let last: SipRequest | undefined;
  const transaction = new ClientTransaction(
    request,
    { answered: ({ status }) => heard.push(status), failed: (why) => heard.push(why) },
    {
      timers: time,
      reliable,
      send: (message) => {
        last = message;
        sent.push([time.now() - began, message.method]);
      },
      repeated: () => undefined,
      ended: () => ended++,
    },
  );
  const answer = (status: number, tag = 'b'): SipResponse => responseTo(request, status, 'x', tag);
  transaction.start();
  return {
    transaction,
    time,
    sent,
    heard,
    answer,
    ended: () => ended,
    last: () => last!,
  };
}

describe('an INVITE without an answer (RFC 3261 §17.1.1.2)', () => {
  it('is sent again after ever twice as long, for 64 times T1', () => {
    const { time, sent, heard, ended } = given('INVITE');
    time.pass(100);
    expect(sent.map(([at]) => at)).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 31_500]);
    expect(heard).toEqual(['timeout']);
    expect([ended(), time.pending]).toEqual([1, 0]);
  });

  it('is sent once where nothing is lost', () => {
    const { time, sent, heard } = given('INVITE', { reliable: true });
    time.pass(100);
    expect(sent).toHaveLength(1);
    expect(heard).toEqual(['timeout']);
  });

  it('fails at once when it cannot be sent', () => {
    const { transaction, time, heard } = given('INVITE');
    transaction.transportFailed(new Error('refused'));
    expect(heard).toEqual(['transport']);
    expect(time.pending).toBe(0);
  });
});

describe('an INVITE with an answer', () => {
  it('is not sent again after a provisional one, however long it takes', () => {
    const { transaction, time, sent, heard, answer } = given('INVITE');
    time.pass(0.7);
    transaction.receive(answer(100));
    transaction.receive(answer(180));
    transaction.receive(answer(180));
    time.pass(500);
    expect(sent).toHaveLength(2);
    expect(heard).toEqual([100, 180, 180]);
    transaction.receive(answer(486));
    expect(heard.at(-1)).toBe(486);
  });

  it('acknowledges a refusal as often as it comes, and tells it once', () => {
    const { transaction, time, sent, heard, answer, ended, last } = given('INVITE');
    for (let times = 0; times < 3; times++) transaction.receive(answer(486));
    expect(sent.map(([, method]) => method)).toEqual(['INVITE', 'ACK', 'ACK', 'ACK']);
    expect(heard).toEqual([486]);
    const { headers, uri } = last();
    expect(uri).toBe('sip:b@example.com');
    expect(headers.first('via')).toBe('SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1');
    expect(headers.first('to')).toBe('<sip:b@example.com>;tag=b');
    expect(headers.first('cseq')).toBe('1 ACK');
    expect(headers.all('route')).toEqual(['<sip:proxy.example.com;lr>']);
    time.pass(33);
    expect([ended(), time.pending]).toEqual([1, 0]);
  });

  it('hands up every 2xx, of every fork, for as long as one can come', () => {
    const { transaction, time, sent, heard, answer, ended } = given('INVITE');
    transaction.receive(answer(200, 'one'));
    transaction.receive(answer(200, 'two'));
    time.pass(31);
    transaction.receive(answer(200, 'one'));
    expect(heard).toEqual([200, 200, 200]);
    expect(sent).toHaveLength(1);
    time.pass(2);
    expect(ended()).toBe(1);
  });

  it('keeps to the first final answer', () => {
    const { transaction, heard, answer } = given('INVITE');
    transaction.receive(answer(486));
    transaction.receive(answer(200));
    transaction.receive(answer(180));
    expect(heard).toEqual([486]);
  });
});

describe('another request (RFC 3261 §17.1.2.2)', () => {
  it('is sent again after at most T2, for 64 times T1', () => {
    const { time, sent, heard } = given('OPTIONS');
    time.pass(100);
    expect(sent.map(([at]) => at)).toEqual([
      0, 500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ]);
    expect(heard).toEqual(['timeout']);
  });

  it('is still sent again after a provisional answer, every T2', () => {
    const { transaction, time, sent, answer } = given('OPTIONS');
    transaction.receive(answer(100));
    time.pass(10);
    expect(sent.map(([at]) => at)).toEqual([0, 500, 4_500, 8_500]);
  });

  it('tells its final answer once, and rests for T4', () => {
    const { transaction, time, sent, heard, answer, ended } = given('OPTIONS');
    transaction.receive(answer(200));
    transaction.receive(answer(200));
    time.pass(4);
    expect(ended()).toBe(0);
    time.pass(2);
    expect([heard, sent.length, ended(), time.pending]).toEqual([[200], 1, 1, 0]);
  });
});
