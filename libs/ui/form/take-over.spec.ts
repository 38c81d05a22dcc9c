import { Field } from '@belltower/dto';
import { IsInt, IsOptional, Length } from 'class-validator';
import { modelOf } from './form-model';
import { takenOverWords, takeOver } from './take-over';

class Letter {
  @Field({ label: 'Subject' }) @Length(1, 20) subject = '';
  @Field({ label: 'Copies' }) @IsInt() copies: number | null = 1;
  @Field({ label: 'Note' }) @IsOptional() note?: string | null;
}

const before = { subject: 'Hello', copies: 1, note: null };
const merge = (typed: object, now: object) =>
  takeOver(Letter, modelOf(Letter, { ...before, ...typed }), {
    before,
    now: { ...before, ...now },
  });

describe('what somebody else has saved while a form was open', () => {
  it('is filled in where nothing was typed, and what was typed stays', () => {
    const { model, taken, both } = merge({ subject: 'Dear all' }, { copies: 3, note: 'Urgent' });
    expect(model).toEqual({ subject: 'Dear all', copies: 3, note: 'Urgent' });
    expect([taken, both]).toEqual([['Copies', 'Note'], []]);
  });

  it('does not replace what was typed at the same place, and is named', () => {
    const { model, taken, both } = merge({ subject: 'Mine', copies: 2 }, { subject: 'Theirs' });
    expect(model).toEqual({ subject: 'Mine', copies: 2, note: '' });
    expect([taken, both]).toEqual([[], ['Subject']]);
  });

  it('is no matter where both typed the same', () => {
    const { taken, both } = merge({ subject: 'Same' }, { subject: 'Same' });
    expect([taken, both]).toEqual([[], []]);
  });

  it('is told with what saving again does', () => {
    expect(takenOverWords({ taken: ['Pace'], both: [] })).toBe(
      'Somebody else has saved this since you opened it. What you typed is kept, what they changed is filled in: Pace. Look through it, then save again.',
    );
    expect(takenOverWords({ taken: [], both: ['Text'] })).toMatch(
      /You both changed Text: saving again replaces theirs\.$/,
    );
    expect(takenOverWords({ taken: [], both: [] })).toMatch(
      /kept: saving again replaces theirs\.$/,
    );
  });
});
