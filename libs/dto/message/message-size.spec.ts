import fc from 'fast-check';
import { toGsm } from './gsm-alphabet';
import { encodingOf, MessageEncoding, segmentsOf, sizeOfMessage } from './message-size';

const { Gsm7, Ucs2 } = MessageEncoding;
const anyText = fc.string({
  unit: fc.constantFrom('a', 'Z', ' ', '€', '[', '\n', 'é', 'ç', '’', '漢', '😀', '👍🏽', '\ud83d'),
  maxLength: 700,
});
const gsmText = fc.string({ unit: fc.constantFrom('a', ' ', '€', '~', 'Ω'), maxLength: 900 });
/** Octets of a segment's user data, and of the header that joins it with others (3GPP TS 23.040). */
const OCTETS = 140;
const HEADER = 6;

/** What the network is handed of a part: octets, as it packs them. */
function octetsOf(part: string, encoding: MessageEncoding): number {
  if (encoding === Ucs2) return Buffer.from(part, 'utf16le').length;
  return Math.ceil((toGsm(part)!.length * 7) / 8);
}

describe('the size of a message', () => {
  it.each([
    ['', Gsm7, 0, 0, 160],
    ['a'.repeat(160), Gsm7, 160, 1, 0],
    ['a'.repeat(161), Gsm7, 161, 2, 145],
    ['a'.repeat(306), Gsm7, 306, 2, 0],
    ['a'.repeat(307), Gsm7, 307, 3, 152],
    ['€'.repeat(80), Gsm7, 160, 1, 0],
    ['€'.repeat(81), Gsm7, 162, 2, 143],
    ['ç', Ucs2, 1, 1, 69],
    ['漢'.repeat(70), Ucs2, 70, 1, 0],
    ['漢'.repeat(71), Ucs2, 71, 2, 63],
    ['😀'.repeat(35), Ucs2, 70, 1, 0],
    ['😀'.repeat(36), Ucs2, 72, 2, 61],
  ])('%#: is what the network counts', (text, encoding, units, segments, unitsLeft) => {
    expect(sizeOfMessage(text)).toMatchObject({ encoding, units, segments, unitsLeft });
  });

  it('does not cut an escape from its character, which begins the next segment', () => {
    const text = 'a'.repeat(152) + '€' + 'b'.repeat(100);
    expect(segmentsOf(text)).toEqual(['a'.repeat(152), '€' + 'b'.repeat(100)]);
    expect(sizeOfMessage(text)).toMatchObject({ units: 254, segments: 2, unitsLeft: 51 });
  });

  it('does not cut a surrogate pair', () => {
    const text = '漢'.repeat(66) + '😀' + '漢'.repeat(10);
    expect(segmentsOf(text)).toEqual(['漢'.repeat(66), '😀' + '漢'.repeat(10)]);
  });

  it('names the characters for which seven bits do not do, each once and whole', () => {
    expect(sizeOfMessage('Olá, ça va? ça “va” 😀😀').outsideGsm).toEqual([
      'á',
      'ç',
      '“',
      '”',
      '😀',
    ]);
    expect(sizeOfMessage('Hello [you] €').outsideGsm).toEqual([]);
  });

  it('counts characters as code points', () => {
    expect(sizeOfMessage('a😀€').characters).toBe(3);
  });

  it('is that of its segments, which together are the text, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, gsmText), (text) => {
        const size = sizeOfMessage(text);
        const parts = segmentsOf(text);
        expect(parts.join('')).toBe(text);
        expect(size.encoding).toBe(encodingOf(text));
        expect(size.encoding === Gsm7).toBe(toGsm(text) !== null);
        expect(size.characters).toBe([...text].length);
        expect(size.segments).toBe(text ? parts.length : 0);
        const most = parts.length > 1 ? OCTETS - HEADER : OCTETS;
        for (const part of parts) {
          expect(octetsOf(part, size.encoding)).toBeLessThanOrEqual(most);
          expect(part).not.toMatch(/^[\udc00-\udfff]/);
        }
        expect(parts.length > 1 && parts.includes('')).toBe(false);
      }),
    );
  });

  it('takes no more segments than it needs: what begins one would not have fitted into the one before', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, gsmText), (text) => {
        const parts = segmentsOf(text);
        const encoding = encodingOf(text);
        for (let at = 1; at < parts.length; at++) {
          const [next] = parts[at]!;
          const together = octetsOf(parts[at - 1]! + next, encoding);
          expect(together).toBeGreaterThan(OCTETS - HEADER);
        }
        if (parts.length > 1) expect(octetsOf(text, encoding)).toBeGreaterThan(OCTETS);
      }),
    );
  });
});
