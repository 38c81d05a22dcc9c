import { BackOff } from './back-off';

/** Calls placed and refused at once, as many as it takes. */
function refuse(backOff: BackOff, now: number, calls: number, random = 0.5): void {
  for (let call = 0; call < calls; call++) backOff.congested(now, now, random);
}

/** A carrier that takes so many calls a second, offered as many as the gateway may place; the calls it took. */
function run(backOff: BackOff, { pace, takes }: { pace: number; takes: number }, seconds: number) {
  let taken = 0;
  for (let second = 1; second <= seconds; second++) {
    const now = second * 1_000;
    const offered = backOff.until(now) ? 0 : Math.max(1, Math.floor(pace * backOff.share(now)));
    for (let call = 0; call < offered; call++) {
      const goesThrough =
        Math.floor((call * takes) / offered) < Math.floor(((call + 1) * takes) / offered);
      if (offered <= takes || goesThrough) {
        taken++;
        backOff.clear(now);
      } else backOff.congested(now, now, 0.5);
    }
  }
  return taken;
}

describe('a gateway under congestion', () => {
  it('goes on as before where the carrier refuses an odd call', () => {
    const backOff = new BackOff();
    for (let now = 0; now < 100_000; now += 10) {
      if (now % 200 === 0) backOff.congested(now, now, 0.5);
      else backOff.clear(now);
      if (backOff.until(now) || backOff.share(now) < 1) throw new Error(`gave way at ${now}`);
    }
  });

  it('slows down to half where much is refused, and is back within seconds', () => {
    const backOff = new BackOff();
    backOff.clear(0);
    refuse(backOff, 1, 6);
    expect(backOff.until(1)).toBeNull();
    expect(backOff.share(1)).toBeCloseTo(0.5);
    expect(backOff.share(5_001)).toBeCloseTo(0.75);
    expect(backOff.share(11_001)).toBe(1);
  });

  it.each([10, 50, 200])('uses a carrier that takes %i calls a second of 500', (takes) => {
    const taken = run(new BackOff(), { pace: 500, takes }, 300);
    expect(taken).toBeGreaterThan(takes * 300 * 0.5);
  });

  it('rests where nothing goes through, twice as long each time, a minute at most', () => {
    const backOff = new BackOff();
    const rests: number[] = [];
    refuse(backOff, 0, 4);
    for (let now = 0, n = 0; n < 9; n++) {
      refuse(backOff, now, 1);
      rests.push(backOff.until(now)! - now);
      now = backOff.until(now)!;
    }
    expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000));
  });

  it('takes the complaints of all calls that were under way for one', () => {
    const backOff = new BackOff();
    for (let call = 0; call < 100; call++) backOff.congested(call, 200, 0.5);
    expect(backOff.until(200)).toBe(1_200);
  });

  it('starts again with a short rest once a call has gone through', () => {
    const backOff = new BackOff();
    refuse(backOff, 0, 5);
    refuse(backOff, 1_000, 1);
    expect(backOff.until(1_000)).toBe(3_000);
    for (let call = 0; call < 40; call++) backOff.clear(3_000);
    refuse(backOff, 4_000, 5);
    expect(backOff.until(4_000)).toBeNull();
    refuse(backOff, 5_000, 5);
    expect(backOff.until(5_000)).toBe(6_000);
  });

  it('rests for a time of its own, so that gateways do not come back together', () => {
    const [early, late] = [new BackOff(), new BackOff()];
    refuse(early, 0, 5, 0);
    refuse(late, 0, 5, 0.999);
    expect(late.until(0)! - early.until(0)!).toBeGreaterThan(400);
  });
});
