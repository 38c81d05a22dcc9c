import { TimeStep } from '@belltower/dto';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { beginOf, calendarSteps, CalendarStep, nextBegin } from './zone-calendar';

const ZONES = [
  'Europe/Madrid',
  'America/New_York',
  'America/Havana',
  'America/Asuncion',
  'America/Goose_Bay',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
];
const STEPS: readonly CalendarStep[] = [TimeStep.Day, TimeStep.Week, TimeStep.Month];

describe('the calendar of a zone', () => {
  it('begins a day with the first of two midnights', () => {
    const begin = (at: string) =>
      beginOf(TimeStep.Day, new Date(at), 'America/Havana').toISOString();
    expect(begin('2026-11-01T04:30:00Z')).toBe('2026-11-01T04:00:00.000Z');
    expect(begin('2026-11-01T05:30:00Z')).toBe('2026-11-01T04:00:00.000Z');
    expect(begin('2026-11-01T20:00:00Z')).toBe('2026-11-01T04:00:00.000Z');
  });

  it('begins a day without midnight when clocks are set forward past it', () => {
    const at = new Date('2024-09-08T12:00:00Z');
    expect(beginOf(TimeStep.Day, at, 'Africa/Cairo').toISOString()).toBe(
      '2024-09-07T21:00:00.000Z',
    );
    const spring = new Date('2024-04-26T12:00:00Z');
    expect(beginOf(TimeStep.Day, spring, 'Africa/Cairo').toISOString()).toBe(
      '2024-04-25T22:00:00.000Z',
    );
  });

  it('keeps one begin of a step, whatever instant of it is asked about', () => {
    const any = fc.record({
      zone: fc.constantFrom(...ZONES),
      step: fc.constantFrom(...STEPS),
      at: fc.date({
        min: new Date('2005-01-01T00:00:00Z'),
        max: new Date('2027-01-01T00:00:00Z'),
        noInvalidDate: true,
      }),
    });
    fc.assert(
      fc.property(any, ({ zone, step, at }) => {
        const begin = beginOf(step, at, zone);
        const next = nextBegin(step, new Date(at.getTime() + 1), zone);
        expect(begin <= at && at < next).toBe(true);
        for (const within of [begin, new Date(next.getTime() - 1)])
          expect(beginOf(step, within, zone)).toEqual(begin);
        expect(nextBegin(step, begin, zone)).toEqual(begin);
        const around = { from: begin, until: new Date(next.getTime() + 1) };
        expect(calendarSteps(step, around, zone)).toEqual([begin.getTime(), next.getTime()]);
        const local = DateTime.fromJSDate(begin, { zone });
        expect(local.hour * 60 + local.minute).toBeLessThanOrEqual(60);
        if (step === TimeStep.Week) expect(local.weekday).toBe(1);
        if (step === TimeStep.Month) expect(local.day).toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });
});
