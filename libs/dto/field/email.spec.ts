import { isEmail } from 'class-validator';
import fc from 'fast-check';
import { isEmailAddress } from './email';

/** Pieces of which addresses are made, and what is nearly one. */
const PIECES = [
  ...[
    'a',
    'ana',
    'Zoë',
    '用户',
    'o’hara',
    "o'hara",
    '+tag',
    'x_y',
    '1',
    '',
    '!#$%',
    'é'.repeat(40),
  ],
  ...['.', '..', '@', '@@', '"', '" "', '\\"', ' ', '\t', '-', '_', '(', ',', '\uff41', '\u00a9'],
  ...['example', 'bücher', 'xn--bcher-kva', 'com', 'co', 'c', '123', 'museum', '[127.0.0.1]'],
  ...['a'.repeat(63), 'a'.repeat(64), '.org', '@example.org', 'ana@example', '.'],
];

describe('an e-mail address', () => {
  it.each([
    'ana@example.org',
    'first.last+tag@mail.example.co.uk',
    'zoë@bücher.example',
    '"a b"@example.org',
  ])('is %s', (text) => {
    expect(isEmailAddress(text)).toBe(true);
  });

  it.each([
    ...['', 'ana', 'ana@', '@example.org', 'ana@example', 'ana@example.c', 'ana@-x.org'],
    ...['ana..b@example.org', 'ana b@example.org', 'ana@exa mple.org', 'ana@127.0.0.1'],
    `${'a'.repeat(65)}@example.org`,
  ])('is not %p', (text) => {
    expect(isEmailAddress(text)).toBe(false);
  });

  it('is whatever class-validator takes for one, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join('')),
          fc.emailAddress(),
          fc
            .tuple(fc.emailAddress(), fc.nat(30), fc.constantFrom(...PIECES))
            .map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at)),
        ),
        (text) => expect([text, isEmailAddress(text)]).toEqual([text, isEmail(text)]),
      ),
      { numRuns: 20_000 },
    );
  });
});
