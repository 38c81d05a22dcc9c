import { Kept, keptSql } from './kept-since';
import { DELIVERY_MS_SQL } from './message-stat.sql';

/*
 * Statements that hold sums against the rows they are of. Each sees rows and sums in one snapshot, in which they agree
 * unless something is wrong: whoever finishes a call, hands a message over, is told what became of one, or moves
 * subscribers, writes both in one transaction. So none needs a lock to be exact, however many calls end meanwhile.
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
  /** The first counts rows; others add up what a row has. */
  sums: readonly Sum[];
  /** What its sums count, and which rows of both are meant. */
  source: 'call' | 'message' | 'subscriber';
  kept: string;
  rows: string;
  /** The key's expressions over the source; what else has to be joined for them. */
  of: string;
  from?: string;
  /** What is told of a wrong row, as arguments of json_build_object, and what has to be joined for that. */
  told: string;
  names?: string;
}

interface Sum {
  column: string;
  /** Over the rows of the source. */
  of: string;
  /** End of the property under which it is told, if it is. */
  told?: string;
}

const CALLS: Sum = { column: 'calls', of: 'count(*)', told: 'Calls' };
const TALK: Sum = { column: 'talk_seconds', of: 'sum(talk_seconds)', told: 'TalkSeconds' };
const MESSAGES: Sum = { column: 'messages', of: 'count(*)', told: 'Messages' };

/** Quarters of an hour whose attempts are kept: those that are not have left their sums behind, which stay. */
const within = (instant: string, what: Kept) =>
  `${instant} >= greatest($2, ${keptSql(what)}) and ${instant} < $3`;
const QUARTER = `date_bin('15 minutes', created_at, 'epoch') as quarter`;
const BY_QUARTER = (outcome: string) => ({
  told: `'quarter', quarter, 'campaignName', coalesce(campaign.name, 'Deleted campaign'),
         'detail', concat_ws(', ', ${outcome}, nullif(country, ''), coalesce(gateway.name, 'Deleted gateway'))`,
  names: `left join campaign on campaign.account_id = $1 and campaign.id = shown.campaign_id
          left join gateway on gateway.id = shown.gateway_id`,
});

const CALL_STAT: KeptTable = {
  name: 'call_stat',
  key: 'quarter, campaign_id, gateway_id, disposition, country',
  sums: [CALLS, { column: 'ring_seconds', of: 'sum(ring_seconds)' }, TALK],
  source: 'call',
  kept: within('quarter', 'calls'),
  rows: within('created_at', 'calls'),
  of: `${QUARTER}, campaign_id, gateway_id, disposition, country`,
  ...BY_QUARTER('disposition'),
};

const MESSAGE_STAT: KeptTable = {
  name: 'message_stat',
  key: 'quarter, campaign_id, gateway_id, state, code, country',
  sums: [
    MESSAGES,
    { column: 'segments', of: 'sum(segments)', told: 'Segments' },
    { column: 'delivery_ms', of: `sum(${DELIVERY_MS_SQL})` },
  ],
  source: 'message',
  kept: within('quarter', 'messages'),
  rows: within('created_at', 'messages'),
  of: `${QUARTER}, campaign_id, gateway_id, state, code, country`,
  ...BY_QUARTER(`state, nullif(code, '')`),
};

/** A campaign; one of before anything was dropped cannot be counted any more. */
const campaignOf = (stat: string, what: Kept) => `campaign_id = $2 and not exists (
    select from ${stat} as before where before.account_id = $1 and before.campaign_id = $2
       and before.quarter < ${keptSql(what)})`;
const CAMPAIGN_OF_CALLS = campaignOf('call_stat', 'calls');
const CAMPAIGN_OF_MESSAGES = campaignOf('message_stat', 'messages');
const CAMPAIGN_NAME = `'campaignName', (select name from campaign where account_id = $1 and id = $2)`;

const ATTEMPT_STAT: KeptTable = {
  name: 'attempt_stat',
  key: 'campaign_id, attempt, disposition',
  sums: [CALLS, TALK],
  source: 'call',
  kept: CAMPAIGN_OF_CALLS,
  rows: CAMPAIGN_OF_CALLS,
  of: 'campaign_id, attempt, disposition',
  told: `${CAMPAIGN_NAME}, 'detail', 'attempt ' || attempt || ', ' || disposition`,
};

