/**
 * The campaign's part of `eligibility` as a boolean SQL expression over the columns of `campaign`: running,
 * within start and finish, and the wall clock of its time zone within the hours of a day that is called on.
 * A property test holds the two equal.
 * @param alias of the `campaign` row
 * @param now parameter or column holding the instant, for example `$2`; never `now()`, which a cluster refuses here
 */
export function campaignOpenSql(alias: string, now: string): string {
  return `(
    ${alias}.status = 'running' and ${alias}.starts_at <= ${now}::timestamptz and ${now}::timestamptz < ${alias}.ends_at
    and exists (
      select from (select ${now}::timestamptz at time zone ${alias}.time_zone as local) as wall
      cross join lateral (select to_char(wall.local, 'HH24:MI') collate "C" as clock) as reading
      cross join lateral (
        select ${alias}.hours_from > ${alias}.hours_until and reading.clock < ${alias}.hours_until as began_yesterday
      ) as hours
      cross join lateral (select wall.local::date - hours.began_yesterday::int as day) as began
      where case
          when ${alias}.hours_from < ${alias}.hours_until
            then reading.clock >= ${alias}.hours_from and reading.clock < ${alias}.hours_until
          when ${alias}.hours_from > ${alias}.hours_until
            then reading.clock >= ${alias}.hours_from or hours.began_yesterday
          else false
        end
        and (array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])
          [extract(isodow from began.day)::int] = any (${alias}.week_days)
        and to_char(began.day, 'YYYY-MM-DD') <> all (${alias}.excluded_dates)
    )
  )`;
}
