import { type CampaignReportView, Disposition, SubscriberState } from '@belltower/dto';
import { counted, formatDuration, formatNumber, formatShare, lookOf } from '@belltower/ui';
import { CALL_FIGURES, share } from './figures-kind';
import type { ReportBody, ReportFigure } from './report-body';
import { spanWords, zoneWords } from './report-heading';
import {
  type AttemptsBehind,
  attemptsBehind,
  attemptTable,
  gatewayTable,
  timeTables,
} from './report-tables';
import type { ShareRow } from './share-table';
import { standingRows, type StandingWords, subscribersIn } from './standing';

const WORDS: StandingWords = {
  reached: 'Reached',
  notReached: 'Not reached, all attempts used',
  left: 'Left to be called',
  first: 'For the first call',
  again: 'For a further attempt',
  now: 'On the line',
};

/** The report of a campaign that calls. */
export function reportOfCalls(report: CampaignReportView): ReportBody {
  const { callsKeptSince: keptSince, campaign, firstCallAt: first, timeZone } = report;
  const times = { first, last: report.lastCallAt, timeZone };
  const behind = attemptsBehind(report, keptSince);
  const way = { kind: CALL_FIGURES, behind };
  return {
    report,
    what: 'Calls',
    list: '/calls',
    span: spanWords('call', times) ?? 'No call has ended yet.',
    ...{ first, keptSince },
    simulated: 'Simulated: nobody was called.',
    figures: figuresOf(report, behind),
    standing: standingRows(report, WORDS, pickedUpBy(report)),
    outcomes: {
      label: 'How calls ended',
      head: 'Disposition',
      rows: dispositionRows(report, behind),
      total: report.calls,
      behind: behind(),
    },
    tables: [
      attemptTable(report, {
        ...way,
        first: 'First call',
        note: 'A call that met congestion is made again under the same attempt: it was never the person’s.',
      }),
      gatewayTable(report, way),
    ],
    pair: timeTables(report, { ...way, keptSince }),
    legend:
      'ASR, answer-seizure ratio: answered ÷ calls. NER, network effectiveness ratio: calls that reached the phone, ' +
      'whatever its owner did ÷ calls. ACD, average call duration: talk time of answered calls ÷ answered calls. ' +
      `Durations are hours, minutes and seconds. Hours and days are ${zoneWords(times)}; the campaign’s own hours ` +
      `count in ${campaign.timeZone}.`,
    answers: report.questions.length || report.marks.length ? report : undefined,
    isListed: behind() !== undefined,
  };
}

function figuresOf(report: CampaignReportView, behind: AttemptsBehind): ReportFigure[] {
  const { campaign } = report;
  const answered = { link: '/calls', behind: behind({ disposition: Disposition.Answered }) };
  const called = campaign.reached + campaign.attemptsUsedUp;
  return [
    {
      label: 'Reached',
      value: formatNumber(campaign.reached),
      below: called ? `${formatShare(campaign.reached, called)} of those called to the end` : '',
      link: '/subscribers',
      behind: subscribersIn(campaign.id, SubscriberState.Completed),
    },
    {
      label: 'Calls',
      value: formatNumber(report.calls),
      below: `for ${counted(campaign.subscribers, 'subscriber', 'subscribers')}`,
      link: '/calls',
      behind: behind(),
    },
    {
      label: 'ASR',
      value: share(report.asr),
      below: `${formatNumber(report.answered)} answered`,
      ...answered,
    },
    {
      ...{ label: 'NER', value: share(report.ner), below: 'of calls reached a phone' },
      ...{ link: '/calls', behind: behind() },
    },
    {
      ...{ label: 'ACD', value: formatDuration(report.acdSeconds) },
      ...{ below: 'an answered call, m:ss', ...answered },
    },
    {
      ...{ label: 'Talk time', value: formatDuration(report.talkSeconds) },
      ...{ below: 'h:mm:ss in all', link: '/calls', behind: behind() },
    },
  ];
}

function dispositionRows({ dispositions }: CampaignReportView, behind: AttemptsBehind): ShareRow[] {
  return [...dispositions]
    .sort((a, b) => b.calls - a.calls)
    .map(({ disposition, calls }) => ({
      name: lookOf(disposition).word,
      count: calls,
      tone: lookOf(disposition).tone,
      behind: behind({ disposition }),
    }));
}

/** By whom, where not everybody who was reached has had the whole call. */
function pickedUpBy({ answered, campaign }: CampaignReportView): ShareRow[] {
  if (campaign.reached <= answered) return [];
  const of = (...dispositions: Disposition[]) => ({
    behind: {
      ...subscribersIn(campaign.id, SubscriberState.Completed),
      disposition: dispositions.join(),
    },
    below: true,
  });
  const others = Object.values(Disposition).filter((one) => one !== Disposition.Answered);
  return [
    { name: 'Answered by a person', count: answered, ...of(Disposition.Answered) },
    {
      name: 'By a machine, or cut off',
      count: campaign.reached - answered,
      ...of(...others),
    },
  ];
}
