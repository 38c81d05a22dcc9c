import { SimulatorSettings } from '@belltower/dto';

/** What a carrier takes at most: calls at the same time, and new calls in any second. */
export class Capacity {
  private readonly channels: number;
  private readonly callsPerSecond: number;
  /** When the last calls were admitted, as a ring of as many as a second may hold. */
  private readonly admitted: Float64Array;
  private position = 0;

  constructor({ capacityChannels, capacityCallsPerSecond }: SimulatorSettings) {
    this.channels = capacityChannels ?? Infinity;
    this.callsPerSecond = capacityCallsPerSecond ?? Infinity;
    const places = Number.isFinite(this.callsPerSecond) ? this.callsPerSecond : 0;
    this.admitted = new Float64Array(places).fill(-Infinity);
  }

  /** Whether there is room for one call more, which then takes it. */
  admit(callsNow: number, nowMs: number): boolean {
    if (callsNow >= this.channels || this.callsPerSecond === 0) return false;
    if (!this.admitted.length) return true;
    if (nowMs - this.admitted[this.position]! < 1_000) return false;
    this.admitted[this.position] = nowMs;
    this.position = (this.position + 1) % this.admitted.length;
    return true;
  }
}
