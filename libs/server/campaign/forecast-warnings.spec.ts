import { Channel, ForecastLimit } from '@belltower/dto';
import { forecastWarnings } from './forecast-warnings';

const ENDS = new Date('2026-06-02T18:00:00Z');
const campaign = { endsAt: ENDS, timeZone: 'UTC', callsPerMinute: 60, channel: Channel.Voice };
const figures = {
  approximate: false,
  willBeCalled: 1_000,
  calledInTime: 1_000,
  callsPerMinute: 60,
  callsPerMinuteNeeded: null,
  limitedBy: ForecastLimit.Pace,
  firstCallAt: new Date('2026-06-01T10:00:00Z'),
  finishesAt: ENDS,
};
const gateway = {
  ...{ id: 1, name: 'Trunk', enabled: true, down: false },
  ...{ channels: 10, callsPerMinute: 100, allowedPrefixes: [] },
};
const around = { gateways: [gateway], others: [], shared: 100 };
const late = { ...figures, finishesAt: null, calledInTime: 600, callsPerMinuteNeeded: 100 };

const warned = (
  some: Partial<Parameters<typeof forecastWarnings>[1]> = {},
  surroundings: Partial<Parameters<typeof forecastWarnings>[2]> = {},
) => forecastWarnings(campaign, { ...figures, ...some }, { ...around, ...surroundings });

describe('what to mind before starting', () => {
  it('is nothing where everybody is called in time', () => {
    expect(warned()).toEqual([]);
  });

  it('is that the schedule is too short, with the pace that would do', () => {
    expect(warned(late)).toEqual([
      'Only 600 of 1,000 numbers are called before it finishes on Tue 2 Jun, 18:00 (UTC). Raise its pace to 100 calls a minute, or let it finish later.',
    ]);
  });

  it('is that there is time for a first call of everybody, and not for the retries', () => {
    expect(warned({ ...late, calledInTime: 1_000 })).toEqual([
      'Everybody is called once, but there is not time for all of the retries to expect before it finishes on Tue 2 Jun, 18:00 (UTC). Raise its pace to 100 calls a minute, or let it finish later.',
    ]);
  });

  it('does not pretend to know an estimate to the last digit', () => {
    const many = { ...late, approximate: true, willBeCalled: 2_446_884, calledInTime: 86_374 };
    expect(warned(many)[0]).toMatch(/^Only about 86,000 of about 2,400,000 numbers/);
  });

  it('is what a higher pace would not help against', () => {
    const limited = { ...late, callsPerMinute: 20, limitedBy: ForecastLimit.GatewayChannels };
    expect(warned(limited)[0]).toContain(
      'It would take 100 calls a minute, and the channels of its gateways allow about 20: let it finish later.',
    );
  });

  it('is that no pace is enough, or that it never opens', () => {
    expect(warned({ ...late, callsPerMinuteNeeded: null })[0]).toMatch(
      /called .* Let it finish later\.$/,
    );
    expect(warned({ ...late, firstCallAt: null })[0]).toBe(
      'Nobody is called: its hours, those of the account and those where the numbers are never open together before it finishes on Tue 2 Jun, 18:00 (UTC).',
    );
  });

  it('is that something else keeps it from calling as fast as it says', () => {
    expect(warned({ callsPerMinute: 20, limitedBy: ForecastLimit.AccountPace })).toEqual([
      'It calls about 20 a minute rather than 60: the account’s limit of calls per minute allows no more.',
    ]);
  });

  it('is that gateways are down', () => {
    expect(warned({}, { gateways: [{ ...gateway, down: true }] })).toEqual([
      'Down at this moment: Trunk.',
    ]);
  });

  it('is that others call too, where there is not enough for all', () => {
    const others = [{ name: 'Survey', callsPerMinute: 60 }];
    expect(warned({}, { others, shared: 200 })).toEqual([]);
    expect(warned({}, { others })).toEqual([
      '“Survey” is running: together they ask for 120 calls a minute, of about 100 that the account and these gateways allow. They take turns, so each may take longer.',
    ]);
  });
});
