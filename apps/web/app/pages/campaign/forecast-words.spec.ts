import { CampaignForecastView } from '@belltower/dto';
import { heldBack, retriesWords, whoIsCalled } from './forecast-words';

const forecast = (values: Partial<CampaignForecastView>): CampaignForecastView => ({
  ...new CampaignForecastView(),
  ...values,
});

describe('a forecast in words', () => {
  it.each([
    [{ contacts: 0 }, 'Its phonebooks are empty'],
    [{ contacts: 1_200, willBeCalled: 1_200 }, 'All 1,200 contacts are called'],
    [{ contacts: 1_200, willBeCalled: 1_122 }, '1,122 of 1,200 contacts are called'],
    [
      { contacts: 3_000_000, willBeCalled: 2_467_277, approximate: true },
      'About 2.5 million of 3,000,000 contacts are called',
    ],
  ])('says who is called: %j', (values, words) => {
    expect(whoIsCalled(forecast(values))).toBe(words);
  });

  it('names who is held back, and says about only of what is estimated', () => {
    const some = { contacts: 3_000_000, inactive: 30_123, suppressed: 203_870, approximate: true };
    expect(heldBack(forecast(some))).toEqual([
      { label: 'Inactive contacts', text: '30,123' },
      { label: 'On do-not-call', text: 'about 200,000' },
    ]);
  });

  it('says whether retries are reckoned with', () => {
    expect(retriesWords(forecast({}), 0)).toBe('without retries');
    expect(retriesWords(forecast({}), 3)).toBe('retries not counted');
    expect(retriesWords(forecast({ retriesKnownFromCalls: 900, callsPerNumber: 1.43 }), 3)).toBe(
      'with retries: about 1.4 calls a number, as last month',
    );
  });
});
