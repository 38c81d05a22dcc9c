import { CALLS_KEPT_SQL } from './kept-since';

/*
 * Statements that hold sums against the rows they are of. Each sees rows and sums in one snapshot, in which they agree
 * unless something is wrong: whoever finishes a call, or moves subscribers, writes both in one transaction. So none needs a lock to be exact,
 * however many calls end meanwhile.
 *
 * Whatever is put right is put right by adding the difference, never by writing what was counted: calls that end
 * between the snapshot and the update have added to the sum, and keep their part. Rows are locked in the order in which
 * the finish locks them, because the two would else wait for each other. Two repairs at once would both add the same
 * difference: they exclude each other by an advisory lock that is taken before the snapshot.
 */
/** Differences that are told one by one. */
export const MOST_EXAMPLES = 100;

/** A table of sums, of an account ($1) and of what $2 and $3 say. */
interface KeptTable {
  name: string;
  /** Columns behind the account, in the order in which the finish locks rows. */
  key: string;
  sums: readonly string[];
  /** What its sums count, and which rows of both are meant. */
  source: 'call' | 'subscriber';
  kept: string;
  rows: string;
  /** The key's expressions over the source; what else has to be joined for them. */
  of: string;
  from?: string;
  /** What is told of a wrong row, as arguments of json_build_object, and what has to be joined for that. */
  told: string;
  names?: string;
}

const CALL_STAT: KeptTable = {
  name: 'call_stat',
  key: 'quarter, campaign_id, gateway_id, disposition, country',
  sums: ['calls', 'ring_seconds', 'talk_seconds'],
  source: 'call',
  // Calls that are not kept any more have left their sums behind, which stay.
  kept: `quarter >= greatest($2, ${CALLS_KEPT_SQL}) and quarter < $3`,
  rows: `created_at >= greatest($2, ${CALLS_KEPT_SQL}) and created_at < $3`,
  of: `date_bin('15 minutes', created_at, 'epoch') as quarter, campaign_id, gateway_id, disposition, country`,
  told: `'quarter', quarter, 'campaignName', coalesce(campaign.name, 'Deleted campaign'),
         'detail', concat_ws(', ', disposition, nullif(country, ''), coalesce(gateway.name, 'Deleted gateway'))`,
  names: `left join campaign on campaign.account_id = $1 and campaign.id = shown.campaign_id
          left join gateway on gateway.id = shown.gateway_id`,
};

/* One that has called before calls were dropped cannot be counted any more. */
const CAMPAIGN = `campaign_id = $2 and not exists (
    select from call_stat as before where before.account_id = $1 and before.campaign_id = $2
       and before.quarter < ${CALLS_KEPT_SQL})`;
const CAMPAIGN_NAME = `'campaignName', (select name from campaign where account_id = $1 and id = $2)`;

const ATTEMPT_STAT: KeptTable = {
  name: 'attempt_stat',
  key: 'campaign_id, attempt, disposition',
  sums: ['calls', 'talk_seconds'],
  source: 'call',
  kept: CAMPAIGN,
  rows: CAMPAIGN,
  of: 'campaign_id, attempt, disposition',
  told: `${CAMPAIGN_NAME}, 'detail', 'attempt ' || attempt || ', ' || disposition`,
};

const ANSWER_STAT: KeptTable = {
  name: 'answer_stat',
  key: 'campaign_id, question, answer',
  sums: ['calls'],
  source: 'call',
  kept: CAMPAIGN,
  rows: `${CAMPAIGN} and (answers is not null or marks is not null)`,
  of: 'campaign_id, question, answer',
  from: `cross join lateral (
      select key as question, value as answer from jsonb_each_text(answers)
      union all select '', mark from unnest(marks) as mark) as said`,
  told: `${CAMPAIGN_NAME},
         'detail', concat_ws(': ', nullif(question, ''), coalesce(nullif(answer, ''), 'no answer'))`,
};

/* Of a deleted campaign they are taken away some thousand at a time, and the counts at the end. */
const LIVING_CAMPAIGN = `campaign_id = $2 and exists (
    select from campaign where campaign.account_id = $1 and campaign.id = $2 and deleted_at is null)`;

const SUBSCRIBER_COUNT: KeptTable = {
  name: 'subscriber_count',
  key: 'campaign_id, state',
  sums: ['subscribers'],
  source: 'subscriber',
  kept: LIVING_CAMPAIGN,
  rows: LIVING_CAMPAIGN,
  of: 'campaign_id, state',
  told: `${CAMPAIGN_NAME}, 'detail', state`,
};

