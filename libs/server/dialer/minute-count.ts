const SECONDS = 60;

/** Counts what happened in the last minute, by seconds; instants in milliseconds of a monotonic clock. */
export class MinuteCount {
  private readonly counts = new Array<number>(SECONDS).fill(0);
  private second = 0;

  add(count: number, now: number): void {
    this.moveTo(now);
    this.counts[this.second % SECONDS]! += count;
  }

  total(now: number): number {
    this.moveTo(now);
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  private moveTo(now: number): void {
    const second = Math.floor(now / 1_000);
    for (let next = Math.max(this.second + 1, second - SECONDS + 1); next <= second; next++)
      this.counts[next % SECONDS] = 0;
    this.second = Math.max(this.second, second);
  }
}
