/**
 * The advisory locks that the whole installation shares, in one place: two that shared a number would wait
 * for each other. Locks on something of an account take a hash of its name, far away from these.
 */
export enum AdvisoryLock {
  /** Whoever holds it is migrating. */
  Migration = 7_235_001,
  /** Whoever holds it makes the first owner. */
  SetUp = 7_235_002,
  /** Whoever holds it decides who is called next. */
  DialerLeader = 7_235_003,
  /** Whoever holds it makes the demonstration's account. */
  Demo = 7_235_004,
  /** Whoever holds it puts sums of calls right. */
  Totals = 7_235_005,
}
