import { WeekDay } from '@belltower/dto';
import { daysWords } from './days-words';

const { Monday, Tuesday, Wednesday, Friday, Saturday, Sunday } = WeekDay;

describe('days of the week in words', () => {
  it.each([
    [Object.values(WeekDay), 'Every day'],
    [[Saturday], 'Sat'],
    [[Saturday, Sunday], 'Sat, Sun'],
    [[Wednesday, Monday, Tuesday], 'Mon – Wed'],
    [[Monday, Tuesday, Wednesday, Friday], 'Mon – Wed, Fri'],
  ])('says %j as %s', (days, words) => {
    expect(daysWords(days)).toBe(words);
  });
});
