import {
  CallFiguresView,
  type Dto,
  ExportKind,
  type FieldSpec,
  fieldsOf,
  MessageFiguresView,
  MessageReportGroup,
  MessageReportQuery,
  ReportGroup,
  ReportQuery,
} from '@belltower/dto';
import { formatDuration, type PageTab } from '@belltower/ui';
import { deliveryWords } from './delivery-words';
import { CALL_OUTCOMES, MESSAGE_OUTCOMES, type Outcomes } from './outcome-series';

/** A row of a daily report as either source tells it; figures by their names. */
export type DailyRow = Readonly<
  Record<string, unknown> & { from: string; until: string; name: string }
>;

/** A daily report. */
export interface DailyReport {
  group: `${MessageReportGroup}`;
  timeZone: string;
  from: string;
  until: string;
  rows: DailyRow[];
  total: Readonly<Record<string, unknown>>;
}

/** What a daily report counts, in the words and with the figures of it. */
export interface DailySource {
  /** Below the API's root. */
  route: string;
  /** The list that a count leads to. */
  list: string;
  /** The figure that counts all of them, and their name in headings. */
  count: string;
  many: 'Calls' | 'Messages';
  purpose: string;
  groups: readonly string[];
  /** What it can be narrowed to. */
  filters: readonly FieldSpec[];
  /** Figures with a column each; what became of the attempts comes behind them. */
  columns: readonly FieldSpec[];
  /** How figures in seconds are written. */
  seconds(value: number | null): string;
  /** Figures that have an outcome of their own, which is not told again behind them. */
  told: Readonly<Record<string, string>>;
  outcomes: Outcomes<never>;
  /** Property of the report that says from when on there are rows behind it. */
  keptSince: string;
  exported: ExportKind;
  chart: string;
  empty: string;
  explain: string;
}

const PERIOD = ['from', 'until'];
const filtersOf = (query: Dto) => fieldsOf(query).filter(({ name }) => !PERIOD.includes(name));
const columnsOf = (view: Dto) => fieldsOf(view).filter(({ list }) => list);

export const DAILY_CALLS: DailySource = {
  route: 'reports/daily',
  list: '/calls',
  count: 'calls',
  many: 'Calls',
  purpose: 'Calls by time, campaign, gateway or country, and what they add up to.',
  groups: Object.values(ReportGroup),
  filters: filtersOf(ReportQuery),
  columns: columnsOf(CallFiguresView),
  seconds: formatDuration,
  told: { answered: 'answered' },
  outcomes: CALL_OUTCOMES,
  keptSince: 'callsKeptSince',
  exported: ExportKind.Daily,
  chart: 'Calls by disposition',
  empty: 'Calls are counted here as soon as they have ended.',
  explain:
    'ASR: answered ÷ calls. NER: calls that reached the phone ÷ calls. ACD: talk time of answered calls ÷ answered calls, in minutes and seconds.',
};

export const DAILY_MESSAGES: DailySource = {
  route: 'reports/messages/daily',
  list: '/messages',
  count: 'messages',
  many: 'Messages',
  purpose:
    'Text messages by time, campaign, gateway, country or error code, and what they add up to.',
  groups: Object.values(MessageReportGroup),
  filters: filtersOf(MessageReportQuery),
  columns: columnsOf(MessageFiguresView),
  seconds: deliveryWords,
  told: { delivered: 'delivered' },
  outcomes: MESSAGE_OUTCOMES,
  keptSince: 'messagesKeptSince',
  exported: ExportKind.DailyMessages,
  chart: 'Messages by state',
  empty: 'Messages are counted here as soon as they have been handed over.',
  explain:
    'Delivery rate: delivered ÷ messages; it rises while reports come in. Time to delivery is the average of those delivered. Sent: taken by the provider, which has reported no more. A message counts for when it was sent, whatever is reported later.',
};

export const DAILY_TABS: readonly PageTab[] = [
  { title: 'Calls', link: ['/daily'] },
  { title: 'Messages', link: ['/daily/messages'] },
];
