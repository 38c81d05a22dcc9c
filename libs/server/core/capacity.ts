/** What a simulated carrier takes at most: calls at the same time, and new calls or messages in any second. */
export class Capacity {
  /** When the last calls were admitted, as a ring of as many as a second may hold. */
  private readonly admitted: Float64Array;
  private position = 0;

  constructor(
    private readonly channels: number,
    private readonly perSecond: number,
  ) {
    const places = Number.isFinite(perSecond) ? perSecond : 0;
    this.admitted = new Float64Array(places).fill(-Infinity);
  }

  /** Whether there is room for one more, which then takes it. */
  admit(now: number, nowMs: number): boolean {
    if (now >= this.channels || this.perSecond === 0) return false;
    if (!this.admitted.length) return true;
    if (nowMs - this.admitted[this.position]! < 1_000) return false;
    this.admitted[this.position] = nowMs;
    this.position = (this.position + 1) % this.admitted.length;
    return true;
  }
}
