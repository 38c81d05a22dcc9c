import fc from 'fast-check';
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { quickNumber } from './quick-number';
import { parseNumber } from './read-number';

/** Digits near a real number of the country: some changed at the end, some dropped or added. */
const nearly = (country: ReturnType<typeof getCountries>[number]) => {
  const example = String(getExampleNumber(country, examples)?.nationalNumber ?? '2025550123');
  return fc
    .tuple(
      fc.nat({ max: example.length }),
      fc.stringMatching(/^\d{0,9}$/),
      fc.constantFrom('', '0', '1', '00', '011', getCountryCallingCode(country)),
    )
    .map(([kept, others, before]) => before + example.slice(0, kept) + others);
};

describe('reading a plain number quickly', () => {
  it('never says anything else than the parser', () => {
    const given = fc
      .constantFrom(...getCountries())
      .chain((country) =>
        fc.tuple(
          fc.constant(country),
          nearly(country),
          fc.constantFrom('', '+', `+${getCountryCallingCode(country)}`),
          fc.constantFrom('', '-', ' ', '/'),
          fc.integer({ min: 2, max: 5 }),
        ),
      );
    fc.assert(
      fc.property(given, ([country, digits, before, mark, every]) => {
        const groups = digits.match(new RegExp(`.{1,${every}}`, 'g')) ?? [];
        const text = before + groups.join(mark);
        const quick = quickNumber(text, country);
        if (quick !== undefined) expect(parseNumber(text, country)).toEqual({ number: quick });
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['(212) 555-0123', 'US', '+12125550123'],
    ['+44 20 7946 0861', 'GB', '+442079460861'],
    ['612 34 56 78', 'ES', '+34612345678'],
  ])('knows %s of %s', (text, country, number) => {
    expect(quickNumber(text, country)).toBe(number);
  });
});
