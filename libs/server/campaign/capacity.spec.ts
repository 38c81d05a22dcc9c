import { ForecastLimit } from '@belltower/dto';
import fc from 'fast-check';
import { capacityOf, CapacityTerms } from './capacity';

const terms = (values: Partial<CapacityTerms> = {}): CapacityTerms => ({
  campaign: { callsPerMinute: 600, channels: null },
  account: { callsPerMinute: null, channels: null },
  gateways: [{ callsPerMinute: 6_000, channels: 1_000 }],
  callSeconds: 30,
  ...values,
});
const pace = (values: Partial<CapacityTerms>) => {
  const { callsPerMinute, limitedBy } = capacityOf(terms(values));
  return [callsPerMinute, limitedBy];
};

describe('how fast a campaign calls', () => {
  it('is its own pace where nothing is in the way', () => {
    expect(capacityOf(terms())).toEqual({
      callsPerMinute: 600,
      channels: 300,
      limitedBy: ForecastLimit.Pace,
    });
  });

  it.each<[string, Partial<CapacityTerms>, number, ForecastLimit]>([
    [
      'the account’s pace',
      { account: { callsPerMinute: 100, channels: null } },
      100,
      ForecastLimit.AccountPace,
    ],
    [
      'the pace of its gateways together',
      {
        gateways: [
          { callsPerMinute: 60, channels: 500 },
          { callsPerMinute: 30, channels: 500 },
        ],
      },
      90,
      ForecastLimit.GatewayPace,
    ],
    [
      'its channels, as calls take half a minute',
      { campaign: { callsPerMinute: 600, channels: 10 } },
      20,
      ForecastLimit.Channels,
    ],
    [
      'the account’s channels',
      { account: { callsPerMinute: null, channels: 5 } },
      10,
      ForecastLimit.AccountChannels,
    ],
    [
      'the channels of its gateways, each for itself',
      {
        gateways: [
          { callsPerMinute: 6_000, channels: 10 },
          { callsPerMinute: 5, channels: 1_000 },
        ],
      },
      25,
      ForecastLimit.GatewayChannels,
    ],
    ['the want of a gateway', { gateways: [] }, 0, ForecastLimit.GatewayPace],
    [
      'a limit of none',
      { account: { callsPerMinute: 0, channels: null } },
      0,
      ForecastLimit.AccountPace,
    ],
  ])('is bounded by %s', (_what, values, calls, limitedBy) => {
    expect(pace(values)).toEqual([calls, limitedBy]);
  });

  it('never exceeds any bound, in calls or in channels, and reaches one', () => {
    const bound = fc.option(fc.integer({ min: 0, max: 5_000 }));
    const level = fc.record({ callsPerMinute: bound, channels: bound });
    const gateway = fc.record({
      callsPerMinute: fc.integer({ min: 1, max: 5_000 }),
      channels: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(
        fc.record({
          campaign: level,
          account: level,
          gateways: fc.array(gateway, { minLength: 1, maxLength: 4 }),
          callSeconds: fc.integer({ min: 1, max: 600 }),
        }),
        (given) => {
          const capacity = capacityOf(given);
          const calls = capacity.callsPerMinute;
          const carried = given.gateways.reduce(
            (sum, { callsPerMinute, channels }) =>
              sum + Math.min(callsPerMinute, (channels * 60) / given.callSeconds),
            0,
          );
          const bounds = [given.campaign, given.account].flatMap(({ callsPerMinute, channels }) => [
            callsPerMinute ?? Infinity,
            channels === null ? Infinity : (channels * 60) / given.callSeconds,
          ]);
          expect(calls).toBeCloseTo(Math.min(...bounds, carried), 6);
          expect(capacity.channels).toBeGreaterThanOrEqual((calls * given.callSeconds) / 60 - 1e-6);
          expect(capacity.channels).toBeLessThan((calls * given.callSeconds) / 60 + 1);
        },
      ),
    );
  });
});
