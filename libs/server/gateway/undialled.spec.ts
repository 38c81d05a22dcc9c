import fc from 'fast-check';
import { dialled } from './dialled';
import { undialled } from './undialled';

describe('the number of somebody who writes back', () => {
  it('is what it is where nothing was done to it', () => {
    expect(undialled({ stripPrefix: null, addPrefix: null }, '+442079460123')).toEqual([
      '+442079460123',
    ]);
  });

  it('is found without its plus, and is none where it is a short code or a name', () => {
    const rules = { stripPrefix: null, addPrefix: null };
    expect(undialled(rules, '442079460123')).toEqual(['+442079460123']);
    expect(undialled(rules, '60123')).toEqual([]);
    expect(undialled(rules, 'Clinic')).toEqual([]);
  });

  it('is among those that the gateway would have dialled as it is shown', () => {
    const prefix = fc.option(fc.stringMatching(/^\+?[1-9][0-9]{0,2}$/));
    const number = fc.stringMatching(/^\+[1-9][0-9]{9,12}$/);
    fc.assert(
      fc.property(number, prefix, prefix, (e164, stripPrefix, addPrefix) => {
        const shown = dialled({ stripPrefix, addPrefix, allowedPrefixes: [] }, e164)!;
        expect(undialled({ stripPrefix, addPrefix }, shown)).toContain(e164);
      }),
    );
  });
});
