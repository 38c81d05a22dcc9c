import { WeekDay } from '@belltower/dto';
import { openingAt, Schedule } from './calling-hours';
import { estimateFinish, Timeline } from './finish-estimate';

const NOW = new Date('2026-06-01T08:00:00Z');

const schedule = (values: Partial<Schedule> = {}): Schedule => ({
  startsAt: new Date('2026-06-01T00:00:00Z'),
  endsAt: new Date('2026-06-30T00:00:00Z'),
  hoursFrom: '09:00',
  hoursUntil: '10:00',
  weekDays: Object.values(WeekDay),
  excludedDates: [],
  timeZone: 'UTC',
  ...values,
});

const timesOf = (values: Partial<Schedule> = {}) =>
  new Timeline((at) => openingAt(schedule(values), at), NOW);
const finish = (calls: number, values: Partial<Schedule> = {}) => {
  const { finishesAt, calledInTime } = estimateFinish([{ calls, times: timesOf(values) }], 60, NOW);
  return [finishesAt?.toISOString() ?? 'never', calledInTime];
};

describe('the expected finish', () => {
  it('comes within the first hours where there is time', () => {
    expect(finish(1_800)).toEqual(['2026-06-01T09:30:00.000Z', 1_800]);
  });

  it('waits over night for the rest', () => {
    expect(finish(3_600 + 600)).toEqual(['2026-06-02T09:10:00.000Z', 4_200]);
  });

  it('fits exactly into the hours', () => {
    expect(finish(3_600)).toEqual(['2026-06-01T10:00:00.000Z', 3_600]);
  });

  it('leaves out days off', () => {
    expect(finish(3_600 + 60, { weekDays: [WeekDay.Monday] })[0]).toBe('2026-06-08T09:01:00.000Z');
  });

  it('never comes where the schedule ends before, and says how many are called', () => {
    expect(finish(10_000, { endsAt: new Date('2026-06-02T09:30:00Z') })).toEqual(['never', 5_400]);
  });

  it('is now where nobody is left', () => {
    expect(finish(0)).toEqual([NOW.toISOString(), 0]);
  });

  it('waits for those whose hours come later, and calls the others meanwhile', () => {
    const early = { calls: 1_200, times: timesOf() };
    const late = { calls: 600, times: timesOf({ hoursFrom: '15:00', hoursUntil: '16:00' }) };
    expect(estimateFinish([early, late], 60, NOW)).toEqual({
      finishesAt: new Date('2026-06-01T15:10:00Z'),
      calledInTime: 1_800,
    });
    const never = { calls: 600, times: timesOf({ weekDays: [] }) };
    expect(estimateFinish([early, never], 60, NOW)).toEqual({
      finishesAt: null,
      calledInTime: 1_200,
    });
  });

  it('shares the pace among those who are open together', () => {
    // Until ten the pace is for both, by what they have left: 3,600 of 7,200.
    const hour = { calls: 3_600, times: timesOf({ endsAt: new Date('2026-06-01T10:00:00Z') }) };
    const long = { calls: 3_600, times: timesOf({ hoursUntil: '24:00' }) };
    expect(estimateFinish([hour, long], 60, NOW)).toEqual({
      finishesAt: null,
      calledInTime: 5_400,
    });
  });
});
