import fc from 'fast-check';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';

const clock = () => new ServerClock({} as SessionPool);

describe('the server’s clock', () => {
  it('is taken from the reading that came back fastest', () => {
    const server = clock();
    server.add(1_000_060, 0, 100);
    server.add(1_001_001, 1_000, 1_002);
    server.add(1_002_170, 2_000, 2_200);
    expect(server.serverTime(5_000)).toBe(1_005_000);
    expect(server.monotonic(1_005_000)).toBe(5_000);
  });

  it('is believed anew as soon as a reading shows that it has been set, or that this machine was asleep', () => {
    const server = clock();
    server.add(1_000_001, 0, 2);
    server.add(4_601_005, 1_000, 1_010);
    expect(server.serverTime(2_000)).toBe(4_602_000);
    server.add(1_002_105, 2_000, 2_010);
    expect(server.serverTime(3_000)).toBe(1_003_100);
  });

  it('is right to half the way there and back, and less so the longer ago it was read', () => {
    const server = clock();
    expect(server.uncertaintyMs(0)).toBe(Infinity);
    server.add(1_000_002, 0, 4);
    expect(server.uncertaintyMs(4)).toBe(2);
    expect(server.uncertaintyMs(10_004)).toBe(3);
    // A worse reading of now is as good as a better one of long ago.
    server.add(1_015_004, 15_000, 15_006);
    expect(server.uncertaintyMs(15_006)).toBe(3);
  });

  it('is within what it takes for its uncertainty, however readings come back', () => {
    const reading = fc.tuple(
      fc.double({ min: 0, max: 80, noNaN: true }),
      fc.double({ min: 0, max: 80, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 30 }), (readings) => {
        const server = clock();
        readings.forEach(([there, back], second) => {
          const read = second * 1_000;
          server.add(5_000_000 + read, read - there, read + back);
          const wrong = Math.abs(server.serverTime(read) - (5_000_000 + read));
          expect(wrong).toBeLessThanOrEqual(server.uncertaintyMs(read) + 1e-6);
        });
      }),
    );
  });
});
