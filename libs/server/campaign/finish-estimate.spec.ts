import { WeekDay } from '@belltower/dto';
import { Schedule } from './calling-hours';
import { estimateFinish } from './finish-estimate';

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

const finish = (calls: number, values: Partial<Schedule> = {}) => {
  const { finishesAt, calledInTime } = estimateFinish(schedule(values), 60, calls, NOW);
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
});