/** What the rows of the source come to in a column of sums. */
const sumOf = (column: string) =>
  ['calls', 'subscribers'].includes(column) ? 'count(*)' : `sum(${column})`;
/** A sum that was kept, and what its rows come to. */
export const both = (column: string) =>
  `coalesce(stored.${column}, 0) as kept_${column}, coalesce(counted.${column}, 0) as counted_${column}`;
export const differs = (columns: readonly string[]) =>
  columns
    .map((column) => `coalesce(stored.${column}, 0) <> coalesce(counted.${column}, 0)`)
    .join(' or ');
/** Columns of sums that are told, as properties of a difference end. */
const TOLD: Readonly<Record<string, string>> = {
  calls: 'Calls',
  talk_seconds: 'TalkSeconds',
  subscribers: 'Subscribers',
};
export const bothTold = (columns: readonly string[]) =>
  columns
    .flatMap((column) => {
      const name = TOLD[column];
      return name ? [`'kept${name}', kept_${column}, 'counted${name}', counted_${column}`] : [];
    })
    .join(', ');

/* Adds what is missing, and takes away what is too much. */
const righting = ({ name, key, sums }: KeptTable) => `, righted as (
  insert into ${name} (account_id, ${key}, ${sums.join(', ')})
  select $1, ${key}, ${sums.map((sum) => `counted_${sum} - kept_${sum}`).join(', ')} from wrong order by ${key}
  on conflict (account_id, ${key})
    do update set ${sums.map((sum) => `${sum} = ${name}.${sum} + excluded.${sum}`).join(', ')}
)`;

const comparing = (table: KeptTable, repair: boolean) => `
with counted as materialized (
  select ${table.of}, ${table.sums.map((sum) => `${sumOf(sum)} as ${sum}`).join(', ')}
    from ${table.source} ${table.from ?? ''} where account_id = $1 and ${table.rows} group by ${table.key
      .split(', ')
      .map((_, index) => index + 1)
      .join(', ')}
), stored as materialized (
  select * from ${table.name} where account_id = $1 and ${table.kept}
), wrong as materialized (
  select ${table.key}, ${table.sums.map(both).join(', ')}
    from counted full join stored using (${table.key}) where ${differs(table.sums)}
)${repair ? righting(table) : ''}
select (select count(*) from wrong) as differences,
       (select coalesce(json_agg(json_build_object(${table.told}, ${bothTold(table.sums)})), '[]')
          from (select * from wrong order by ${table.key} limit ${MOST_EXAMPLES}) as shown
          ${table.names ?? ''}) as examples`;

/** Deletes sums of nothing, which a repair leaves; locks them in the order of the finish. */
const clearing = ({ name, key, kept }: KeptTable) => `
with empty as materialized (
  select ${key} from ${name} where account_id = $1 and ${kept} and calls = 0 order by ${key} for update
)
delete from ${name} using empty
 where ${name}.account_id = $1 and ${name}.calls = 0
   and ${key
     .split(', ')
     .map((column) => `${name}.${column} = empty.${column}`)
     .join(' and ')}`;

/** How one table of sums is looked at. */
export interface KeptSums {
  /** Tells what differs. */
  look: string;
  /** The same, and puts it right. */
  repair: string;
  /** Deletes what a repair leaves; null where sums of nothing are as good as any. */
  clear: string | null;
}

const statements = (table: KeptTable): KeptSums => ({
  look: comparing(table, false),
  repair: comparing(table, true),
  clear: clearing(table),
});

/**
 * Calls of account $1, quarters from $2 on and before $3; tells besides how many were counted, of which campaigns, and
 * the earliest quarter that differs.
 */
export const CALL_SUMS: KeptSums = withFacts(statements(CALL_STAT));

/** Sums of campaign $2 of account $1, over all of its calls. */
export const ATTEMPT_SUMS = statements(ATTEMPT_STAT);
export const ANSWER_SUMS = statements(ANSWER_STAT);

/**
 * States of the subscribers of campaign $2 of account $1. States that nobody is in any more stand there anyway, and calls
 * that end count in them: deleting them behind those that are put right would lock rows in another order than the finish.
 */
export const SUBSCRIBER_SUMS: KeptSums = { ...statements(SUBSCRIBER_COUNT), clear: null };

function withFacts(sums: KeptSums): KeptSums {
  const facts = `, (select coalesce(sum(calls), 0) from counted)::bigint as "callsCounted",
       (select min(quarter) from wrong) as earliest,
       array(select campaign_id from counted union select campaign_id from stored) as campaigns`;
  return { ...sums, look: sums.look + facts, repair: sums.repair + facts };
}
