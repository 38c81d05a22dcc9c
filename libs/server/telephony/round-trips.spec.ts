import { RoundTrips } from './round-trips';
import { VirtualTime } from './testing/virtual-time';

describe('how long a switch takes for its answers', () => {
  const given = () => {
    const time = new VirtualTime();
    const trips = new RoundTrips(time);
    const ask = (seconds: number, answered = true) => {
      const told = trips.begin();
      time.pass(seconds);
      told(answered);
    };
    return { time, trips, ask };
  };

  it('is unknown before the first', () => {
    const { trips } = given();
    expect([trips.slowestMs, trips.sent, trips.unanswered]).toEqual([null, 0, 0]);
  });

  it('is that of the slowest of late, of which the next half minute knows too', () => {
    const { time, trips, ask } = given();
    ask(0.25);
    ask(0.01);
    expect(trips.slowestMs).toBeCloseTo(250);
    time.pass(35);
    ask(0.02);
    expect(trips.slowestMs).toBeCloseTo(250);
    time.pass(35);
    expect(trips.slowestMs).toBeCloseTo(20);
    time.pass(120);
    expect(trips.slowestMs).toBeNull();
  });

  it('counts what has no answer, which says nothing of the time', () => {
    const { trips, ask } = given();
    ask(5, false);
    ask(0.01);
    expect([trips.sent, trips.unanswered]).toEqual([2, 1]);
    expect(trips.slowestMs).toBeCloseTo(10);
  });
});
