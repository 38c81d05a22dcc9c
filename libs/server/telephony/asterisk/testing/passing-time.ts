import { VirtualTime } from '../../testing/virtual-time';

const STEP_SECONDS = 0.1;

/** Virtual time for what answers by promises, which are kept while it passes. */
export class PassingTime extends VirtualTime {
  /** As {@link VirtualTime.pass}, in steps, and what was asked meanwhile is answered. */
  async passing(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= STEP_SECONDS) {
      await kept();
      this.pass(Math.min(left, STEP_SECONDS));
    }
    await kept();
  }
}

/** Nothing answers but by promises that are kept at once: after a turn of the event loop none is open. */
function kept(): Promise<void> {
  return new Promise((turn) => setImmediate(turn));
}
