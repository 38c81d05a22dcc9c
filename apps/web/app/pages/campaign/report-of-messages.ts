import {
  type MessageCampaignReportView,
  type MessageFiguresView,
  MessageState,
  SubscriberState,
} from '@belltower/dto';
import { counted, formatNumber, formatShare, lookOf } from '@belltower/ui';
import { deliveryWords } from '../report/delivery-words';
import { codeWords } from '../report/message-code';
import { MESSAGE_COUNTS, MESSAGE_FIGURES, share } from './figures-kind';
import type { ReportBody, ReportFigure, ReportShares, ReportTable } from './report-body';
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
  left: 'Left to be texted',
  first: 'For the first message',
  again: 'For a further attempt',
  now: 'Being handed over',
};

/** The report of a campaign that sends messages. */
export function reportOfMessages(report: MessageCampaignReportView): ReportBody {
  const { campaign, firstMessageAt: first, messagesKeptSince: keptSince, timeZone } = report;
  const times = { first, last: report.lastMessageAt, timeZone };
  const behind = attemptsBehind(report, keptSince);
  const way = { kind: MESSAGE_FIGURES, behind };
  return {
    report,
    what: 'Messages',
    list: '/messages',
    span: spanWords('message', times) ?? 'No message has been sent yet.',
    ...{ first, keptSince },
    simulated: 'Simulated: nobody was texted.',
    figures: figuresOf(report, behind),
    standing: standingRows(report, WORDS, []),
    outcomes: {
      label: 'What became of messages',
      head: 'State',
      rows: stateRows(report, behind),
      total: report.messages,
      behind: behind(),
    },
    causes: causesOf(report, behind),
    tables: [
      attemptTable(report, { kind: MESSAGE_COUNTS, behind, first: 'First message' }),
      gatewayTable(report, way),
      countryTable(report, behind),
    ],
    pair: timeTables(report, { ...way, keptSince }),
    legend:
      'Delivery rate: delivered ÷ messages; it rises while reports come in. Time is that from handing a message over ' +
      'to its delivery, on average. Segments are what the network counts and charges. Messages count for when they ' +
      `were sent. Hours and days are ${zoneWords(times)}; the campaign’s own hours count in ${campaign.timeZone}.`,
    isListed: behind() !== undefined,
  };
}

function figuresOf(report: MessageCampaignReportView, behind: AttemptsBehind): ReportFigure[] {
  const { campaign, messages, segments } = report;
  const delivered = { link: '/messages', behind: behind({ state: MessageState.Delivered }) };
  return [
    {
      label: 'Reached',
      value: formatNumber(campaign.reached),
      below: campaign.subscribers
        ? `${formatShare(campaign.reached, campaign.subscribers)} of its subscribers`
        : '',
      link: '/subscribers',
      behind: subscribersIn(campaign.id, SubscriberState.Completed),
    },
    {
      label: 'Messages',
      value: formatNumber(messages),
      below: `to ${counted(campaign.subscribers, 'subscriber', 'subscribers')}`,
      link: '/messages',
      behind: behind(),
    },
    {
      label: 'Delivered',
      value: share(report.deliveryRate),
      below: counted(report.delivered, 'message', 'messages'),
      ...delivered,
    },
    {
      label: 'Time to delivery',
      value: deliveryWords(report.deliverySeconds),
      below: 'on average',
      ...delivered,
    },
    {
      label: 'Segments',
      value: formatNumber(segments),
      below: messages ? `${formatNumber(segments / messages)} a message` : '',
      link: '/messages',
      behind: behind(),
    },
  ];
}

function stateRows({ states }: MessageCampaignReportView, behind: AttemptsBehind): ShareRow[] {
  return [...states]
    .sort((a, b) => b.messages - a.messages)
    .map(({ state, messages }) => ({
      name: lookOf(state).word,
      count: messages,
      tone: lookOf(state).tone,
      behind: behind({ state }),
    }));
}

/** Error codes in words, the code beside those that have some. */
function causesOf(
  { codes }: MessageCampaignReportView,
  behind: AttemptsBehind,
): ReportShares | undefined {
  if (!codes.length) return undefined;
  return {
    label: 'Why messages did not arrive',
    head: 'Reason',
    rows: codes.map(({ code, messages }) => ({
      name: codeWords(code) ?? code,
      note: codeWords(code) ? code : '',
      count: messages,
      tone: 'red',
      behind: behind({ code }),
    })),
    total: codes.reduce((sum, { messages }) => sum + messages, 0),
  };
}

function countryTable(
  { countries }: MessageCampaignReportView,
  behind: AttemptsBehind,
): ReportTable<MessageFiguresView> {
  return {
    label: 'By country',
    head: 'Country',
    kind: MESSAGE_FIGURES,
    rows: countries.map((row) => ({
      name: row.name,
      figures: row,
      behind: behind({ country: row.country }),
    })),
  };
}
