import { numberInText, withoutNumber } from './number-in-text';

const PATTERN = numberInText('+34600000001');
const finds = (text: string) => new RegExp(PATTERN).test(text);

describe('a number in a text', () => {
  it.each([
    '+34600000001',
    '+34 600 00 00 01',
    '0034 600-000-001',
    '34600000001',
    '600000001',
    '600 000 001',
    '0600000001',
    '(600) 000.001',
    'Ana;600000001;no e-mail',
    '"+34 (0) 600000001"|Ana',
    '600000002,600000001',
    '{"number": "=+34600000001"}',
  ])('is found in %s', (text) => {
    expect(finds(text)).toBe(true);
  });

  it.each([
    '+346000000012',
    '1600000001',
    '60000000',
    '600000,001',
    '600000\t001',
    '+44600000001',
    '600000011',
    '',
  ])('is not found in %s', (text) => {
    expect(finds(text)).toBe(false);
  });

  it('of North America is found with and without its 1', () => {
    const pattern = new RegExp(numberInText('+12025550101'));
    for (const text of ['(202) 555-0101', '1-202-555-0101', '+1 202 555 0101', '2025550101'])
      expect(pattern.test(text)).toBe(true);
    expect(pattern.test('22025550101')).toBe(false);
  });

  it('gives way to a word in every text of a value, and to nothing else', () => {
    const value = {
      number: '+34600000001',
      list: ['600 00 00 01', 'Ana', 600000001],
      deep: { matching: { number: '=+34600000001' }, other: null, on: true },
    };
    expect(withoutNumber(value, PATTERN, 'erased')).toEqual({
      number: 'erased',
      list: ['erased', 'Ana', 600000001],
      deep: { matching: { number: '=erased' }, other: null, on: true },
    });
  });
});
