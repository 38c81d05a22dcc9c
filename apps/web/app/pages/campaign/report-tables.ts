import type { Params } from '@angular/router';
import type { TimeStep } from '@belltower/dto';
import { titled, zoneCity } from '@belltower/ui';
import { areGone } from '../report/gone-note';
import { stepNames } from '../report/step-words';
import type { FiguresKind } from './figures-kind';
import type { ReportTable } from './report-body';
import { hourWords } from './report-heading';
import { ordinal } from './report-words';

/** What the report of a campaign tells of its attempts, on either channel; those by attempt may tell less. */
export interface Reported<F, A> {
  campaign: { id: number };
  timeZone: string;
  step: TimeStep;
  attempts: readonly (A & { attempt: number })[];
  gateways: readonly (F & { gatewayId: number; name: string })[];
  hours: readonly (F & { hour: number })[];
  overTime: readonly (F & { from: string; until: string })[];
}

/** Query of the list of a campaign's attempts, whenever they were; undefined where none is kept any more. */
export type AttemptsBehind = (filter?: Params) => Params | undefined;

/** The lists that numbers of a report lead to. */
export function attemptsBehind(
  { campaign, overTime }: Pick<Reported<unknown, unknown>, 'campaign' | 'overTime'>,
  keptSince: string | null,
): AttemptsBehind {
  const gone = areGone(keptSince, overTime.at(-1)?.until);
  return (filter = {}) =>
    gone ? undefined : { campaignId: campaign.id, period: 'all', ...filter };
}

/** In what figures a table tells of attempts, and where they are listed. */
interface Way<F> {
  kind: FiguresKind<F>;
  behind: AttemptsBehind;
}

/** What each attempt brought. */
export function attemptTable<F>(
  { attempts }: Pick<Reported<unknown, F>, 'attempts'>,
  { kind, behind, first, note }: Way<F> & { first: string; note?: string },
): ReportTable<F> {
  return {
    label: 'What each attempt brought',
    head: 'Attempt',
    kind,
    rows: attempts.map((row) => ({
      name: row.attempt === 1 ? first : `${ordinal(row.attempt)} attempt`,
      figures: row,
      behind: behind({ attempt: row.attempt }),
    })),
    note,
  };
}

/** What went over each gateway. */
export function gatewayTable<F>(
  { gateways }: Pick<Reported<F, unknown>, 'gateways'>,
  { kind, behind }: Way<F>,
): ReportTable<F> {
  return {
    label: 'By gateway',
    head: 'Gateway',
    kind,
    rows: gateways.map((row) => ({
      name: row.name,
      figures: row,
      behind: behind({ gatewayId: row.gatewayId }),
    })),
  };
}

/** At what hours of the day, and on what days, weeks or months. */
export function timeTables<F>(
  { campaign, hours, overTime, step, timeZone }: Reported<F, unknown>,
  { kind, behind, keptSince }: Way<F> & { keptSince: string | null },
): ReportTable<F>[] {
  const city = `${zoneCity(timeZone)} time`;
  const names = stepNames(
    overTime.map(({ from }) => from),
    step,
    timeZone,
  );
  return [
    {
      label: 'By hour of the day',
      head: `Hour, ${city}`,
      kind,
      rows: hours.map((row) => ({
        name: hourWords(row.hour),
        figures: row,
        behind: behind({ hour: row.hour }),
      })),
    },
    {
      label: `By ${titled(step).toLowerCase()}`,
      head: `${titled(step)}, ${city}`,
      kind,
      rows: overTime.map((row, index) => ({
        name: names[index]!,
        figures: row,
        behind: areGone(keptSince, row.until)
          ? undefined
          : { campaignId: campaign.id, from: row.from, until: row.until },
      })),
    },
  ];
}
