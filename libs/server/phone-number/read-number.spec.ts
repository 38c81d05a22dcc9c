import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import fc from 'fast-check';
import { readNumber } from './read-number';

const numberOf = (raw: string, country = 'US') => {
  const read = readNumber(raw, country);
  return 'number' in read ? read.number : undefined;
};
const problemOf = (raw: string, country = 'US') => {
  const read = readNumber(raw, country);
  return 'problem' in read ? read.problem : undefined;
};

describe('reading a phone number', () => {
  it.each([
    ['national, in the account’s country', '(702) 555-0126', 'US', '+17025550126'],
    ['with dots and spaces', '612 34.56.78', 'ES', '+34612345678'],
    ['international, whatever the account’s country', '+44 20 7946 0861', 'ES', '+442079460861'],
    ['with the trunk zero in brackets', '+44 (0)20 7946 0861', 'US', '+442079460861'],
    ['with the international prefix of the country', '011 34 612 345 678', 'US', '+34612345678'],
    ['with another country’s international prefix', '0034 612 345 678', 'US', '+34612345678'],
    ['with its country code but no plus', '442079460861', 'US', '+442079460861'],
    ['with the country’s own code but no plus', '34612345678', 'ES', '+34612345678'],
    ['as a spreadsheet formula', '=+442079460861', 'US', '+442079460861'],
    ['as a formula that is text', '="+442079460861"', 'US', '+442079460861'],
    ['with the apostrophe that makes a cell text', "'+442079460861", 'US', '+442079460861'],
    ['with both', "='+442079460861", 'US', '+442079460861'],
    ['in full-width digits', '＋４４２０７９４６０８６１', 'US', '+442079460861'],
    ['in Arabic digits', '+٤٤٢٠٧٩٤٦٠٨٦١', 'US', '+442079460861'],
    [
      'with invisible marks of a copied contact',
      '\u202a+34\u00a0612345678\u202c',
      'US',
      '+34612345678',
    ],
    ['as a link', 'tel:+34-612-345-678', 'US', '+34612345678'],
  ])('reads one %s', (_, raw, country, expected) => {
    expect(readNumber(raw, country)).toEqual({ number: expected });
  });

  it.each([
    ['too short', '61234567', 'ES', 'This number is not valid in Spain: too short'],
    ['too long', '6123456789', 'ES', 'This number is not valid in Spain: too long'],
    [
      'too short abroad',
      '+44 20 79',
      'ES',
      'This number is not valid in the United Kingdom: too short',
    ],
    [
      'of no range',
      '112 345 678',
      'ES',
      'This number is not valid in Spain: no number there begins like this',
    ],
    [
      'of no country',
      '+999 1234 5678',
      'ES',
      'No country has this code: check the digits after the +',
    ],
    [
      'with an extension',
      '212 555 0157 x12',
      'US',
      'Extensions cannot be called: leave out “12” or use a direct number',
    ],
    ['text', 'ask at reception', 'US', '“ask at reception” is not a phone number'],
    [
      'text with digits',
      'call 212 555 0157 now',
      'US',
      '“call 212 555 0157 now” is not a phone number',
    ],
    ['letters for digits', '1-800-FLOWERS', 'US', '“1-800-FLOWERS” is not a phone number'],
    [
      'two at once',
      '212 555 0157, 212 555 0158',
      'US',
      '“212 555 0157, 212 555 01…” is not a phone number',
    ],
    ['blank', '  ', 'US', 'There is no number'],
    ['with a NUL byte', '212555\u00000157', 'US', '“212555\u00000157” is not a phone number'],
    ['endless', '2'.repeat(10_000), 'US', 'This is too long for a phone number'],
  ])('refuses one that is %s with its reason', (_, raw, country, problem) => {
    expect(readNumber(raw, country)).toEqual({ problem });
  });

  it('says what a spreadsheet did to a number', () => {
    expect(problemOf('3.46123E+10')).toContain('A spreadsheet has shortened this number');
  });

  it.each([
    '112',
    '911',
    '999',
    '110',
    '000',
    '1-1-2',
    '+44 999',
    '+1 911',
    '+34112',
    '=112',
    '１１２',
  ])('refuses the emergency number %s in every country', (raw) => {
    for (const country of getCountries()) {
      expect(problemOf(raw, country)).toContain('emergency or service number');
    }
  });

  it.each(['116000', '116 117', '12', '411'])(
    'refuses the short number %s in every country',
    (raw) => {
      for (const country of getCountries()) expect(numberOf(raw, country)).toBeUndefined();
    },
  );

  it('asks for the country code where the country is not known', () => {
    expect(problemOf('612345678', 'XX')).toBe('This number needs its country code, such as +34');
    expect(numberOf('+34612345678', 'XX')).toBe('+34612345678');
  });

  it('reads the mobile numbers of every country, national and international alike', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples);
      if (!example) continue;
      expect([country, numberOf(example.formatNational(), country)]).toEqual([
        country,
        example.number,
      ]);
      expect([country, numberOf(example.formatInternational(), 'US')]).toEqual([
        country,
        example.number,
      ]);
    }
  });

  it('answers whatever it is given, and reads its own numbers back', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.stringMatching(/^['="]?\+?[\d .()/-]{0,20}(x\d{1,3})?"?$/),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(...getCountries()), (raw, country) => {
        const read = readNumber(raw, country);
        if ('problem' in read) return read.problem.length > 0;
        return /^\+[1-9]\d{5,14}$/.test(read.number) && numberOf(read.number, 'US') === read.number;
      }),
    );
  });
});
