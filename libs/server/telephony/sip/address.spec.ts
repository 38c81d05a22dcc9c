import fc from 'fast-check';
import {
  escapeUser,
  parseNameAddress,
  parseUri,
  parseVia,
  tagOf,
  writeNameAddress,
} from './address';

describe('a SIP URI', () => {
  it.each([
    ['sip:example.com', { host: 'example.com' }],
    ['SIPS:a@example.com:5061', { scheme: 'sips', user: 'a', host: 'example.com', port: 5061 }],
    ['sip:a:secret@[2001:db8::1]:5060', { user: 'a', host: '2001:db8::1', port: 5060 }],
    ['sip:user;par=u%40example.net@example.com', { user: 'user;par=u%40example.net' }],
    ['sip:a@example.com;lr?Subject=x', { host: 'example.com' }],
  ])('%s is read', (text, expected) => {
    expect(parseUri(text)).toMatchObject(expected);
  });

  it.each([
    'tel:+12025550123',
    'sip:',
    'sip:@example.com',
    'sip:a@example.com:99999',
    'sip:a@[nothing]',
    'sip:a @example.com',
    'nobodyKnowsThisScheme:totallyopaquecontent',
  ])('%s is none', (text) => {
    expect(parseUri(text)).toBeNull();
  });

  it('holds any user when it is escaped', () => {
    expect(escapeUser('+44*31#é@x')).toBe('+44*31%23%C3%A9%40x');
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (text) => {
        expect(parseUri(`sip:${escapeUser(text)}@example.com`)).toMatchObject({
          host: 'example.com',
        });
      }),
    );
  });
});

describe('a name and address', () => {
  it.each([
    ['<sip:a@b>;tag=1', '', 'sip:a@b'],
    ['"A ;, <b> \\" c" <sip:a@b;x=1>;tag=2', 'A ;, <b> " c', 'sip:a@b;x=1'],
    ['Two words <sip:a@b>', 'Two words', 'sip:a@b'],
    ['sip:a@b;tag=3', '', 'sip:a@b'],
    ['"" <tel:+1>', '', 'tel:+1'],
  ])('%s is read', (text, displayName, uri) => {
    expect(parseNameAddress(text)).toMatchObject({ displayName, uri });
  });

  it.each([
    '"open <sip:a@b>',
    '<sip:a@b',
    'Bell, Alexander <sip:a@b>',
    '<sip:a b@c>',
    '*',
    '',
    '< sip:a b >',
  ])('%s is none', (text) => {
    expect(parseNameAddress(text)).toBeNull();
  });

  it('keeps any name that it is given', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const read = parseNameAddress(writeNameAddress('sip:a@b', name, 't'));
        expect(read).toMatchObject({ displayName: name, uri: 'sip:a@b' });
        expect(read?.parameters.get('tag')).toBe('t');
      }),
    );
  });

  it('is nothing or an address, whatever text comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        parseNameAddress(text);
        parseVia(text);
        parseUri(`sip:${text}`);
        tagOf(text);
      }),
    );
  });
});

describe('a Via', () => {
  it('is read with white space and without', () => {
    expect(parseVia('SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1;rport')).toMatchObject({
      transport: 'UDP',
      host: '192.0.2.1',
      port: 5070,
    });
    const spacious = parseVia(
      'SIP  / 2.0  / TCP     spindle.example.com   ;   branch  =   z9hG4bK9',
    );
    expect(spacious).toMatchObject({ transport: 'TCP', host: 'spindle.example.com' });
    expect(spacious?.parameters.get('branch')).toBe('z9hG4bK9');
  });

  it.each(['SIP/7.0/UDP 192.0.2.1', 'SIP/2.0/UDP', '192.0.2.15;;,;,,', ''])(
    '%s is none',
    (text) => {
      expect(parseVia(text)).toBeNull();
    },
  );
});
