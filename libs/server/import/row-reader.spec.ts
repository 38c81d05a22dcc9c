import { Reading, RowReader } from './row-reader';

const read = (cells: string[], columns: string[], options: Partial<Reading> = {}) =>
  new RowReader({ columns, defaultCountry: 'US', ...options }).read(cells);
const messages = (cells: string[], columns: string[], options: Partial<Reading> = {}) => {
  const answer = read(cells, columns, options);
  return Array.isArray(answer) ? answer.map(({ message }) => message) : [];
};

describe('reading a row into a contact', () => {
  it('reads numbers in the country of the row, else in that of the import', () => {
    const columns = ['number', 'country'];
    expect(read(['612 34 56 78', 'ES'], columns)).toMatchObject({ number: '+34612345678' });
    expect(read(['212 555 0123', 'ES'], columns)).toMatchObject({ number: '+12125550123' });
    expect(read(['612 34 56 78', ''], columns, { defaultCountry: 'ES' })).toMatchObject({
      number: '+34612345678',
      rawNumber: '612 34 56 78',
    });
  });

  it('takes prefixes away and puts them on, but never before a +', () => {
    const options = { removePrefix: '9', addPrefix: '+34' };
    expect(read(['9612345678'], ['number'], options)).toMatchObject({ number: '+34612345678' });
    expect(read(['+12125550123'], ['number'], options)).toMatchObject({ number: '+12125550123' });
  });

  it.each([
    ['ES', 'ES'],
    ['es', 'ES'],
    ['España', 'ES'],
    ['Germany', 'DE'],
    ['USA', 'US'],
  ])('knows the country %s', (written, country) => {
    expect(read(['+12125550123', written], ['number', 'country'])).toMatchObject({ country });
  });

  it('takes as inactive what it is told to, or what everybody means by it', () => {
    const columns = ['number', 'status'];
    const statusOf = (value: string, inactiveValues?: string) =>
      (read(['+12125550123', value], columns, { inactiveValues }) as { status: string | null })
        .status;
    expect(['0', 'No', 'inactive', '1', 'yes', ''].map((value) => statusOf(value))).toEqual([
      ...['inactive', 'inactive', 'inactive'],
      ...['active', 'active', null],
    ]);
    expect([statusOf('gone', 'gone, left'), statusOf('0', 'gone, left')]).toEqual([
      'inactive',
      'active',
    ]);
  });

  it('gathers variables from their columns and from JSON, as texts', () => {
    const cells = ['+12125550123', 'red', '{"n":1,"deep":{"a":[1]},"none":null}'];
    expect(read(cells, ['number', 'variable:Colour', 'variables'])).toMatchObject({
      variables: { Colour: 'red', n: '1', deep: '{"a":[1]}', none: '' },
    });
    for (const bad of ['{', '[1]', '"x"', '{"a":"\\u0000"}', '{"a":"\\ud800"}']) {
      expect(messages(['+12125550123', bad], ['number', 'variables'])).toEqual([
        'Variables must look like {"balance": "12"}',
      ]);
    }
  });

  it('says everything that is wrong with a row, the number first', () => {
    const problems = messages(['', 'nobody', 'Narnia'], ['number', 'email', 'country']);
    expect(problems).toEqual([
      'There is no number in this row',
      '“nobody” is not an e-mail address',
      '“Narnia” is no country that we know; write a code such as ES',
    ]);
  });

  it('takes a row without a single value for none', () => {
    expect(read(['', ' ', ''], ['number', 'email', 'city'])).toBeUndefined();
  });
});
