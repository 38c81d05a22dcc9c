import fc from 'fast-check';
import { Agenda } from './agenda';

describe('the agenda', () => {
  it('gives back what is due, soonest first, without what was cancelled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1_000), fc.boolean()), { maxLength: 200 }),
        fc.nat(1_000),
        (wanted, now) => {
          const agenda = new Agenda<number>();
          for (const [due, cancelled] of wanted) agenda.add(due, due).cancelled = cancelled;
          const taken: number[] = [];
          for (let due = agenda.take(now); due; due = agenda.take(now)) taken.push(due.what);
          const expected = wanted
            .filter(([due, cancelled]) => !cancelled && due <= now)
            .map(([due]) => due)
            .sort((one, other) => one - other);
          expect(taken).toEqual(expected);
        },
      ),
    );
  });
});
