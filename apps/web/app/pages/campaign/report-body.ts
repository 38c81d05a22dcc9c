import type { Params } from '@angular/router';
import type { CampaignReportView, MessageCampaignReportView } from '@belltower/dto';
import type { FiguresKind } from './figures-kind';
import type { FiguresRow } from './figures-table';
import type { ShareRow } from './share-table';

/** A number at the head of a report. */
export interface ReportFigure {
  label: string;
  value: string;
  below: string;
  /** The list of what it counts, and its query; none where no list has just that. */
  link?: string;
  behind?: Params;
}

/** What attempts came to, by something that divides them. */
export interface ReportTable<F = unknown> {
  label: string;
  /** What the rows are. */
  head: string;
  kind: FiguresKind<F>;
  rows: readonly FiguresRow<F>[];
  /** Said below. */
  note?: string;
}

/** Attempts by what became of them. */
export interface ReportShares {
  label: string;
  /** What the rows are. */
  head: string;
  rows: readonly ShareRow[];
  total: number;
  /** Query of the list for the total. */
  behind?: Params;
}

/** What the report of a campaign says in the words of its channel. */
export interface ReportBody {
  report: CampaignReportView | MessageCampaignReportView;
  what: 'Calls' | 'Messages';
  /** The list that counts lead to. */
  list: string;
  /** When it was under way. */
  span: string;
  /** Of the first attempt; null while there is none. */
  first: string | null;
  /** From when on attempts are kept; null: for ever. */
  keptSince: string | null;
  /** Said of a campaign that only seems to reach people. */
  simulated: string;
  figures: readonly ReportFigure[];
  /** Where subscribers stand. */
  standing: readonly ShareRow[];
  outcomes: ReportShares;
  /** Why attempts failed, where that is known. */
  causes?: ReportShares;
  /** With all figures that there are, … */
  tables: readonly ReportTable[];
  /** … and beside each other, with the first of them. */
  pair: readonly ReportTable[];
  /** What its figures mean. */
  legend: string;
  /** Where something was asked, or done. */
  answers?: CampaignReportView;
  /** Whether its attempts can still be listed. */
  isListed: boolean;
}
