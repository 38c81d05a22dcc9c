import fc from 'fast-check';
import { behind, firstMonths } from './month-parts';
import { Period } from './period';

const at = (text: string) => new Date(text);

/** All parts, one month first and then twice as many each. */
function partsOf(period: Period, fromEnd: boolean): Period[] {
  const parts: Period[] = [];
  let rest: Period | null = period;
  for (let months = 1; rest; months *= 2) {
    const part = firstMonths(rest, months, fromEnd);
    parts.push(part);
    rest = behind(rest, part, fromEnd);
  }
  return parts;
}

describe('the months of a period', () => {
  const period = { from: at('2026-03-10T05:00Z'), until: at('2026-07-02T00:00Z') };

  it('come newest first, whole but for the ends of the period', () => {
    expect(partsOf(period, true)).toEqual([
      { from: at('2026-07-01T00:00Z'), until: at('2026-07-02T00:00Z') },
      { from: at('2026-05-01T00:00Z'), until: at('2026-07-01T00:00Z') },
      { from: at('2026-03-10T05:00Z'), until: at('2026-05-01T00:00Z') },
    ]);
  });

  it('come oldest first likewise', () => {
    expect(partsOf(period, false)).toEqual([
      { from: at('2026-03-10T05:00Z'), until: at('2026-04-01T00:00Z') },
      { from: at('2026-04-01T00:00Z'), until: at('2026-06-01T00:00Z') },
      { from: at('2026-06-01T00:00Z'), until: at('2026-07-02T00:00Z') },
    ]);
  });

  it('leave out the month that a period only touches with its end', () => {
    const may = { from: at('2026-05-01T00:00Z'), until: at('2026-06-01T00:00Z') };
    expect(partsOf(may, true)).toEqual([may]);
  });

  it('are the whole period, each moment once, however long it is', () => {
    const moment = fc.date({
      min: at('0001-01-01T00:00Z'),
      max: at('2200-01-01T00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, moment, fc.boolean(), (one, other, fromEnd) => {
        fc.pre(one.getTime() !== other.getTime());
        const [from, until] = one < other ? [one, other] : [other, one];
        const parts = partsOf({ from, until }, fromEnd);
        const inOrder = fromEnd ? parts.toReversed() : parts;
        expect(inOrder[0]!.from).toEqual(from);
        expect(inOrder.at(-1)!.until).toEqual(until);
        inOrder.forEach((part, index) => {
          expect(part.from < part.until).toBe(true);
          if (index) expect(part.from).toEqual(inOrder[index - 1]!.until);
        });
        expect(parts.length).toBeLessThan(20);
      }),
    );
  });
});
