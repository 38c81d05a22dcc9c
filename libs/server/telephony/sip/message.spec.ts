import fc from 'fast-check';
import { Headers, MOST_BYTES, parseMessage, serialize, SipRequest, SipResponse } from './message';

const wire = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
const REQUIRED = [
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
  'From: <sip:a@example.com>;tag=1',
  'To: <sip:b@example.com>',
  'Call-ID: 1@example.com',
  'CSeq: 7 OPTIONS',
];
const options = (...more: string[]) =>
  wire('OPTIONS sip:b@example.com SIP/2.0', ...REQUIRED, ...more, '', '');

describe('a SIP message', () => {
  it('is read with compact names, folded lines and several values in one line', () => {
    const message = parseMessage(
      wire(
        'INVITE sip:b@example.com SIP/2.0',
        'v: SIP/2.0/TCP first.example.com;branch=z9hG4bK1 ,',
        ' SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK2',
        'VIA  : SIP/2.0/UDP 192.0.2.3;branch=z9hG4bK3',
        'f: "A, <the first>" <sip:a@example.com>;tag=1',
        't:',
        '\t<sip:b@example.com>',
        'i: 1@example.com',
        'CSeq: 0009',
        '  INVITE',
        'l: 4',
        '',
        'bodyand what follows',
      ),
    ) as SipRequest;
    expect(message).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:b@example.com' });
    expect(message.headers.values('via')).toEqual([
      'SIP/2.0/TCP first.example.com;branch=z9hG4bK1',
      'SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK2',
      'SIP/2.0/UDP 192.0.2.3;branch=z9hG4bK3',
    ]);
    expect(message.headers.values('from')).toEqual(['"A, <the first>" <sip:a@example.com>;tag=1']);
    expect(message.headers.first('to')).toBe('<sip:b@example.com>');
    expect(message.body.toString()).toBe('body');
  });

  it('is read without a reason phrase, and with one in any language', () => {
    const read = (line: string) => parseMessage(wire(line, ...REQUIRED, '', ''));
    expect(read('SIP/2.0 100')).toMatchObject({ kind: 'response', status: 100, reason: '' });
    expect(read('SIP/2.0 200 ')).toMatchObject({ status: 200, reason: '' });
    expect(read('SIP/2.0 486 Занято, = 2**3 * "no"')).toMatchObject({
      reason: 'Занято, = 2**3 * "no"',
    });
  });

  it('is written as it was read', () => {
    const message = parseMessage(options('X-Own: 1', 'Content-Length: 0'))!;
    expect(serialize(message).toString()).toBe(
      [
        'OPTIONS sip:b@example.com SIP/2.0',
        ...REQUIRED,
        'X-Own: 1',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
  });

  it('holds no line break that was not written as one, whatever its values hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const headers = new Headers([
          ['via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1'],
          ['from', '<sip:a@example.com>;tag=1'],
          ['to', '<sip:b@example.com>'],
          ['call-id', '1'],
          ['cseq', '1 OPTIONS'],
          ['subject', value],
        ]);
        const bytes = serialize(new SipRequest('OPTIONS', `sip:${value}@example.com`, headers));
        expect(bytes.toString().split('\r\n')).toHaveLength(10);
      }),
    );
    const injecting = new Headers([['subject', 'x\r\nVia: evil\r\n\r\nINVITE']]);
    expect(serialize(new SipResponse(200, 'OK\r\nEvil: 1', injecting)).toString()).toBe(
      'SIP/2.0 200 OK Evil: 1\r\nSubject: x Via: evil INVITE\r\nContent-Length: 0\r\n\r\n',
    );
  });

  it('is nothing or a message, whatever bytes come, and never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        parseMessage(Buffer.from(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('is nothing or a message after any damage to a good one', () => {
    const good = options('Content-Length: 0');
    const damage = fc.record({
      at: fc.nat(good.length),
      remove: fc.nat(20),
      insert: fc.uint8Array({ maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 5 }), (damages) => {
        let bytes = good;
        for (const { at, remove, insert } of damages)
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
        const message = parseMessage(bytes);
        if (message) expect(parseMessage(serialize(message))).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is longer than any datagram, or has more headers than any use', () => {
    expect(parseMessage(options(`X: ${'y'.repeat(MOST_BYTES)}`))).toBeNull();
    expect(parseMessage(options(...Array.from({ length: 300 }, () => 'X: 1')))).toBeNull();
    expect(parseMessage(Buffer.from(' \r\n'.repeat(16_000)))).toBeNull();
  });
});

