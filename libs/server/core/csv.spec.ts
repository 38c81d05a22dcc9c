import { csvLine, neutral } from './csv';

describe('a line of CSV', () => {
  it('quotes what has commas, quotes or line breaks', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 7, null])).toBe(
      '"a,b","say ""hi""","two\nlines",7,\r\n',
    );
  });

  it.each(['=1+1', '@SUM(A1)', '-2+3', '+cmd|calc', '\t=1', '\r=1'])(
    'puts an apostrophe before %j, which a spreadsheet would run',
    (text) => {
      expect(neutral(text)).toBe(`'${text}`);
    },
  );

  it('leaves phone numbers and negative numbers alone', () => {
    expect(neutral('+34600000001')).toBe('+34600000001');
    expect(csvLine([-5, '-5.25'])).toBe('-5,-5.25\r\n');
  });
});
