import fc from 'fast-check';
import { numberHead, placeOf, timeZonesOf } from './number-place';

describe('the place of a number', () => {
  it.each([
    ['+34612345678', 'ES', ['Europe/Madrid', 'Atlantic/Canary']],
    ['+442079460861', 'GB', ['Europe/London']],
    ['+917400000000', 'IN', ['Asia/Calcutta']],
    ['+77012345678', 'KZ', timeZonesOf('+77012345678', null)],
    ['+262639123456', 'YT', ['Indian/Mayotte']],
    ['+262692123456', 'RE', ['Indian/Reunion']],
    ['+61891641234', 'CX', ['Indian/Christmas']],
    ['+61891621234', 'CC', ['Indian/Cocos']],
    ['+17875550123', 'PR', ['America/Puerto_Rico']],
    ['+12425550123', 'BS', ['America/Nassau']],
  ])('of %s is in %s', (number, country, zones) => {
    expect(placeOf(number, {})).toEqual({ zones, countries: [country] });
  });

  it.each([
    ['+12125550123', 'US', ['America/New_York']],
    ['+16025550123', 'US', ['America/Phoenix']],
    ['+18505550123', 'US', ['America/New_York', 'America/Chicago']],
    ['+14165550123', 'CA', ['America/Toronto']],
    ['+17095550123', 'CA', ['America/Halifax', 'America/St_Johns']],
  ])('of %s is told by its area', (number, country, zones) => {
    expect(placeOf(number, {})).toEqual({ zones, countries: [country] });
    expect(placeOf(number, { country }).zones).toEqual(zones);
  });

  it('is any zone of its country where the area tells nothing', () => {
    const { zones, countries } = placeOf('+18005550123', {});
    expect(countries).toEqual(['US']);
    expect(zones).toEqual(
      expect.arrayContaining(['America/New_York', 'America/Phoenix', 'Pacific/Honolulu']),
    );
    expect(placeOf('+442079460861', { country: 'US' }).zones).toEqual(zones);
  });

  it('is where somebody wrote that the person is, under the rules of both countries', () => {
    expect(placeOf('+442079460861', { country: 'FR' })).toEqual({
      zones: ['Europe/Paris'],
      countries: ['GB', 'FR'],
    });
    expect(placeOf('+12125550123', { timeZone: 'Europe/Madrid' })).toEqual({
      zones: ['Europe/Madrid'],
      countries: ['US'],
    });
  });

  it('is unknown where the number belongs to no country', () => {
    expect(placeOf('+80012345678', {})).toEqual({ zones: [], countries: [] });
  });

  it('is told by the head of the number alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000_000, max: 999_999_999_999 }),
        fc.option(fc.constantFrom('ES', 'US', 'FR')),
        (digits, country) => {
          const number = `+${digits}`;
          expect(placeOf(numberHead(number), { country })).toEqual(placeOf(number, { country }));
        },
      ),
    );
  });
});
