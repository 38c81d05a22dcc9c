import { ImportDelimiter, ImportKind } from '@belltower/dto';
import { guessColumns } from './columns';
import { detectDelimiter, encodingAtStart, Utf8Check } from './detection';

const guess = (rows: string[][], header?: boolean, kind = ImportKind.Contacts) =>
  guessColumns(rows, { delimiter: ImportDelimiter.Comma, country: 'US', kind, header });

describe('guessing what columns hold', () => {
  it('knows headings in several languages, however they are written', () => {
    const { header, targets } = guess([
      ['Teléfono', 'FIRST_NAME', 'apellidos', 'E-Mail:', 'PLZ', 'Saldo'],
      ['2125550123', 'Ana', 'García', 'a@example.org', '28001', '12'],
    ]);
    expect(header).toBe(true);
    expect(targets).toEqual([
      'number',
      'firstName',
      'lastName',
      'email',
      'postcode',
      'variable:Saldo',
    ]);
  });

  it('finds numbers and addresses where columns have no names', () => {
    const { header, targets } = guess([
      ['Ana', 'a@example.org', '(212) 555-0123'],
      ['Bo', 'b@example.org', '(212) 555-0124'],
    ]);
    expect({ header, targets }).toEqual({ header: false, targets: ['', 'email', 'number'] });
  });

  it('finds the numbers under a heading that nobody knows', () => {
    expect(
      guess([
        ['Quién', 'Dónde'],
        ['Ana', '+12125550123'],
      ]).targets,
    ).toEqual(['variable:Quién', 'number']);
  });

  it('gives a field to one column only, and each variable a name of its own', () => {
    expect(
      guess([
        ['phone', 'mobile', 'Colour', 'Colour'],
        ['2125550123', '', '', ''],
      ]).targets,
    ).toEqual(['number', 'variable:mobile', 'variable:Colour', 'variable:Colour 2']);
  });
});

describe('detecting a format', () => {
  it.each([
    ['a;b;1,5\nc;d;2,5\n', ImportDelimiter.Semicolon],
    ['a\tb, c\nd\te\n', ImportDelimiter.Tab],
    ['a|{"x":1,"y":2}|\nb|{"x":1,"y":2}|\n', ImportDelimiter.Pipe],
    ['"a;b",c\n"d;e",f\n', ImportDelimiter.Comma],
    ['2125550123\n2125550124\n', ImportDelimiter.Comma],
  ])('finds what separates the values of %j', (text, delimiter) => {
    expect(detectDelimiter(Buffer.from(text))).toBe(delimiter);
  });

  it('tells encodings by their marks or zeros, and takes nothing else that has zeros', () => {
    expect(encodingAtStart(Buffer.from('\ufeffa', 'utf16le'))).toBe('utf-16le');
    expect(encodingAtStart(Buffer.from('number', 'utf16le'))).toBe('utf-16le');
    expect(encodingAtStart(Buffer.from('number', 'utf16le').swap16())).toBe('utf-16be');
    expect(encodingAtStart(Buffer.from('number'))).toBe('utf-8');
    expect(encodingAtStart(Buffer.alloc(100))).toBeUndefined();
  });

  it('checks UTF-8 across the pieces in which it arrives', () => {
    const bytes = Buffer.from('aé€😀');
    for (let size = 1; size <= bytes.length; size++) {
      const check = new Utf8Check();
      for (let at = 0; at < bytes.length; at += size) check.push(bytes.subarray(at, at + size));
      expect(check.end()).toBe(true);
    }
    const broken = new Utf8Check();
    broken.push(bytes.subarray(0, 2));
    expect(broken.end()).toBe(false);
  });
});
