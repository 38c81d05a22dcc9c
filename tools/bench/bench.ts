/** One measured figure and whether it is good enough. */
export interface BenchRow {
  bench: string;
  /** What was measured, with its unit, for example `1M contacts, rows per second`. */
  row: string;
  value: number;
  /** The same work done in the barest way, in the same run; null where nothing can be compared. */
  limit: number | null;
  /** `value` divided by `limit`; null without a limit. */
  ratio: number | null;
  /** What `value` or `ratio` should be, in words: `>= 0.5`. */
  target: string;
  met: boolean;
}

/** What a benchmark is given. Nothing in it belongs to the user: all of it is removed afterwards. */
export interface BenchContext {
  /** Whether to stay under a minute, on a smaller set. */
  quick: boolean;
  /** A number of the full size, smaller where `--size` asks for a part of it. */
  sized(full: number): number;
  /** Whether a part of the benchmark is to be run: all are where `--row` names none. */
  wants(part: string): boolean;
  /** A directory of the benchmark's own. */
  directory: string;
  /** A scratch database with the current schema, started at the first call. */
  database(): Promise<{ url: string }>;
  /**
   * The same for a benchmark that can measure what an earlier run has left: where `--data` names a directory, the database
   * is in it and stays there.
   */
  keptDatabase(): Promise<{ url: string }>;
  /** Registers what must be ended when the benchmark ends or is interrupted; the last one first. */
  onEnd(end: () => Promise<unknown>): void;
  /** Tells whoever watches what is being done. */
  say(line: string): void;
  /** Reports a figure; `ratio` is worked out where there is a limit. */
  row(row: Omit<BenchRow, 'bench' | 'ratio' | 'limit'> & { limit?: number }): void;
}

/** A file `tools/bench/NAME.bench.ts` exports one by default. */
export type Bench = (context: BenchContext) => Promise<void>;
