import { Departure, Departures } from './departures';
import { MOST_LATE_MS, MOST_LATE_OWN_MS } from './placing-time';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

/** The server shows this at the instant 0 of the monotonic clock. */
const SERVER = 1_000_000;

/** Departures of a process whose last reading of the server's clock took so long. */
const departuresOf = (roundTripMs = 2) => {
  const clock = new ServerClock({} as SessionPool);
  clock.add(SERVER, -roundTripMs / 2, roundTripMs / 2);
  return new Departures(clock);
};
const own: Departure = { ownAt: 500 };
const given: Departure = { serverAt: SERVER + 500 };

describe('calls that wait for their instant', () => {
  it('leave when it has come, and not before', async () => {
    const started = performance.now();
    const departure = { ownAt: started + 30 };
    await new Promise<void>((left) => departuresOf().await(departure, () => left()));
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  it('of this process’s own plan may be a little late, as it is counted when they left', () => {
    const departures = departuresOf();
    expect(departures.decide(own, 499)).toBe('wait');
    expect(departures.decide(own, 500)).toBe('place');
    expect(departures.decide(own, 500 + MOST_LATE_OWN_MS)).toBe('place');
    expect(departures.decide(own, 501 + MOST_LATE_OWN_MS)).toBe('late');
  });

  it('of another’s plan leave only while it is certain that they are neither early nor late', () => {
    const departures = departuresOf(4);
    const answers = [501, 503, 500 + MOST_LATE_MS - 3, 500 + MOST_LATE_MS - 1];
    expect(answers.map((now) => departures.decide(given, now))).toEqual([
      'wait',
      'place',
      'place',
      'late',
    ]);
  });

  it('of another’s plan never leave a process that is not sure what the server’s clock shows', () => {
    for (const departures of [departuresOf(12), new Departures(new ServerClock({} as SessionPool))])
      for (let now = 480; now < 520; now++) expect(departures.decide(given, now)).toBe('late');
  });

  it('go back after a standstill, and when a clock was set so that their time never comes', () => {
    const departures = departuresOf();
    expect(departures.decide(own, 60_000)).toBe('late');
    expect(departures.decide({ serverAt: SERVER + 3_600_000 }, 500)).toBe('late');
    expect(departures.decide({ serverAt: SERVER - 3_600_000 }, 500)).toBe('late');
  });
});
