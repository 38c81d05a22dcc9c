import fc from 'fast-check';
import { fillIn, placeholderProblem, placeholdersOf, valuesOf } from './placeholders';

describe('placeholders in a text', () => {
  it.each([
    ['Hello {first_name}.', { first_name: 'Ana' }, 'Hello Ana.'],
    ['Hello {first_name|friend}.', {}, 'Hello friend.'],
    ['Hello {first_name| dear friend }.', { first_name: '  ' }, 'Hello dear friend.'],
    ['Hello { first_name }.', { first_name: 'Ana' }, 'Hello Ana.'],
    ['Hello {first_name}, good day.', {}, 'Hello, good day.'],
    ['Hello {nothing_like_it}there.', {}, 'Hello there.'],
    ['{a}{b}', { a: '1', b: '2' }, '12'],
    ['No braces', {}, 'No braces'],
    ['{x}', {}, ''],
  ])('%s', (text, values, filled) => {
    expect(fillIn(text, values)).toBe(filled);
  });

  it('holds only words: nothing in a value is filled in again, and no object is reached by a name', () => {
    expect(fillIn('{a}', { a: '{b}', b: 'secret' })).toBe('{b}');
    expect(fillIn('{constructor}{__proto__|none}', {})).toBe('none');
    expect(fillIn('{a}', { a: 'x\0\u0007\ud800y' })).toBe('x y');
    expect(fillIn('{a}', { a: 'é'.repeat(1_000) })).toBe('é'.repeat(200));
  });

  it('names what it asks for, each once', () => {
    expect(placeholdersOf('{a} {b|c} {a|d}')).toEqual(['a', 'b']);
  });

  it.each([
    ['{first_name', 'half'],
    ['first_name}', 'half'],
    ['{{first_name}}', 'half'],
    ['{}', 'name'],
    ['{ |friend}', 'name'],
    [`{${'x'.repeat(65)}}`, 'longer'],
  ])('refuses %s', (text, word) => {
    expect(placeholderProblem(text)).toContain(word);
  });

  it('reads a contact by its fields first, then by its variables', () => {
    const values = valuesOf({
      number: '+12025550123',
      firstName: 'Ana',
      variables: { first_name: 'No', debt: '20 euros' },
    });
    expect(fillIn('{first_name} owes {debt}', values)).toBe('Ana owes 20 euros');
  });

  it('fills in any text with any values in reasonable time and length', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 4_000, unit: fc.constantFrom('{', '}', '|', 'a', ' ', '.', '😀') }),
        fc.dictionary(fc.string(), fc.string()),
        (text, values) => {
          expect(fillIn(text, values).length).toBeLessThanOrEqual(12_000);
          placeholderProblem(text);
        },
      ),
    );
  });
});
