/** The time, injected wherever a rule depends on it, so that tests can set it. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
