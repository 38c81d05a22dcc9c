import { sizeOfMessage } from '@belltower/dto';
import fc from 'fast-check';
import { charactersWords, messageSizeWords } from './message-size-words';

const words = (text: string) => messageSizeWords(sizeOfMessage(text));

describe('how long a message is, in words', () => {
  it.each([
    ['', '0 characters, GSM 7-bit: 0 segments, 160 left'],
    ['a', '1 character, GSM 7-bit: 1 segment, 159 left'],
    ['a'.repeat(161), '161 characters, GSM 7-bit: 2 segments, 145 left'],
    ['10 €', '4 characters that count as 5, GSM 7-bit: 1 segment, 155 left'],
    ['ça va', '5 characters, Unicode: 1 segment, 65 left'],
    ['😀', '1 character that count as 2, Unicode: 1 segment, 68 left'],
  ])('%#: as the network counts', (text, said) => expect(words(text)).toBe(said));

  it('has the network’s own numbers, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { characters, segments, unitsLeft } = sizeOfMessage(text);
        const numbers = words(text)
          .replaceAll(',', '')
          .replace('GSM 7-bit', '')
          .match(/\d+/g)!
          .map(Number);
        expect(numbers[0]).toBe(characters);
        expect(numbers.slice(-2)).toEqual([segments, unitsLeft]);
      }),
    );
  });

  it('names characters that cannot be seen, and not too many', () => {
    expect(charactersWords(['“', '\u00a0'])).toBe('“ a fixed space');
    expect(charactersWords(['a', 'b', 'c'], 2)).toBe('a b …');
  });
});
