import { ColumnKind, columnsOf, Listing, ListingColumn } from '@belltower/core';
import { Dto, fieldsOf } from '@belltower/dto';
import { DailyGroup, DailyTable } from './daily-rows';

/** A daily report as a file: which figures stand in columns of their own, and the outcomes behind them. */
export interface DailyFile<F extends object> {
  /** Name of the file, without what its rows are. */
  name: string;
  view: Dto<F>;
  /** The word for an outcome, such as `Disposition`, and all of them. */
  outcome: string;
  outcomes: readonly string[];
  countOf(figures: F, outcome: string): number;
}

/** The report as a file, for people with the total as its last line. */
export function dailyListing<F extends object>(
  { name, view, outcome, outcomes, countOf }: DailyFile<F>,
  group: DailyGroup,
  { rows, total, timeZone }: DailyTable<F>,
): Listing {
  const shown = fieldsOf(view).flatMap(({ list, name: figure }) => (list ? [figure] : []));
  const kinds = Object.fromEntries(shown.map((figure) => [figure, 'number']));
  const columns: ListingColumn[] = [
    { name: 'name', heading: `${group} (${timeZone})`, kind: 'text' },
    ...columnsOf(view, kinds as Partial<Record<keyof F & string, ColumnKind>>),
    ...outcomes.map((one): ListingColumn => ({
      name: one,
      heading: `${outcome} ${one}`,
      kind: 'number',
    })),
  ];
  const values = (called: string, figures: F) => [
    called,
    ...shown.map((figure) => figures[figure as keyof F]),
    ...outcomes.map((one) => countOf(figures, one)),
  ];
  return {
    name: `${name}-by-${group}`,
    timeZone,
    columns,
    count: () => Promise.resolve({ total: rows.length, estimated: false }),
    async *pieces(format) {
      const line = (called: string, figures: F) => format.row(columns, values(called, figures));
      yield { text: rows.map((row) => line(row.name, row)).join(''), rows: rows.length };
      if (format.forPeople) yield { text: line('Total', total), rows: 1 };
    },
  };
}
