import { ZoneOffsets } from '@belltower/campaign';
import { Period } from './period';
import { SqlParameters } from './sql-parameters';

/**
 * What the clocks of a zone show at an instant of the period, as a timestamp without zone. `at time zone` would
 * look the zone up for each of many thousand rows; here it is one addition.
 */
export function zoneClockSql(
  instant: string,
  { from, until }: Period,
  timeZone: string,
  parameters: SqlParameters,
): string {
  const offsets = ZoneOffsets.of(timeZone);
  const changes = offsets.changes(from.getTime(), until.getTime());
  const offset = (at: number) => `${parameters.add(`${offsets.at(at)} milliseconds`)}::interval`;
  const ranges = changes.map(
    (change) => `when ${instant} < ${parameters.add(new Date(change))} then ${offset(change - 1)}`,
  );
  const last = offset(until.getTime() - 1);
  const ahead = ranges.length ? `case ${ranges.join(' ')} else ${last} end` : last;
  return `timezone(${ahead}, ${instant})`;
}
