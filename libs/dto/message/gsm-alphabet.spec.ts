import fc from 'fast-check';
import { fromGsm, septetsFor, toGsm } from './gsm-alphabet';

/** As published by Unicode for GSM 03.38 (now 3GPP TS 23.038): sixteen code points a line, the escape left out. */
const PUBLISHED = `
0040 00A3 0024 00A5 00E8 00E9 00F9 00EC 00F2 00C7 000A 00D8 00F8 000D 00C5 00E5
0394 005F 03A6 0393 039B 03A9 03A0 03A8 03A3 0398 039E .... 00C6 00E6 00DF 00C9
0020 0021 0022 0023 00A4 0025 0026 0027 0028 0029 002A 002B 002C 002D 002E 002F
0030 0031 0032 0033 0034 0035 0036 0037 0038 0039 003A 003B 003C 003D 003E 003F
00A1 0041 0042 0043 0044 0045 0046 0047 0048 0049 004A 004B 004C 004D 004E 004F
0050 0051 0052 0053 0054 0055 0056 0057 0058 0059 005A 00C4 00D6 00D1 00DC 00A7
00BF 0061 0062 0063 0064 0065 0066 0067 0068 0069 006A 006B 006C 006D 006E 006F
0070 0071 0072 0073 0074 0075 0076 0077 0078 0079 007A 00E4 00F6 00F1 00FC 00E0`
  .trim()
  .split(/\s+/);
const EXTENSION: [septet: number, codePoint: number][] = [
  [0x0a, 0x000c],
  [0x14, 0x005e],
  [0x28, 0x007b],
  [0x29, 0x007d],
  [0x2f, 0x005c],
  [0x3c, 0x005b],
  [0x3d, 0x007e],
  [0x3e, 0x005d],
  [0x40, 0x007c],
  [0x65, 0x20ac],
];
const basic = PUBLISHED.flatMap((hex, septet) =>
  hex === '....' ? [] : [[septet, parseInt(hex, 16)] as const],
);
const alphabet = [...basic, ...EXTENSION].map(([, codePoint]) => String.fromCharCode(codePoint));
const inAlphabet = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 400 });

describe('the GSM 7-bit alphabet', () => {
  it('has each published character at its septet, there and back', () => {
    expect(basic).toHaveLength(127);
    for (const [septet, codePoint] of basic) {
      const character = String.fromCharCode(codePoint);
      expect([...toGsm(character)!]).toEqual([septet]);
      expect(fromGsm(Uint8Array.of(septet))).toBe(character);
      expect(septetsFor(codePoint)).toBe(1);
    }
  });

  it('has each published character of the extension table behind an escape', () => {
    for (const [septet, codePoint] of EXTENSION) {
      const character = String.fromCharCode(codePoint);
      expect([...toGsm(character)!]).toEqual([0x1b, septet]);
      expect(fromGsm(Uint8Array.of(0x1b, septet))).toBe(character);
      expect(septetsFor(codePoint)).toBe(2);
    }
  });

  it('has nothing else', () => {
    const known = new Set(alphabet);
    const carried = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter(
      (character) => toGsm(character) !== null,
    );
    expect(new Set(carried)).toEqual(known);
  });

  it('gives back every text that it carries', () => {
    fc.assert(fc.property(inAlphabet, (text) => expect(fromGsm(toGsm(text)!)).toBe(text)));
  });

  it('refuses a text with any character that it does not have', () => {
    fc.assert(
      fc.property(inAlphabet, inAlphabet, fc.constantFrom('ç', '’', '😀', '\u001b'), (a, b, no) =>
        expect(toGsm(a + no + b)).toBeNull(),
      ),
    );
  });

  it('reads whatever comes in: unknown extensions as basic characters, a lone escape as nothing', () => {
    expect(fromGsm(Uint8Array.of(0x1b, 0x41, 0x42))).toBe('AB');
    expect(fromGsm(Uint8Array.of(0x41, 0x1b))).toBe('A');
    expect(fromGsm(Uint8Array.of(0x1b, 0x1b, 0x41))).toBe(' A');
    expect(fromGsm(Uint8Array.of(0x80, 0xff))).toBe('\ufffd\ufffd');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        expect(fromGsm(bytes).length).toBeLessThanOrEqual(bytes.length),
      ),
    );
  });
});
