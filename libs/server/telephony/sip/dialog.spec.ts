import { Dialog } from './dialog';
import { Headers, SipRequest, SipResponse } from './message';

const invite = (...more: [string, string][]) =>
  new SipRequest(
    'INVITE',
    'sip:b@example.com',
    new Headers([
      ['from', '"A" <sip:a@example.com>;tag=a'],
      ['to', '<sip:b@example.com>'],
      ['call-id', '1'],
      ['cseq', '7 INVITE'],
      ...more,
    ]),
  );
const answer = (...more: [string, string][]) =>
  new SipResponse(
    200,
    'OK',
    new Headers([
      ['from', '"A" <sip:a@example.com>;tag=a'],
      ['to', '<sip:b@example.com>;tag=b'],
      ['call-id', '1'],
      ['cseq', '7 INVITE'],
      ...more,
    ]),
  );
const theirs = (sequence: number) =>
  new SipRequest('INFO', 'sip:a@192.0.2.1', new Headers([['cseq', `${sequence} INFO`]]));

describe('a dialog (RFC 3261 §12)', () => {
  it('sends to the Contact, with the next number, under both tags', () => {
    const dialog = new Dialog(invite(), answer(['contact', '"B" <sip:b@192.0.2.9:5070;x=1>;q=1']));
    const bye = dialog.request('BYE');
    expect(bye.uri).toBe('sip:b@192.0.2.9:5070;x=1');
    expect([...bye.headers]).toEqual([
      ['max-forwards', '70'],
      ['from', '"A" <sip:a@example.com>;tag=a'],
      ['to', '<sip:b@example.com>;tag=b'],
      ['call-id', '1'],
      ['cseq', '8 BYE'],
    ]);
    expect(dialog.request('INFO').headers.first('cseq')).toBe('9 INFO');
    expect(dialog.nextHop()).toMatchObject({ host: '192.0.2.9', port: 5070 });
  });

  it('acknowledges with the number and the credentials of the INVITE', () => {
    const credentials: [string, string] = ['proxy-authorization', 'Digest realm="r"'];
    const dialog = new Dialog(invite(credentials), answer());
    dialog.request('INFO');
    const ack = dialog.acknowledgement(invite(credentials));
    expect(ack.headers.first('cseq')).toBe('7 ACK');
    expect(ack.headers.first('proxy-authorization')).toBe('Digest realm="r"');
  });

  it('goes by the proxies that asked to stay on the way, the nearest first', () => {
    const dialog = new Dialog(
      invite(),
      answer(
        ['record-route', '<sip:far.example.com;lr>, <sip:mid.example.com;lr>'],
        ['record-route', '<sip:192.0.2.7:5090;lr>'],
        ['contact', '<sip:b@192.0.2.9>'],
      ),
    );
    const bye = dialog.request('BYE');
    expect(bye.uri).toBe('sip:b@192.0.2.9');
    expect(bye.headers.all('route')).toEqual([
      '<sip:192.0.2.7:5090;lr>',
      '<sip:mid.example.com;lr>',
      '<sip:far.example.com;lr>',
    ]);
    expect(dialog.nextHop()).toMatchObject({ host: '192.0.2.7', port: 5090 });
  });

  it('gives a proxy of the old kind what it expects', () => {
    const dialog = new Dialog(
      invite(),
      answer(
        ['record-route', '<sip:new.example.com;lr>, <sip:192.0.2.7>'],
        ['contact', '<sip:b@192.0.2.9>'],
      ),
    );
    const bye = dialog.request('BYE');
    expect(bye.uri).toBe('sip:192.0.2.7');
    expect(bye.headers.all('route')).toEqual(['<sip:new.example.com;lr>', '<sip:b@192.0.2.9>']);
    expect(dialog.nextHop()).toMatchObject({ host: '192.0.2.7' });
  });

  it('follows the other side to a new Contact, and stays without one', () => {
    const dialog = new Dialog(invite(), answer(['contact', '<sip:b@192.0.2.9>']));
    dialog.refresh(new Headers([['contact', '<sip:b@192.0.2.10>']]));
    dialog.refresh(new Headers());
    expect(dialog.request('BYE').uri).toBe('sip:b@192.0.2.10');
  });

  it('takes no request that is older than one it knows', () => {
    const dialog = new Dialog(invite(), answer());
    expect([5, 6, 6, 4].map((sequence) => dialog.accepts(theirs(sequence)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('has no next hop where the Contact is no SIP address', () => {
    expect(new Dialog(invite(), answer(['contact', '<tel:+12025550123>'])).nextHop()).toBeNull();
  });
});
