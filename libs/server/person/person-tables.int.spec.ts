import { PersonPart } from '@belltower/dto';
import { createTestDatabase, TestDatabase } from '@belltower/testing';
import { PERSON_SOURCES } from './person-sources';

/*
 * What becomes of every column that can hold a number, a name or a text when a person is erased. Whoever adds a table or
 * a column says it here, and does it in `person-rows.ts`.
 */

/** Rows of a person, which go. */
const DELETED = [
  'contact',
  'due',
  'import_met',
  'import_reject',
  'recording',
  'reply',
  'roster_change',
];

/** Rows that say who is to be left alone, which stay. The platform's are its operator's. */
const KEPT = ['opt_out', 'suppression', 'platform_suppression'];

/** Rows that are there for a moment: while there is one of the person nothing is erased. */
const AWAITED = ['inflight'];

/** Columns of rows that stay, from which the person is taken. */
const EMPTIED: Record<string, string> = {
  audit: 'detail',
  call: 'contact_name digits number timeline',
  export: 'filters',
  import: 'file_name heading stopped_because',
  message: 'contact_name history number text',
  notice: 'text',
  saved_view: 'query',
  subscriber: 'number',
};

/** Columns that name nobody who is called: the account's own words, its people, and ours. */
const NOBODY: Record<string, string> = {
  account:
    'call_days call_from call_until default_country name start_words status stop_words ' +
    'time_zone',
  api_key: 'name prefix role token_hash',
  audio: 'file_name format name pcmu sha256',
  audit: 'action entity user_name',
  call: 'answers caller_id country disposition marks',
  campaign:
    'caller_id caller_name channel clock description excluded_dates goodbye hours_from ' +
    'hours_until language message name opt_out_confirmation opt_out_key placeholders ' +
    'questions record_prompt repeat_key retry_on retry_rules source_outcomes status ' +
    'stop_confirmation time_zone transfer_key transfer_number unknown_zone week_days',
  campaign_gauge: 'held_by',
  campaign_hold: 'reason',
  dialer: 'host lines',
  export: 'created_by file file_name format kind problem status',
  gateway:
    'add_prefix allowed_prefixes caller_id caller_id_policy caller_ids_allowed channel driver ' +
    'name secrets settings status status_detail strip_prefix',
  gateway_gauge: 'detail',
  import: 'created_by file kind list_name phonebook_name rejected_because settings status',
  kept_since: 'what',
  message: 'code country encoding sender state',
  message_part: 'key state waiting',
  notice: 'kind',
  one_time_token: 'purpose token_hash',
  phonebook: 'description name',
  platform_suppression_list: 'clearing name',
  saved_view: 'created_by list name',
  session: 'address token_hash user_agent',
  subscriber: 'disposition state tally',
  suppression_list: 'clearing name',
  throttle: 'subject',
  totals_check: 'created_by examples problem status',
  user: 'email name password_hash role',
};

/** Sums hold nobody, as long as these are all that they are kept by. */
const SUMS = /_(stat|step|mark|count)$/;
const KEPT_BY = 'answer code country disposition question state step time_zone'.split(' ');

const COLUMNS = `
  select relname as "table", string_agg(attname, ' ' order by attname) as columns
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
     and relname <> 'migrations' and attnum > 0 and not attisdropped
     and atttypid not in ('bigint'::regtype, 'integer'::regtype, 'smallint'::regtype, 'boolean'::regtype,
                          'timestamptz'::regtype, 'real'::regtype, 'double precision'::regtype, 'uuid'::regtype)
   group by relname order by relname`;

describe('a person is erased', () => {
  let copy: TestDatabase;
  let columns: Map<string, string[]>;
  beforeAll(async () => {
    copy = await createTestDatabase();
    const rows = await copy.source.query<{ table: string; columns: string }[]>(COLUMNS);
    columns = new Map(rows.map(({ table, columns: names }) => [table, names.split(' ')]));
  });
  afterAll(() => copy.drop());

  const saidOf = (table: string) => [
    ...[EMPTIED[table], NOBODY[table]].flatMap((names) => names?.split(' ') ?? []),
    ...(SUMS.test(table) ? KEPT_BY : []),
  ];
  const whole = [...DELETED, ...KEPT, ...AWAITED];

  it('out of every column that can hold anything of theirs', () => {
    const unsaid = [...columns].flatMap(([table, names]) =>
      whole.includes(table)
        ? []
        : names.filter((name) => !saidOf(table).includes(name)).map((name) => `${table}.${name}`),
    );
    expect(unsaid).toEqual([]);
  });

  it('by a list without tables and columns that are not there', () => {
    const named = [...Object.keys(EMPTIED), ...Object.keys(NOBODY)].flatMap((table) =>
      saidOf(table).map((name) => [table, name] as const),
    );
    expect(named.filter(([table, name]) => !columns.get(table)?.includes(name))).toEqual([]);
    expect(whole.filter((table) => !columns.has(table))).toEqual([]);
  });

  it('and every part that is told of has its place', () => {
    const parts = PERSON_SOURCES.map(({ part }) => part);
    expect(parts.toSorted()).toEqual(Object.values(PersonPart).toSorted());
  });
});