const MESSAGE_ATTEMPT_STAT: KeptTable = {
  name: 'message_attempt_stat',
  key: 'campaign_id, attempt, state',
  sums: [MESSAGES],
  source: 'message',
  kept: CAMPAIGN_OF_MESSAGES,
  rows: CAMPAIGN_OF_MESSAGES,
  of: 'campaign_id, attempt, state',
  told: `${CAMPAIGN_NAME}, 'detail', 'attempt ' || attempt || ', ' || state`,
};

const ANSWER_STAT: KeptTable = {
  name: 'answer_stat',
  key: 'campaign_id, question, answer',
  sums: [CALLS],
  source: 'call',
  kept: CAMPAIGN_OF_CALLS,
  rows: `${CAMPAIGN_OF_CALLS} and (answers is not null or marks is not null)`,
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
  sums: [{ column: 'subscribers', of: 'count(*)', told: 'Subscribers' }],
  source: 'subscriber',
  kept: LIVING_CAMPAIGN,
  rows: LIVING_CAMPAIGN,
  of: 'campaign_id, state',
  told: `${CAMPAIGN_NAME}, 'detail', state`,
};

/** A sum that was kept, and what its rows come to. */
export const both = (column: string) =>
  `coalesce(stored.${column}, 0) as kept_${column}, coalesce(counted.${column}, 0) as counted_${column}`;
export const differs = (columns: readonly string[]) =>
  columns
    .map((column) => `coalesce(stored.${column}, 0) <> coalesce(counted.${column}, 0)`)
    .join(' or ');
/** Sums that are told, as properties of a difference. */
export const bothTold = (sums: readonly Pick<Sum, 'column' | 'told'>[]) =>
  sums
    .flatMap(({ column, told }) =>
      told ? [`'kept${told}', kept_${column}, 'counted${told}', counted_${column}`] : [],
    )
    .join(', ');
const columnsOf = (sums: readonly Sum[]) => sums.map(({ column }) => column);

/* Adds what is missing, and takes away what is too much. */
const righting = ({ name, key, sums }: KeptTable) => `, righted as (
  insert into ${name} (account_id, ${key}, ${columnsOf(sums).join(', ')})
  select $1, ${key}, ${sums.map(({ column }) => `counted_${column} - kept_${column}`).join(', ')} from wrong order by ${key}
  on conflict (account_id, ${key})
    do update set ${sums.map(({ column }) => `${column} = ${name}.${column} + excluded.${column}`).join(', ')}
)`;

const comparing = (table: KeptTable, repair: boolean) => `
with counted as materialized (
  select ${table.of}, ${table.sums.map(({ column, of }) => `${of} as ${column}`).join(', ')}
    from ${table.source} ${table.from ?? ''} where account_id = $1 and ${table.rows} group by ${table.key
      .split(', ')
      .map((_, index) => index + 1)
      .join(', ')}
), stored as materialized (
  select * from ${table.name} where account_id = $1 and ${table.kept}
), wrong as materialized (
  select ${table.key}, ${columnsOf(table.sums).map(both).join(', ')}
    from counted full join stored using (${table.key}) where ${differs(columnsOf(table.sums))}
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
 * Where what is counted moves from one sum to another, sums of nothing stand there anyway, and others count in them:
 * deleting them behind those that are put right would lock rows in another order than the finish.
 */
const moving = (table: KeptTable): KeptSums => ({ ...statements(table), clear: null });

/**
 * Calls or messages of account $1, quarters from $2 on and before $3; tells besides how many were counted, of which
 * campaigns, and the earliest quarter that differs.
 */
export const CALL_SUMS: KeptSums = withFacts('calls', statements(CALL_STAT));
export const MESSAGE_SUMS: KeptSums = withFacts('messages', moving(MESSAGE_STAT));

/** Sums of campaign $2 of account $1, over all of its calls or messages. */
export const ATTEMPT_SUMS = statements(ATTEMPT_STAT);
export const ANSWER_SUMS = statements(ANSWER_STAT);
export const MESSAGE_ATTEMPT_SUMS = moving(MESSAGE_ATTEMPT_STAT);

/** States of the subscribers of campaign $2 of account $1. */
export const SUBSCRIBER_SUMS = moving(SUBSCRIBER_COUNT);

function withFacts(count: string, sums: KeptSums): KeptSums {
  const facts = `, (select coalesce(sum(${count}), 0) from counted)::bigint as counted,
       (select min(quarter) from wrong) as earliest,
       array(select campaign_id from counted union select campaign_id from stored) as campaigns`;
  return { ...sums, look: sums.look + facts, repair: sums.repair + facts };
}
