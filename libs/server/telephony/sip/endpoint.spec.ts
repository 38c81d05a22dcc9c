import { Endpoint } from './endpoint';
import { Headers, serialize, SipRequest } from './message';
import { responseTo } from './server-transaction';
import { LoopTransport, Peer } from './testing/loop-transport';
import { VirtualTime } from '../testing/virtual-time';
import { Target } from './transport';

const TARGET: Target = { kind: 'udp', host: '192.0.2.9', port: 5060 };

function given({ streams = true }: { streams?: boolean } = {}) {
  const time = new VirtualTime();
  const busy: Peer = {
    receive: (message, send) => {
      if (message.kind !== 'request' || message.method !== 'INVITE') return;
      send(serialize(responseTo(message, 486, 'Busy Here', 'b')));
    },
  };
  const udp = new LoopTransport(busy, 'udp');
  const tcp = new LoopTransport({ ...busy, down: !streams }, 'tcp');
  const nobody = {
    requested: () => undefined,
    acknowledged: () => undefined,
    late: () => undefined,
  };
  const endpoint = new Endpoint(udp, time, nobody, tcp);
  const ask = (bytes: number) => {
    const statuses: number[] = [];
    const headers = new Headers([
      ['from', '<sip:a@example.com>;tag=a'],
      ['to', '<sip:b@example.com>'],
      ['call-id', '1'],
      ['cseq', '1 INVITE'],
      ['subject', 'x'.repeat(bytes)],
    ]);
    const request = new SipRequest('INVITE', 'sip:b@example.com', headers);
    const listener = {
      answered: ({ status }: { status: number }) => statuses.push(status),
      failed: () => undefined,
    };
    const transaction = endpoint.request(request, TARGET, listener);
    transaction.start();
    return { transaction, statuses };
  };
  const methods = (wire: LoopTransport) =>
    wire.sent.map((message) => message.kind === 'request' && message.method);
  return { endpoint, time, udp, tcp, ask, methods };
}

describe('the transactions of a transport', () => {
  it('send what fits into a datagram by datagram', () => {
    const { udp, tcp, ask, methods } = given();
    expect(ask(500).statuses).toEqual([486]);
    expect([methods(udp), methods(tcp)]).toEqual([['INVITE', 'ACK'], []]);
  });

  it('send what is longer over a stream, and so what belongs to it', () => {
    const { endpoint, udp, tcp, ask, methods } = given();
    const { transaction, statuses } = ask(1_200);
    endpoint.cancel(transaction.request, TARGET);
    expect(statuses).toEqual([486]);
    expect([methods(udp), methods(tcp)]).toEqual([[], ['INVITE', 'ACK', 'CANCEL']]);
    expect(tcp.sent[0]!.headers.first('via')).toMatch(/^SIP\/2\.0\/TCP /);
  });

  it('send it by datagram after all where nobody takes streams, and do not ask again for a while', () => {
    const { endpoint, time, udp, tcp, ask, methods } = given({ streams: false });
    const { transaction, statuses } = ask(1_200);
    expect(statuses).toEqual([486]);
    endpoint.cancel(transaction.request, TARGET);
    expect([methods(udp), methods(tcp)]).toEqual([['INVITE', 'ACK', 'CANCEL'], ['INVITE']]);
    const [sent, again] = [tcp, udp].map((wire) => wire.sent[0]!.headers.first('via')!);
    expect(again).toBe(sent!.replace('SIP/2.0/TCP', 'SIP/2.0/UDP'));
    ask(1_200);
    expect(methods(tcp)).toEqual(['INVITE']);
    time.pass(301);
    ask(1_200);
    expect(methods(tcp)).toEqual(['INVITE', 'INVITE']);
  });

  it('count what is sent again', () => {
    const { endpoint, time, ask } = given();
    const { transaction } = ask(1);
    expect(endpoint.retransmissions).toBe(0);
    endpoint.cancel(transaction.request, TARGET);
    // Nobody answers the CANCEL: after half a second, and a second after that.
    time.pass(1.6);
    expect(endpoint.retransmissions).toBe(2);
  });

  it('drop answers that are nobody’s, or went another way', () => {
    const { udp, ask } = given();
    const { transaction, statuses } = ask(1);
    const stray = responseTo(transaction.request, 200, 'OK', 'b');
    stray.headers.add('via', 'SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKother');
    const source = { host: '192.0.2.9', port: 5060 };
    for (const bytes of [serialize(stray), Buffer.from('no message'), Buffer.alloc(0)])
      udp.arrived({ bytes, source, reply: () => undefined });
    expect(statuses).toEqual([486]);
  });
});
