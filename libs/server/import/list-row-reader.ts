import { IMPORT_MOST_COLUMNS } from '@belltower/dto';
import { StagedNumber } from '@belltower/suppression';
import { CellProblem, NumberCell, NumberReading, Reader, tooManyValues } from './number-cell';

const LONGEST_REASON = 250;

/** Reads rows into numbers for a do-not-call list. */
export class ListRowReader implements Reader<StagedNumber> {
  private readonly width: number;
  private readonly numberColumn: number;
  private readonly reasonColumn: number;
  private readonly number: NumberCell;

  constructor(reading: NumberReading & { columns: readonly string[] }) {
    this.width = Math.min(reading.columns.length, IMPORT_MOST_COLUMNS);
    this.numberColumn = reading.columns.indexOf('number');
    this.reasonColumn = reading.columns.indexOf('reason');
    this.number = new NumberCell(reading, this.numberColumn);
  }

  read(cells: readonly string[]): StagedNumber | CellProblem[] | undefined {
    if (!cells.some((cell) => cell.trim() !== '')) return undefined;
    const problems: CellProblem[] = [];
    const number = this.number.read(cells[this.numberColumn]?.trim() ?? '');
    if (typeof number !== 'string') problems.push(number);
    const reason = cells[this.reasonColumn]?.trim() || null;
    if (reason && [...reason].length > LONGEST_REASON) {
      const message = `A reason has at most ${LONGEST_REASON} characters`;
      problems.push({ column: this.reasonColumn, kind: 'Reason not valid', message });
    }
    if (cells.slice(this.width).some((cell) => cell.trim() !== '')) {
      problems.push(tooManyValues(cells.length, this.width));
    }
    return problems.length ? problems : { number: number as string, reason };
  }
}
