import fc from 'fast-check';
import { setTimeout } from 'node:timers/promises';
import { abreast, RowPiece } from './listing';

interface Numbers extends RowPiece {
  numbers: number[];
}

/** Numbers from 0 up, by pieces of this many at most. */
function list(
  numbers: number,
  most: number,
  {
    cutting = async () => {},
    writing = async () => {},
  }: Partial<Record<string, () => Promise<void>>> = {},
) {
  let reading = 0;
  const seen = { mostReading: 0, read: 0 };
  const pieceOf = (from: number, until: number): Numbers => ({
    text: '',
    rows: until - from,
    numbers: Array.from({ length: until - from }, (_, index) => from + index),
  });
  const end = Math.min(most, numbers);
  const pieces = abreast<number, Numbers>(
    { ...pieceOf(0, end), last: numbers > most ? end - 1 : null },
    async (after) => {
      await cutting();
      return after + most < numbers ? after + most : null;
    },
    async (after, until) => {
      seen.mostReading = Math.max(seen.mostReading, ++reading);
      await writing();
      reading--;
      seen.read++;
      return pieceOf(after + 1, until === null ? numbers : until + 1);
    },
  );
  return { pieces, seen };
}

describe('pieces of a list, written abreast', () => {
  it('come in order and whole, however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 9 }), async (numbers, most) => {
        const awhile = () => setTimeout<void>(Math.random() * 3);
        const { pieces, seen } = list(numbers, most, { cutting: awhile, writing: awhile });
        const all: number[] = [];
        for await (const piece of pieces) all.push(...piece.numbers);
        expect(all).toEqual(Array.from({ length: numbers }, (_, index) => index));
        expect(seen.mostReading).toBeLessThanOrEqual(2);
      }),
      { numRuns: 40 },
    );
  });

  it('are written two at a time', async () => {
    const { pieces, seen } = list(95, 10, { writing: () => setTimeout<void>(2) });
    for await (const { rows } of pieces) expect(rows).toBeGreaterThan(0);
    expect(seen).toEqual({ mostReading: 2, read: 9 });
  });

  it('are not read further ahead than two of what has been taken', async () => {
    const { pieces, seen } = list(1_000, 10);
    await pieces.next();
    await setTimeout(20);
    expect(seen.read).toBe(2);
    await pieces.next();
    await setTimeout(20);
    expect(seen.read).toBe(3);
    await pieces.return(undefined);
  });

  it('end with the failure of one of them', async () => {
    const failing = abreast<number, RowPiece>(
      { text: 'a', rows: 1, last: 0 },
      async (after) => after + 1,
      async (after) => {
        if (after === 2) throw new Error('gone');
        return { text: 'b', rows: 1 };
      },
    );
    const taken: string[] = [];
    await expect(
      (async () => {
        for await (const { text } of failing) taken.push(text);
      })(),
    ).rejects.toThrow('gone');
    expect(taken).toEqual(['a', 'b', 'b']);
  });
});
