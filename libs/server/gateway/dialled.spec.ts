import fc from 'fast-check';
import { dialled, NumberRules } from './dialled';

const rules = (values: Partial<NumberRules> = {}): NumberRules => ({
  stripPrefix: null,
  addPrefix: null,
  allowedPrefixes: [],
  ...values,
});

describe('what a gateway dials', () => {
  it.each([
    [{}, '+442079460123'],
    [{ stripPrefix: '+44' }, '2079460123'],
    [{ stripPrefix: '44' }, '2079460123'],
    [{ stripPrefix: '+1' }, '+442079460123'],
    [{ stripPrefix: '+44', addPrefix: '0' }, '02079460123'],
    [{ addPrefix: '00' }, '00442079460123'],
    [{ addPrefix: '9*' }, '9*442079460123'],
    [{ stripPrefix: '+44', addPrefix: '+1' }, '+12079460123'],
    [{ allowedPrefixes: ['+34', '+44'] }, '+442079460123'],
    [{ allowedPrefixes: ['+4420'] }, '+442079460123'],
    [{ allowedPrefixes: ['+34'] }, null],
    [{ allowedPrefixes: ['+34'], stripPrefix: '+44', addPrefix: '+34' }, null],
  ])('by %j for +442079460123 is %s', (values, expected) => {
    expect(dialled(rules(values), '+442079460123')).toBe(expected);
  });

  it('keeps every digit of the subscriber, whatever the prefixes', () => {
    const prefix = fc.option(fc.stringMatching(/^\+?[0-9]{1,3}$/));
    const number = fc.stringMatching(/^\+[1-9][0-9]{9,13}$/);
    fc.assert(
      fc.property(number, prefix, prefix, (e164, stripPrefix, addPrefix) => {
        const result = dialled(rules({ stripPrefix, addPrefix }), e164)!;
        expect(result.endsWith(e164.slice(4))).toBe(true);
        expect(result.replace(/^\+/, '')).toMatch(/^\d+$/);
      }),
    );
  });
});
