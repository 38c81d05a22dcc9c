import { Departure, Departures, WhenLate } from './departures';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

const departuresOf = () => new Departures(new ServerClock({} as SessionPool));

const departure = (dueIn: number, whenLate: WhenLate, shiftMs = 0): Departure => ({
  dueAt: performance.now() + dueIn,
  shiftMs,
  whenLate,
});

describe('calls that wait for their instant', () => {
  it('leave when it has come, and not before', async () => {
    const departures = departuresOf();
    const started = performance.now();
    await new Promise<void>((left) => departures.await(departure(30, 'shift'), () => left()));
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  it('are placed in time', () => {
    expect(departuresOf().decide(departure(-2, 'give-back'))).toBe('place');
    expect(departuresOf().decide(departure(50, 'give-back'))).toBe('wait');
  });

  it('put back all that follows where this process is alone and late', () => {
    const departures = departuresOf();
    const following = departure(-90, 'shift');
    let slips = 0;
    departures.late.subscribe(() => slips++);
    expect(departures.decide(departure(-100, 'shift'))).toBe('place');
    expect(departures.shiftMs).toBeGreaterThanOrEqual(100);
    expect(slips).toBe(1);
    expect(departures.decide(following)).toBe('wait');
    // Planned with the delay in mind.
    expect(departures.decide(departure(-1, 'shift', departures.shiftMs))).toBe('place');
  });

  it('go back to the queue when late where others place calls too, and never put back what was promised', () => {
    const departures = departuresOf();
    expect(departures.decide(departure(-100, 'give-back'))).toBe('late');
    expect(departures.shiftMs).toBe(0);
  });

  it('go back after a standstill, as when the machine was asleep', () => {
    const departures = departuresOf();
    expect(departures.decide(departure(-60_000, 'shift'))).toBe('late');
    expect(departures.shiftMs).toBe(0);
  });
});
