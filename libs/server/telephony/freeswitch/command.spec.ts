import fc from 'fast-check';
import { Command, piece, UnsafeWord, Word, WordKind } from './command';

/** What could end a line, a list of variables, a quotation or an argument, or be looked up by the switch. */
const HARMFUL = /[\p{Cc}\p{Zl}\p{Zp},{}[\]'"`\\$|^:;=<>()&%@?!~]/u;
const KINDS: WordKind[] = ['uuid', 'number', 'gateway', 'name'];

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .tuple(
      fc.stringMatching(/^[a-z0-9 ]{0,9}$/),
      fc.constantFrom(...'\r\n\0,{}[]\'"`\\$|^;=<>()&% '),
      fc.string(),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('+1\n\napi shutdown', "x',api_on_answer='shutdown", '1}[a=b]', '${shutdown}', ''),
);

describe('a word in a command', () => {
  it('holds nothing that a switch could take for something else, or is refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), hostile, (kind, text) => {
        try {
          expect(Word.of(kind, text).text).not.toMatch(HARMFUL);
        } catch (error) {
          if (!(error instanceof UnsafeWord)) throw error;
        }
      }),
    );
  });

  it.each([
    ['uuid', 'bt-1-42'],
    ['number', '+12025550123'],
    ['number', '*31#0049'],
    ['gateway', 'carrier_1.example'],
    ['name', 'Praxis Müller-Łęcki Nr. 5'],
    ['path', '/var/lib/belltower/sounds/0a.wav'],
    ['path', 'C:/sounds/0a.wav'],
    ['password', 'ClueCon {"\' $%'],
  ] as const)('takes a %s such as %s', (kind, text) => {
    expect(Word.of(kind, text).text).toBe(text);
  });

  it.each([
    ['uuid', 'bt 1'],
    ['number', '+1 202 555'],
    ['number', '1;user=phone'],
    ['gateway', 'a/b'],
    ['path', '/var/../etc/passwd'],
    ['path', 'sounds/a.wav'],
    ['path', '/a b.wav'],
    ['password', 'a\nb'],
  ] as const)('refuses a %s such as %j', (kind, text) => {
    expect(() => Word.of(kind, text)).toThrow(UnsafeWord);
  });

  it('of any name is as much of it as a switch takes', () => {
    expect(Word.nameIn('Joe\'s "Pizza", <b>\r\nX: y')?.text).toBe('Joe’s Pizza b X y');
    expect(Word.nameIn('{}\n')).toBeNull();
    fc.assert(
      fc.property(hostile, (text) => {
        const word = Word.nameIn(text);
        if (word) expect(word.text).not.toMatch(HARMFUL);
      }),
    );
  });
});

describe('a command', () => {
  it('is as many lines as it was made of, whatever stands in it', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, number) => {
        let words: [Word, Word];
        try {
          words = [Word.of('name', name), Word.of('number', number)];
        } catch {
          return;
        }
        const command = new Command(
          piece`bgapi originate ${words[0]} ${words[1]}`,
          piece`Job-UUID: ${7}`,
        );
        expect(String(command).split('\n')).toHaveLength(4);
        expect(String(command)).toMatch(/\n\n$/);
      }),
    );
  });
});
