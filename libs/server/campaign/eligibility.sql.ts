import { numberHeadSql } from '@belltower/phone-number';

/**
 * The campaign's part of `eligibility` as a boolean SQL expression over the columns of `campaign` and `account`: running,
 * within start and finish, and, unless each contact's own clock counts, the wall clock of its time zone within the
 * hours of a day that is called on, and that of the account within the account's. A property test holds the two equal.
 * @param alias of the `campaign` row
 * @param account alias of its `account` row
 * @param now parameter or column holding the instant, for example `$2`; never `now()`, which a cluster refuses here
 */
export function campaignOpenSql(alias: string, account: string, now: string): string {
  const hours = hoursOfAccount(account);
  return `(
    ${alias}.status = 'running' and ${alias}.starts_at <= ${now}::timestamptz and ${now}::timestamptz < ${alias}.ends_at
    and (${alias}.clock = 'contact' or ${campaignHoursSql(alias, campaignClockSql(alias, now))}
         and ${accountHoursSql(hours, accountClockSql(hours, now))})
  )`;
}

/** SQL expressions of an account's calling hours and time zone. */
export interface AccountHoursSql {
  from: string;
  until: string;
  days: string;
  timeZone: string;
}

const hoursOfAccount = (alias: string): AccountHoursSql => ({
  from: `${alias}.call_from`,
  until: `${alias}.call_until`,
  days: `${alias}.call_days`,
  timeZone: `${alias}.time_zone`,
});

/** What the clock of an account's time zone shows, as a SQL expression. */
export const accountClockSql = ({ timeZone }: AccountHoursSql, now: string) =>
  `(${now}::timestamptz at time zone ${timeZone})`;

/**
 * Whether the reading of a wall clock lies within an account's calling hours, on one of its days: always where it has
 * none of its own.
 * @param local expression of type `timestamp`
 */
export const accountHoursSql = ({ from, until, days }: AccountHoursSql, local: string) =>
  `(${from} is null and cardinality(${days}) = 7 or ${hoursOpenSql(local, {
    from: `coalesce(${from}, '00:00')`,
    until: `coalesce(${until}, '24:00')`,
    isOn: (day) => `${weekDaySql(day)} = any (${days})`,
  })})`;

/** What the clock of a campaign's own time zone shows, as a SQL expression. */
export const campaignClockSql = (alias: string, now: string) =>
  `(${now}::timestamptz at time zone ${alias}.time_zone)`;

/**
 * Whether the reading of a wall clock lies within a campaign's hours, on a day that it calls on.
 * @param local expression of type `timestamp`
 */
export const campaignHoursSql = (alias: string, local: string) =>
  hoursOpenSql(local, {
    from: `${alias}.hours_from`,
    until: `${alias}.hours_until`,
    isOn: (day) => `${weekDaySql(day)} = any (${alias}.week_days)
        and to_char(${day}, 'YYYY-MM-DD') <> all (${alias}.excluded_dates)`,
  });

const weekDaySql = (day: string) =>
  `(array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])
          [extract(isodow from ${day})::int]`;

/** Daily hours as SQL expressions, `HH:MM` in collation C; `isOn` says of a date whether it is called on. */
export interface HoursColumns {
  from: string;
  until: string;
  isOn: (day: string) => string;
}

/** Whether the reading of a wall clock lies in daily hours; those after midnight belong to the day they began on. */
export function hoursOpenSql(local: string, { from, until, isOn }: HoursColumns): string {
  return `exists (
      select from (select ${local} as local) as wall
      cross join lateral (select to_char(wall.local, 'HH24:MI') collate "C" as clock) as reading
      cross join lateral (select ${from} > ${until} and reading.clock < ${until} as began_yesterday) as hours
      cross join lateral (select wall.local::date - hours.began_yesterday::int as day) as began
      where case
          when ${from} < ${until} then reading.clock >= ${from} and reading.clock < ${until}
          when ${from} > ${until} then reading.clock >= ${from} or hours.began_yesterday
          else false
        end
        and ${isOn('began.day')}
    )`;
}

/** SQL expressions of a queue row or subscriber. */
export interface NumberColumns {
  account: string;
  campaign: string;
  /** Null where it came without a contact. */
  contact: string;
  number: string;
}

/**
 * Joins that look up the contact that stands for a number in a campaign: its own, or where that is gone or inactive,
 * another active one in the campaign's phonebooks. What they answer is read by {@link contactThereSql} and
 * {@link placeKeySql}. The limits keep each a look-up by index: flattened into joins, they might read all contacts.
 */
export function contactJoinsSql({ account, campaign, contact, number }: NumberColumns): string {
  return `
    left join lateral (
      select true as there, country, time_zone from contact
       where contact.account_id = ${account} and contact.id = ${contact} and contact.status = 'active'
       limit 1) as own on true
    left join lateral (
      select true as there, another.country, another.time_zone from campaign_phonebook book
        join contact another on another.account_id = ${account} and another.phonebook_id = book.phonebook_id
         and another.number = ${number} and another.status = 'active'
       where own.there is null and ${contact} is not null
         and book.account_id = ${account} and book.campaign_id = ${campaign}
       order by another.id limit 1) as other on true`;
}

/** Whether {@link contactJoinsSql} found a contact. */
export const contactThereSql = 'coalesce(own.there, other.there, false)';

const contactCountrySql = 'case when own.there then own.country else other.country end';
const contactZoneSql = 'case when own.there then own.time_zone else other.time_zone end';

/** All that says where a number is, as one text that few numbers differ in: read by `placeOfKey`. */
export const placeKeySql = (number: string) =>
  `(${numberHeadSql(number)} || '|' || coalesce(${contactCountrySql}, '') || '|' || coalesce(${contactZoneSql}, ''))`;
