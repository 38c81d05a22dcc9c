import { TimeStep } from '@belltower/dto';
import { DateTime } from 'luxon';
import { stepBegins, stepFor } from './time-steps';

const at = (text: string) => new Date(text);
const begins = (step: TimeStep, from: string, until: string, timeZone: string) =>
  stepBegins(step, { from: at(from), until: at(until) }, timeZone).map((begin) =>
    begin.toISOString().replace(':00.000Z', 'Z'),
  );

describe('the steps of a period', () => {
  it('begin with the step in which the period begins', () => {
    expect(
      begins(TimeStep.Day, '2026-11-23T10:00:00Z', '2026-11-25T10:00:00Z', 'Europe/Madrid'),
    ).toEqual(['2026-11-22T23:00Z', '2026-11-23T23:00Z', '2026-11-24T23:00Z']);
  });

  it('of a zone at half past begin at half past', () => {
    expect(
      begins(TimeStep.Hour, '2026-11-23T18:30:00Z', '2026-11-23T20:00:00Z', 'Asia/Kolkata'),
    ).toEqual(['2026-11-23T18:30Z', '2026-11-23T19:30Z']);
  });

  it('begin anew where clocks are set by half an hour', () => {
    // On Lord Howe Island two o’clock becomes half past two …
    expect(
      begins(TimeStep.Hour, '2026-10-03T14:30:00Z', '2026-10-03T17:00:00Z', 'Australia/Lord_Howe'),
    ).toEqual(['2026-10-03T14:30Z', '2026-10-03T15:30Z', '2026-10-03T16:00Z']);
    // … and in autumn two o’clock half past one.
    expect(
      begins(TimeStep.Hour, '2026-04-04T14:00:00Z', '2026-04-04T17:00:00Z', 'Australia/Lord_Howe'),
    ).toEqual(['2026-04-04T14:00Z', '2026-04-04T15:00Z', '2026-04-04T15:30Z', '2026-04-04T16:30Z']);
  });

  it('leave out a day that a zone leaves out', () => {
    const days = stepBegins(
      TimeStep.Day,
      { from: at('2011-12-28T10:00:00Z'), until: at('2012-01-01T10:00:00Z') },
      'Pacific/Apia',
    ).map((begin) => DateTime.fromJSDate(begin, { zone: 'Pacific/Apia' }).toISODate());
    expect(days).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01']);
  });

  it.each(['Europe/Madrid', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns'])(
    'begin and end every hour of %s as its clocks show it',
    (zone) => {
      for (const month of [2, 3, 9, 10]) {
        const from = new Date(Date.UTC(2026, month, 1));
        const hours = stepBegins(
          TimeStep.Hour,
          { from, until: new Date(Date.UTC(2026, month + 1, 1)) },
          zone,
        );
        hours.slice(0, -1).forEach((begin, index) => {
          const local = DateTime.fromJSDate(begin, { zone });
          for (const time of [begin.getTime(), hours[index + 1]!.getTime() - 1]) {
            const { hour, offset } = DateTime.fromMillis(time, { zone });
            expect([hour, offset]).toEqual([local.hour, local.offset]);
          }
        });
      }
    },
  );

  it('are refused where nobody would read them all', () => {
    const decade = { from: at('2016-01-01T00:00:00Z'), until: at('2026-01-01T00:00:00Z') };
    expect(() => stepBegins(TimeStep.Day, decade, 'UTC')).toThrow('too long for days');
    const ages = { from: at('1026-01-01T00:00:00Z'), until: at('2026-01-01T00:00:00Z') };
    expect(() => stepBegins(TimeStep.Month, ages, 'UTC')).toThrow('too long for months');
  });

  it('of a chart are some dozens', () => {
    const from = at('2026-01-01T00:00:00Z');
    const days = (count: number) => ({
      from,
      until: new Date(from.getTime() + count * 86_400_000),
    });
    expect([0.1, 1, 7, 30, 365, 700].map((count) => stepFor(days(count)))).toEqual([
      'quarter-hour',
      'hour',
      'day',
      'day',
      'week',
      'month',
    ]);
  });
});
