/** Collects the values of a statement while its text is put together: `$1`, `$2` … */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** The placeholder that stands for this value. */
  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
