import { readNumber } from '@belltower/phone-number';
import { problemOfContact, rulesOfContact } from './contact-rules';

/** What is wrong with one value, or with the row as a whole (column null). */
export interface CellProblem {
  column: number | null;
  /** The same for all rows with this fault, for counting. */
  kind: string;
  message: string;
}

/** How numbers are read. */
export interface NumberReading {
  defaultCountry: string;
  removePrefix?: string | null;
  addPrefix?: string | null;
}

/** Reads rows into what is imported. */
export interface Reader<T> {
  /** What the row says, or everything that is wrong with it; undefined for a row without a single value. */
  read(cells: readonly string[]): T | CellProblem[] | undefined;
}

const holdsNumber = rulesOfContact('number');

/** Reads the cell with the number by the rules of the form. */
export class NumberCell {
  constructor(
    private readonly reading: NumberReading,
    private readonly column: number,
  ) {}

  /** The number in E.164, or what is wrong with it; `country` where the row itself names one. */
  read(raw: string, country: string | null = null): string | CellProblem {
    if (raw === '') return this.fault('No number', 'There is no number in this row');
    if (!holdsNumber(raw)) return this.fault('Number not valid', problemOfContact('number', raw));
    const read = this.numberIn(this.withPrefixes(raw), country);
    if ('number' in read) return read.number;
    const isFormula = /^[=@]/.test(raw);
    const formula = `“${shortened(raw)}” is a formula, not a phone number`;
    return this.fault('Number not valid', isFormula ? formula : read.problem);
  }

  private fault(kind: string, message: string): CellProblem {
    return { column: this.column, kind, message };
  }

  private withPrefixes(raw: string): string {
    const { removePrefix, addPrefix } = this.reading;
    const rest =
      removePrefix && raw.startsWith(removePrefix) ? raw.slice(removePrefix.length) : raw;
    return addPrefix && !rest.startsWith('+') ? addPrefix + rest : rest;
  }

  /** In the row's own country, else in the import's. */
  private numberIn(text: string, country: string | null): ReturnType<typeof readNumber> {
    const { defaultCountry } = this.reading;
    const read = readNumber(text, country ?? defaultCountry);
    if (!('problem' in read) || !country || country === defaultCountry) return read;
    const second = readNumber(text, defaultCountry);
    return 'problem' in second ? read : second;
  }
}

export function tooManyValues(values: number, columns: number): CellProblem {
  const message = `This row has ${values} values, but there are only ${columns} columns`;
  return { column: null, kind: 'Too many values', message };
}

export function shortened(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}