/** After the descriptions of RFC 4475, section by section. */
describe('torture messages that are valid (RFC 4475 §3.1.1)', () => {
  it('with white space in every place where it may stand', () => {
    const message = parseMessage(
      wire(
        'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
        'TO :',
        ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
        'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
        '  ;',
        '  tag = 98asjd8',
        'MaX-fOrWaRdS: 0068',
        'Call-ID: wsinv.ndaksdj@192.0.2.1',
        'Content-Length   : 3',
        'cseq: 0009',
        '  INVITE',
        'Via  : SIP  /   2.0',
        ' /UDP',
        '    192.0.2.2;branch=390skdjuw',
        's :',
        'NewFangledHeader:   newfangled value',
        ' continued newfangled value',
        'UnknownHeaderWithUnusualValue: ;;,,;;,;',
        'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
        '  branch  =   z9hG4bK9ikj8  ,',
        ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
        ' z9hG4bK30239',
        'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
        '      newvalue ;',
        '  secondparam ; q = 0.33',
        '',
        'v=0',
      ),
    );
    expect(message?.headers.values('via')).toHaveLength(3);
    expect(message?.headers.first('newfangledheader')).toBe(
      'newfangled value continued newfangled value',
    );
  });

  it('with a method of every character that a token may have', () => {
    const method = "!interesting-Method0123456789_*+`.%indeed'~";
    const message = parseMessage(
      wire(
        `${method} sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0`,
        ...REQUIRED.slice(0, 4),
        `CSeq: 139122385 ${method}`,
        '',
        '',
      ),
    );
    expect(message).toMatchObject({ method });
  });

  it('with escaped signs, an escaped NUL and escapes that are none', () => {
    for (const line of [
      'INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0',
      'INVITE sip:null-%00-null@example.com SIP/2.0',
      'INVITE sip:x SIP/2.0',
    ])
      expect(
        parseMessage(wire(line, ...REQUIRED.slice(0, 4), 'CSeq: 1 INVITE', '', '')),
      ).toMatchObject({ method: 'INVITE' });
    const notINVITE = 'RE%47IST%45R';
    expect(
      parseMessage(
        wire(`${notINVITE} sip:a SIP/2.0`, ...REQUIRED.slice(0, 4), `CSeq: 1 ${notINVITE}`, '', ''),
      ),
    ).toMatchObject({ method: notINVITE });
  });

  it('with values of great length', () => {
    const long = `<sip:${'amazinglylongcallername'.repeat(50)}@example.net>`;
    expect(parseMessage(options(`Contact: ${long}`))?.headers.first('contact')).toBe(long);
  });

  it('with a second request behind the body, which a datagram does not have', () => {
    const two = Buffer.concat([options('Content-Length: 0'), options('Content-Length: 0')]);
    expect(parseMessage(two)?.body).toHaveLength(0);
  });

  it('with a body of several parts, and one of bytes that are no text', () => {
    const bytes = Buffer.concat([options('Content-Length: 4'), Buffer.from([0, 255, 13, 10])]);
    expect([...parseMessage(bytes)!.body]).toEqual([0, 255, 13, 10]);
  });
});

describe('torture messages that are refused (RFC 4475 §3.1.2)', () => {
  const request = (startLine: string, ...headers: string[]) =>
    parseMessage(wire(startLine, ...headers, '', ''));
  const LINE = 'OPTIONS sip:b@example.com SIP/2.0';

  it.each([
    ['a body shorter than its Content-Length', LINE, [...REQUIRED, 'Content-Length: 9999']],
    ['a negative Content-Length', LINE, [...REQUIRED, 'Content-Length: -999']],
    ['two different Content-Lengths', LINE, [...REQUIRED, 'Content-Length: 0', 'l: 1']],
    [
      'a CSeq beyond its range',
      LINE,
      [...REQUIRED.slice(0, 4), 'CSeq: 36893488147419103232 OPTIONS'],
    ],
    ['a CSeq of another method', LINE, [...REQUIRED.slice(0, 4), 'CSeq: 8 INVITE']],
    ['brackets around the request URI', 'OPTIONS <sip:b@example.com> SIP/2.0', REQUIRED],
    ['white space in the request URI', 'OPTIONS sip:b@example.com; lr SIP/2.0', REQUIRED],
    ['several spaces in the request line', 'OPTIONS  sip:b@example.com  SIP/2.0', REQUIRED],
    ['a space behind the request line', `${LINE} `, REQUIRED],
    ['another version', 'OPTIONS sip:b@example.com SIP/7.0', REQUIRED],
    ['a status beyond its range', 'SIP/2.0 4294967301 better not break the receiver', REQUIRED],
    ['no Call-ID', LINE, REQUIRED.filter((line) => !line.startsWith('Call-ID'))],
    ['no Via', LINE, REQUIRED.slice(1)],
    ['two From', LINE, [...REQUIRED, 'From: <sip:c@example.com>;tag=2']],
    ['a line that is no header', LINE, [...REQUIRED, 'nothing of the kind']],
    ['a first header that is folded', LINE, [' folded', ...REQUIRED]],
  ])('%s', (_why, line, headers) => {
    expect(request(line, ...headers)).toBeNull();
  });

  it('an end before the header section has ended', () => {
    expect(parseMessage(wire(LINE, ...REQUIRED))).toBeNull();
    expect(parseMessage(Buffer.alloc(0))).toBeNull();
    expect(parseMessage(Buffer.from('\r\n\r\n'))).toBeNull();
  });
});
