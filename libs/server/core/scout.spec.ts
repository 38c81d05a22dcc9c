import { Scout, StillAway } from './scout';

class Away extends Error {
  readonly code = 'ECONNREFUSED';
}

describe('a scout', () => {
  let isThere: boolean;
  let attempts: number;
  let scout: Scout;
  beforeEach(() => {
    isThere = false;
    attempts = 0;
    scout = new Scout((error) => error instanceof Away);
  });
  const attempt = async () => {
    attempts++;
    await new Promise((resolve) => setImmediate(resolve));
    if (!isThere) throw new Away('nobody');
  };
  const send = () => scout.send(attempt);

  it('makes every attempt at once while the other side is there', async () => {
    isThere = true;
    await Promise.all(Array.from({ length: 20 }, send));
    expect(attempts).toBe(20);
  });

  it('tries once for all who ask while it is away, and tells each what was found', async () => {
    await expect(send()).rejects.toBeInstanceOf(Away);
    const all = await Promise.allSettled(Array.from({ length: 50 }, send));
    expect(attempts).toBe(2);
    const reasons = all.map((one) => (one as PromiseRejectedResult).reason as Error);
    expect(reasons.filter((reason) => reason instanceof StillAway)).toHaveLength(49);
    expect(new Set(reasons).size).toBe(50);
    expect(reasons.every((reason) => (reason as Away).code === 'ECONNREFUSED')).toBe(true);
  });

  it('lets all of them through once it is back', async () => {
    await expect(send()).rejects.toThrow('nobody');
    isThere = true;
    await Promise.all(Array.from({ length: 10 }, send));
    expect(attempts).toBe(11);
    await send();
    expect(attempts).toBe(12);
  });

  it('waits for longer each time, and takes what failed together for one', async () => {
    const waits: number[] = [];
    scout = new Scout(
      () => true,
      async (milliseconds) => void waits.push(milliseconds),
    );
    await Promise.allSettled([send(), send(), send()]);
    for (let tries = 0; tries < 12; tries++) await expect(send()).rejects.toThrow();
    expect(attempts).toBe(15);
    expect(waits[0]).toBeLessThanOrEqual(100);
    expect(waits[3]).toBeGreaterThan(waits[0]!);
    expect(waits.slice(0, 4)).toEqual(waits.slice(0, 4).toSorted((one, other) => one - other));
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);
  });

  it('takes a refusal of somebody who is there for what it is', async () => {
    await expect(scout.send(() => Promise.reject(new Error('wrong password')))).rejects.toThrow();
    isThere = true;
    await Promise.all([send(), send()]);
    expect(attempts).toBe(2);
  });
});
