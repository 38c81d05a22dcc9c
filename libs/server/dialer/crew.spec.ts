import fc from 'fast-check';
import { Crew } from './crew';

const ids = ['a', 'b', 'c', 'd'];
const counts = (turns: readonly string[]) =>
  Object.fromEntries(ids.map((id) => [id, turns.filter((turn) => turn === id).length]));

let crew: Crew;

beforeEach(() => {
  crew = new Crew();
  crew.set(ids);
});

describe('the processes that place calls', () => {
  it('take turns, however few calls there are at a time', () => {
    const turns = Array.from({ length: 40 }, (_, n) => crew.turns(1, n)).flat();
    expect(counts(turns)).toEqual({ a: 10, b: 10, c: 10, d: 10 });
    expect(counts(crew.turns(4, 41))).toEqual({ a: 1, b: 1, c: 1, d: 1 });
  });

  it('are named once where there is but one', () => {
    crew.set(['a']);
    expect(crew.turns(500, 0)).toEqual(['a']);
  });

  it('get half as much for having given calls back, once for all that were late together', () => {
    for (let at = 0; at < 400; at += 10) crew.gaveBack('b', at);
    expect(counts(crew.turns(70, 1)).b).toBe(10);
  });

  it('get more again bit by bit', () => {
    crew.gaveBack('b', 0);
    const before = counts(crew.turns(1_000, 0)).b!;
    const later = counts(crew.turns(1_000, 5_000)).b!;
    expect(later).toBeGreaterThan(before);
    expect(counts(crew.turns(1_000, 10_000)).b).toBe(250);
  });

  it('are asked now and then even when nothing of theirs was in time', () => {
    for (let at = 0; at < 60_000; at += 500) ids.slice(1).forEach((id) => crew.gaveBack(id, at));
    const { a, b } = counts(crew.turns(1_000, 60_000));
    expect(a).toBeGreaterThan(850);
    expect(b).toBeGreaterThan(20);
  });

  it('are all asked for less when all have given calls back, and for more again bit by bit', () => {
    expect(crew.capacity(0)).toBe(1);
    crew.gaveBack('a', 0);
    expect(crew.capacity(0)).toBe(0.875);
    ids.forEach((id) => crew.gaveBack(id, 500));
    expect(crew.capacity(500)).toBeLessThan(0.5);
    expect(crew.capacity(30_000)).toBe(1);
    for (let at = 30_000; at < 90_000; at += 500) ids.forEach((id) => crew.gaveBack(id, at));
    expect(crew.capacity(90_000)).toBeGreaterThan(0.03);
  });

  it('that are new start with a whole share, and whoever leaves takes nothing along', () => {
    crew.set(['a', 'b']);
    crew.gaveBack('b', 0);
    crew.gaveBack('nobody', 0);
    crew.set(['a', 'c']);
    expect(counts(crew.turns(10, 1))).toEqual({ a: 5, b: 0, c: 5, d: 0 });
    expect(crew.size).toBe(2);
  });

  it('get what their shares say, to a call, at any moment', () => {
    const lateness = fc.array(fc.tuple(fc.constantFrom(...ids), fc.nat(20_000)), { maxLength: 30 });
    fc.assert(
      fc.property(lateness, fc.array(fc.integer({ min: 1, max: 60 })), (late, claims) => {
        const mine = new Crew();
        mine.set(ids);
        late.sort(([, a], [, b]) => a - b).forEach(([id, at]) => mine.gaveBack(id, at));
        const all = claims.flatMap((count) => mine.turns(count, 20_000));
        const reference = new Crew();
        reference.set(ids);
        late.forEach(([id, at]) => reference.gaveBack(id, at));
        const whole = counts(reference.turns(100_000, 20_000));
        const mineCounts = counts(all);
        for (const id of ids)
          expect(Math.abs(mineCounts[id]! - (whole[id]! * all.length) / 100_000)).toBeLessThan(
            ids.length,
          );
      }),
    );
  });
});
