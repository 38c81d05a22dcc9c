/** Collects the values of a statement while its text is put together: `$1`, `$2` … */
export class SqlParameters {
  readonly values: unknown[];

  /** Begins with those that a text names already. */
  constructor(...values: unknown[]) {
    this.values = values;
  }

  /** The placeholder that stands for this value. */
  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
