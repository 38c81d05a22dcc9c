import csvParser from 'csv-parser';

const LF = 0x0a;
const FIRST_BYTES = 131_072;

/** Takes records of regular CSV apart into their values, by csv-parser. */
export class CellReader {
  private readonly parser: ReturnType<typeof csvParser>;
  private memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private rows: string[][] = [];
  private arrived?: () => void;

  constructor(delimiter: string) {
    this.parser = csvParser({ headers: false, separator: delimiter });
    this.parser.on('data', (row: Record<number, string>) => {
      this.rows.push(Object.values(row));
      this.arrived?.();
    });
  }

  /** The values of each record, in order. */
  read(records: readonly Buffer[]): Promise<string[][]> {
    if (!records.length) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.rows = [];
      this.arrived = () => this.rows.length === records.length && resolve(this.rows);
      this.parser.once('error', reject);
      this.parser.write(this.joined(records), () => {
        this.parser.off('error', reject);
        const read = this.rows.length + this.parser.readableLength;
        // Would put values under the wrong line from here on: better no row than a wrong one.
        if (read !== records.length) reject(new Error(`${records.length} records gave ${read}`));
      });
    });
  }

  /** A copy, as csv-parser changes its input in place. */
  private joined(records: readonly Buffer[]): Buffer {
    const length = records.reduce((sum, record) => sum + record.length + 1, 0);
    if (length > this.memory.length) this.memory = Buffer.allocUnsafeSlow(2 * length);
    let at = 0;
    for (const record of records) {
      at += record.copy(this.memory, at);
      this.memory[at++] = LF;
    }
    return this.memory.subarray(0, length);
  }
}
