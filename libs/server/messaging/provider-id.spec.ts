import fc from 'fast-check';
import { providerId } from './provider-id';

describe('the id of a provider', () => {
  it.each([
    ['7A3F', 'hex', '31295'],
    ['0x7a3f', 'hex', '31295'],
    ['00007a3f', 'hex', '31295'],
    ['0000031295', 'decimal', '31295'],
    ['31295\0\0', 'decimal', '31295'],
    ['  SM12ab ', 'text', 'SM12ab'],
    ['00031295', 'text', '00031295'],
    ['not-a-number', 'hex', 'not-a-number'],
    ['12ab', 'decimal', '12ab'],
    ['', 'decimal', ''],
  ] as const)('%s as %s is matched by %s', (raw, base, key) => {
    expect(providerId(raw, base)).toEqual({ raw, key });
  });

  it('is the same number in either base, however long and however it is filled up', () => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 128n });
    fc.assert(
      fc.property(number, fc.nat(6), fc.boolean(), (id, zeros, upper) => {
        const hex = '0'.repeat(zeros) + id.toString(16);
        const answer = providerId(upper ? hex.toUpperCase() : hex, 'hex');
        expect(providerId('0'.repeat(zeros) + id, 'decimal').key).toBe(answer.key);
      }),
    );
  });
});
