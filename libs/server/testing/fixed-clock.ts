import { Clock } from '@belltower/core';

/** A clock that stands still until it is moved. */
export class FixedClock extends Clock {
  constructor(private instant: Date = new Date('2026-03-02T10:00:00Z')) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  set(instant: string | Date): void {
    this.instant = new Date(instant);
  }

  advance(seconds: number): void {
    this.instant = new Date(this.instant.getTime() + seconds * 1_000);
  }
}
