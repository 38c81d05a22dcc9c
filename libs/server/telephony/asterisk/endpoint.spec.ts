import { AsteriskSettings, standardSchema } from '@belltower/dto';
import fc from 'fast-check';
import { callerIdFor, endpointFor, trunkOf } from './endpoint';

const TEMPLATE = 'PJSIP/{number}@trunk';
/** What parts endpoints, options, headers or variables for a switch. */
const HOSTILE = '&,;|/@"<>(){}$%\\\r\n\0 ^[]';
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .tuple(fc.stringMatching(/^\+?\d{0,9}$/), fc.constantFrom(...HOSTILE), fc.string())
    .map((parts) => parts.join('')),
  fc.constantFrom('12&PJSIP/13@other', '12@other', '12/n', '$&', "$'", '${SHELL(x)}', '{number}'),
);

describe('the endpoint for a number', () => {
  it.each([
    ['+12025550123', true, 'PJSIP/+12025550123@trunk'],
    ['+12025550123', false, 'PJSIP/12025550123@trunk'],
    ['*31#12', true, 'PJSIP/*31#12@trunk'],
  ])('of %s is the template with it', (number, plus, endpoint) => {
    expect(endpointFor(TEMPLATE, number, plus)).toBe(endpoint);
  });

  it('is one endpoint over the trunk of the template, or none, whatever the number holds', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (number, plus) => {
        const endpoint = endpointFor(TEMPLATE, number, plus);
        expect(endpoint === null || /^PJSIP\/\+?[0-9*#]+@trunk$/.test(endpoint)).toBe(true);
      }),
    );
  });

  it.each(['', '+', '12a', '1&2', '1@2', '1 2', '1\n', '٣'])('is none for %j', (number) => {
    expect(endpointFor(TEMPLATE, number, true)).toBeNull();
  });

  it.each([
    ['PJSIP/{number}@trunk', { technology: 'PJSIP', name: 'trunk' }],
    ['SIP/trunk-1/{number}', { technology: 'SIP', name: 'trunk-1' }],
    ['PJSIP/trunk/sip:{number}@sip.example.com:5080', { technology: 'PJSIP', name: 'trunk' }],
    ['Local/{number}@outbound', null],
    ['DAHDI/g0/{number}', null],
  ])('%s goes out over a trunk that can be asked for: %j', (template, trunk) => {
    expect(trunkOf(template)).toEqual(trunk);
  });
});

describe('a template for endpoints', () => {
  const accepts = (endpoint: string) => {
    const settings = Object.assign(new AsteriskSettings(), {
      nodes: ['http://192.0.2.10:8088'],
      endpoint,
    });
    const result = standardSchema(AsteriskSettings)['~standard'].validate(settings);
    return !(result as { issues?: unknown[] }).issues;
  };

  it.each([
    'PJSIP/{number}@trunk',
    'SIP/trunk/{number}',
    'Local/9{number}@out',
    'DAHDI/g0/{number}',
  ])('%s is one', (template) => expect(accepts(template)).toBe(true));

  it.each([
    'PJSIP/trunk',
    'PJSIP/{number}@a&PJSIP/{number}@b',
    'PJSIP/{number}{number}@a',
    'PJSIP/{number}@a,30',
    'PJSIP/{nummer}@a',
    'Console/{number}',
    'PJSIP/{number}@a b',
    'PJSIP/${number}@a',
  ])('%s is none', (template) => expect(accepts(template)).toBe(false));
});

describe('the caller ID', () => {
  it('is name and number as Asterisk reads them', () => {
    expect(callerIdFor({ callerId: '+12025550100', callerName: 'Clinic' }, true)).toBe(
      '"Clinic" <+12025550100>',
    );
    expect(callerIdFor({ callerId: '+12025550100', callerName: null }, false)).toBe(
      '<12025550100>',
    );
    expect(callerIdFor({ callerId: null, callerName: 'Clinic' }, true)).toBeUndefined();
  });

  it('keeps of a name what cannot end it', () => {
    const callerId = '+12025550100';
    expect(callerIdFor({ callerId, callerName: 'Müller "& Co" <1>\r\nX: y' }, true)).toBe(
      '"Müller & Co 1 X y" <+12025550100>',
    );
  });

  it('is one number and at most one name, whatever they hold', () => {
    fc.assert(
      fc.property(text, text, (callerId, callerName) => {
        const shown = callerIdFor({ callerId, callerName }, true);
        expect(shown === undefined || /^("[^"<>\p{Cc}]+" )?<\+?[0-9*#]+>$/u.test(shown)).toBe(true);
      }),
    );
  });
});
