import { KEPT_SUM_WORDS, KeptSum, TotalsDifferenceView } from '@belltower/dto';
import { TotalsFound } from './totals-checker';

/** What a check of totals has found, line by line as a person reads it. */
export function totalsInWords(found: TotalsFound, repair: boolean): string[] {
  const { callsCounted, messagesCounted, accounts, differences, examples } = found;
  const messages = messagesCounted ? ` and ${messagesCounted} messages` : '';
  const counted = `${callsCounted} calls${messages} of ${accounts} accounts counted:`;
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
  const where = [accountName, campaignName, quarter, detail].filter(Boolean).join(' · ');
  const more = [
    besides(one.keptTalkSeconds, one.countedTalkSeconds, 'seconds of talk'),
    besides(one.keptSegments, one.countedSegments, 'segments'),
  ].join('');
  return `${KEPT_SUM_WORDS[sum]}: ${where}: ${countsOf(one)}${more}`;
}

function countsOf(one: TotalsDifferenceView): string {
  if (one.sum === KeptSum.Subscribers)
    return `${one.keptSubscribers} subscribers kept, ${one.countedSubscribers} counted`;
  if (one.keptMessages !== null)
    return `${one.keptMessages} messages kept, ${one.countedMessages} counted`;
  return `${one.keptCalls} calls kept, ${one.countedCalls} counted`;
}

/** What is kept and counted besides; nothing where the two agree. */
function besides(kept: number | null, counted: number | null, what: string): string {
  return kept === counted ? '' : `; ${kept} ${what} kept, ${counted} counted`;
}
