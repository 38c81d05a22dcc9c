import { BackOff } from './back-off';

describe('a gateway’s rest after congestion', () => {
  it('lasts twice as long each time, a minute at most', () => {
    const backOff = new BackOff();
    const rests: number[] = [];
    for (let now = 0, n = 0; n < 9; n++) {
      backOff.congested(now, now, 0.5);
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

  it('is over when a call goes through that was placed after it', () => {
    const backOff = new BackOff();
    backOff.congested(0, 0, 0.5);
    backOff.clear(500);
    backOff.congested(1_000, 1_000, 0.5);
    expect(backOff.until(1_000)).toBe(3_000);
    backOff.clear(3_000);
    backOff.congested(3_001, 3_001, 0.5);
    expect(backOff.until(3_001)).toBe(4_001);
  });

  it('differs between gateways, so that they do not come back together', () => {
    const [early, late] = [new BackOff(), new BackOff()];
    early.congested(0, 0, 0);
    late.congested(0, 0, 0.999);
    expect(late.until(0)! - early.until(0)!).toBeGreaterThan(400);
  });
});
