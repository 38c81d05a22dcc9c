import type { Queryable } from '../../libs/server/core/database';

/** The owner of the largest account. */
export const OWNER_EMAIL = 'owner1@example.org';

/*
 * Who has which number of an account's people, called what and living where. Numbers are of no subscriber: 555 of every
 * area, and others that nobody dials from a benchmark. Numbers are cast to text by name: written into the statement that
 * uses them, which is many times faster, are only functions all of whose parts are immutable.
 */
const FUNCTIONS = `
create function bench_country(person int) returns text immutable parallel safe return
  case when person % 10 < 7 then 'US' when person % 10 < 9 then 'GB' else 'ES' end;
create function bench_number(person int) returns text immutable parallel safe return
  case when person % 10 < 7
       then '+1' || (201 + person / 10000 % 790)::text || '555' || lpad((person % 10000)::text, 4, '0')
       when person % 10 < 9 then '+447' || lpad(person::text, 9, '0')
       else '+346' || lpad(person::text, 8, '0') end;
create function bench_first_name(person int) returns text immutable parallel safe return
  (array['Ada', 'Boris', 'Carla', 'Dora', 'Emil', 'Farid', 'Gina', 'Hugo', 'Ines', 'Jon', 'Kira'])[1 + person % 11];
create function bench_last_name(person int) returns text immutable parallel safe return
  (array['Ash', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Larch', 'Maple', 'Oak'])[1 + person % 9] || (person / 100)::text;`;

/* A row for each account, the largest first, with where its rows in other tables begin and how many there are. */
const SIZES = `
create table bench_account as
  with weighed as (select number, power(number::float8, -1.2) as weight from generate_series(1, $1::int) as number),
  shared as (
    select number, weight / sum(weight) over () as share,
           (sum(weight) over (order by number) - weight) / sum(weight) over () as share_from
      from weighed),
  sized as (
    select *, greatest(100, round(share * $2::int))::int as people, 4 + floor(share * 200)::int as campaigns,
           case when number < 5 then 3 else 2 end as gateways, 1 + floor(share * $2::int / 100000)::int as phonebooks
      from shared)
  select number, share_from, people, campaigns, gateways, phonebooks, 1000 + number as account_id,
         1 + sum(people) over before - people as first_person,
         1 + sum(campaigns) over before - campaigns as first_campaign,
         1 + sum(gateways) over before - gateways as first_gateway,
         1 + sum(phonebooks) over before - phonebooks as first_phonebook
    from sized window before as (order by number)`;

const ROWS = [
  `insert into account (id, name, default_country, time_zone) overriding system value
   select account_id, 'Account ' || number, 'US', 'Europe/Madrid' from bench_account`,
  `insert into "user" (account_id, name, email, role, password_hash)
   select account_id, 'Owner', 'owner' || number || '@example.org', 'owner', case when number = 1 then $1 end
     from bench_account`,
  `insert into gateway (id, name, channel, driver, channels, calls_per_second) overriding system value
   select first_gateway + gateway, format('Gateway %s-%s', number, gateway), 'voice', 'simulator', 30, 10
     from bench_account cross join lateral generate_series(0, gateways - 1) as gateway`,
  `insert into gateway_grant (account_id, gateway_id)
   select account_id, first_gateway + gateway
     from bench_account cross join lateral generate_series(0, gateways - 1) as gateway`,
  `insert into phonebook (account_id, id, name) overriding system value
   select account_id, first_phonebook + phonebook, 'Phonebook ' || phonebook
     from bench_account cross join lateral generate_series(0, phonebooks - 1) as phonebook`,
  // None is running, or the API would work on it while it is measured.
  `insert into campaign (account_id, id, name, channel, message, calls_per_minute, ring_timeout_seconds,
          max_call_seconds, max_retries, retry_after_seconds, retry_on, starts_at, ends_at, hours_from,
          hours_until, week_days, excluded_dates, time_zone, status, roster_complete, created_at)
          overriding system value
   select account_id, first_campaign + campaign, 'Campaign ' || campaign, 'voice', 'Hello', 60, 45, 600, 0, 300,
          '{busy}', '2020-01-01Z', '2100-01-01Z', '00:00', '24:00', '{monday}', '{}', 'UTC',
          case when campaign >= campaigns - 3 then 'paused' else 'finished' end, true,
          now() - (1 - campaign / campaigns::float8) * interval '1 year'
     from bench_account cross join lateral generate_series(0, campaigns - 1) as campaign`,
  `insert into campaign_phonebook (account_id, campaign_id, phonebook_id)
   select account_id, first_campaign + campaign, first_phonebook + campaign % phonebooks
     from bench_account cross join lateral generate_series(0, campaigns - 1) as campaign`,
];

