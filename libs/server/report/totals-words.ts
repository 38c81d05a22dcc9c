import { KEPT_SUM_WORDS, KeptSum, TotalsDifferenceView } from '@belltower/dto';
import { TotalsFound } from './totals-checker';

/** What a check of totals has found, line by line as a person reads it. */
export function totalsInWords(found: TotalsFound, repair: boolean): string[] {
  const { callsCounted, accounts, differences, examples } = found;
  const counted = `${callsCounted} calls of ${accounts} accounts counted:`;
  if (!differences) return [`${counted} every total is what its rows come to.`];
  const more = differences - examples.length;
  return [
    `${counted} ${differences} totals ${repair ? 'differed and have been put right.' : 'differ.'}`,
    ...examples.map((one) => `  ${lineOf(one)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(repair ? [] : ['Run check-totals --repair to put them right.']),
  ];
}

function lineOf(one: TotalsDifferenceView): string {
  const { sum, accountName, campaignName, quarter, detail } = one;
  const { keptTalkSeconds, countedTalkSeconds } = one;
  const counts =
    sum === KeptSum.Subscribers
      ? `${one.keptSubscribers} subscribers kept, ${one.countedSubscribers} counted`
      : `${one.keptCalls} calls kept, ${one.countedCalls} counted`;
  const where = [accountName, campaignName, quarter, detail].filter(Boolean).join(' · ');
  const talk =
    keptTalkSeconds === countedTalkSeconds
      ? ''
      : `; ${keptTalkSeconds} seconds of talk kept, ${countedTalkSeconds} counted`;
  return `${KEPT_SUM_WORDS[sum]}: ${where}: ${counts}${talk}`;
}
