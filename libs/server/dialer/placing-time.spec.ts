import fc from 'fast-check';
import { PlacingTime, STEP_MS } from './placing-time';

describe('the time in which calls are placed', () => {
  it('plans every step once, in order, and none that has passed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 60 }), (moves) => {
        const time = new PlacingTime();
        let [now, last] = [10_000, -Infinity];
        for (const passed of moves) {
          now += passed;
          for (const step of time.steps(now)) {
            expect(step % STEP_MS).toBe(0);
            expect(step).toBeGreaterThan(last);
            expect(step).toBeGreaterThan(now);
            expect(step).toBeLessThanOrEqual(now + time.leadMs);
            last = step;
          }
        }
      }),
    );
  });

  it('leaves no gap while it is looked at often enough', () => {
    const time = new PlacingTime();
    const steps: number[] = [];
    for (let now = 10_000; now < 11_000; now += 37) steps.push(...time.steps(now));
    expect(steps).toEqual(steps.map((_, index) => steps[0]! + index * STEP_MS));
  });

  it('leaves more time after calls came too late, and less again after a while', () => {
    const time = new PlacingTime();
    const usual = time.leadMs;
    time.wasLate(1_000);
    const more = time.leadMs;
    expect(more).toBeGreaterThan(usual);
    time.wasLate(1_001);
    expect(time.leadMs).toBe(more);
    for (let now = 2_000; now < 10_000; now += 1_000) time.wasLate(now);
    expect(time.leadMs).toBeLessThan(1_000);
    for (let now = 20_000; now < 200_000; now += 1_000) time.steps(now);
    expect(time.leadMs).toBe(usual);
  });
});