/**
 * Makes accounts of uneven size, the largest with a quarter of all people, their campaigns, gateways and phonebooks, and
 * `bench_account`, which says where the rows of each begin.
 */
export async function fillAccounts(
  db: Queryable,
  { accounts, people, passwordHash }: { accounts: number; people: number; passwordHash: string },
): Promise<void> {
  await db.query(FUNCTIONS);
  await db.query(SIZES, [accounts, people]);
  for (const rows of ROWS) await db.query(rows, rows.includes('$1') ? [passwordHash] : []);
}

/** Contacts, or numbers, of one statement. */
const CHUNK = 250_000;

const PEOPLE = `lateral generate_series(
  greatest($1 - first_person, 0)::int, least($2 - first_person, people)::int - 1) as person`;

/* Contacts of an import share a moment. */
const CONTACTS = `
insert into contact (account_id, id, phonebook_id, number, raw_number, first_name, last_name, status, country, created_at,
                     updated_at) overriding system value
select account_id, first_person + person, first_phonebook + person::bigint * phonebooks / people, bench_number(person),
       bench_number(person), bench_first_name(person), bench_last_name(person),
       case when person % 50 = 0 then 'inactive' else 'active' end, bench_country(person), at, at
  from bench_account cross join ${PEOPLE}
 cross join lateral (
   select now() - (1 - (person / 10000 * 10000) / people::float8) * interval '1 year' as at) as import`;

/* Each in one campaign, under the id of its contact. */
const SUBSCRIBERS = `
insert into subscriber (account_id, id, campaign_id, contact_id, number, state, attempts, last_attempt_at, disposition,
                        created_at) overriding system value
select account_id, first_person + person, first_campaign + campaign, first_person + person, bench_number(person),
       case when person % 20 < 9 then 'completed' when person % 20 < 16 then 'failed' when person % 20 < 17 then 'retry'
            when person % 20 < 19 then 'waiting' else 'suppressed' end,
       case when person % 20 < 17 then 1 + person % 3 else 0 end,
       case when person % 20 < 17 then begins + interval '1 day' end,
       case when person % 20 < 9 then 'answered' when person % 20 < 13 then 'no-answer'
            when person % 20 < 17 then 'busy' end,
       begins
  from bench_account cross join ${PEOPLE}
 cross join lateral (select (person::bigint * campaigns / people)::int as campaign) as called
 cross join lateral (select now() - (1 - campaign / campaigns::float8) * interval '1 year' as begins) as start`;

/* One for every five contacts, of people who are none. */
const SUPPRESSIONS = `
insert into suppression (account_id, list_id, number, reason, source, created_at)
select account_id, list.id, bench_number(people + person), 'asked by letter', 'import',
       now() - (1 - person / people::float8) * interval '1 year'
  from bench_account cross join ${PEOPLE}
  join suppression_list as list using (account_id)
 where person % 5 = 0`;

const COUNTS = [
  `insert into phonebook_size (account_id, phonebook_id, active_contacts, all_contacts)
   select account_id, phonebook_id, count(*) filter (where status = 'active'), count(*) from contact group by 1, 2`,
  `insert into subscriber_count (account_id, campaign_id, state, subscribers)
   select account_id, campaign_id, state, count(*) from subscriber group by 1, 2, 3`,
  `update suppression_list as list set numbers = counted.numbers
     from (select account_id, count(*) as numbers from suppression group by 1) as counted
    where counted.account_id = list.account_id`,
];

/** Tables that {@link fillPeople} fills. */
export const PEOPLE_TABLES = ['contact', 'subscriber', 'suppression'];

/** Inserts the contacts of every account, each a subscriber of a campaign, and their do-not-call lists. */
export async function fillPeople(connections: readonly Queryable[]): Promise<void> {
  const [db] = connections;
  await db!.query(
    `insert into suppression_list (account_id, name) select account_id, 'Do not call' from bench_account`,
  );
  const [{ last }] = (await db!.query('select sum(people) + 1 as last from bench_account')) as [
    { last: number },
  ];
  let next = 1;
  await Promise.all(
    connections.map(async (each) => {
      while (next < last) {
        const first = next;
        next += CHUNK;
        for (const rows of [CONTACTS, SUBSCRIBERS, SUPPRESSIONS])
          await each.query(rows, [first, first + CHUNK]);
      }
    }),
  );
  for (const count of COUNTS) await db!.query(count);
}
