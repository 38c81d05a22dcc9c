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

  it('is read anew when it has been set', () => {
    const server = clock();
    server.add(1_000_001, 0, 2);
    server.add(9_030_005, 30_000, 30_010);
    expect(server.serverTime(31_000)).toBe(9_031_000);
  });
});
