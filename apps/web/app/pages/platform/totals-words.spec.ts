import { TotalsCheckStatus, TotalsCheckView } from '@belltower/dto';
import { totalsWords } from './totals-words';

const words = (values: Partial<TotalsCheckView>) =>
  totalsWords({ ...new TotalsCheckView(), status: TotalsCheckStatus.Finished, ...values });

describe('a check of totals in words', () => {
  it('says how far it is', () => {
    const running = { status: TotalsCheckStatus.Running };
    expect(words(running)).toBe('Begins …');
    expect(words({ ...running, accounts: 12, accountsDone: 3, callsCounted: 4_500 })).toBe(
      '4,500 calls counted, 3 of 12 accounts done',
    );
  });

  it('says what has come of it', () => {
    expect(words({ callsCounted: 1 })).toBe(
      'Every total is what its rows come to: 1 call counted.',
    );
    expect(words({ differences: 1 })).toBe('1 total is not what its rows come to.');
    expect(words({ differences: 2 })).toBe('2 totals are not what their rows come to.');
    expect(words({ differences: 2, repair: true })).toBe(
      '2 totals differed and have been put right.',
    );
    expect(words({ status: TotalsCheckStatus.Failed, problem: 'Gone' })).toBe('Gone');
  });
});
