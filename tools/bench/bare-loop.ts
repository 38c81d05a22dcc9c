import pg from 'pg';

/** The barest claim: out of the queue, into the ledger. */
const CLAIM = `
with pick as materialized (
  select next_attempt_at, subscriber_id, contact_id, number, attempts from due
   where account_id = $1 and campaign_id = $2 and next_attempt_at <= $3
     and (next_attempt_at, subscriber_id) >= ($5, $6)
   order by next_attempt_at, subscriber_id limit $4 for update skip locked
), gone as (
  delete from due using pick where due.account_id = $1 and due.campaign_id = $2
     and due.next_attempt_at = pick.next_attempt_at and due.subscriber_id = pick.subscriber_id
)
insert into inflight (account_id, campaign_id, subscriber_id, contact_id, number, gateway_id, attempt, dialer_id, created_at)
select $1, $2, subscriber_id, contact_id, number, 1, attempts + 1, $7, $3 from pick
returning id, (select next_attempt_at::text || '|' || subscriber_id from pick order by next_attempt_at desc, subscriber_id desc limit 1) as last`;

/** The barest finish: out of the ledger, into history, with the subscriber, the retry and the roll-up. */
const FINISH = `
with gone as (
  delete from inflight where account_id = $1 and id = any ($2::bigint[]) returning *
), history as (
  insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_id, number, gateway_id, attempt,
                    disposition, ring_seconds, talk_seconds, timeline, ended_at)
  select account_id, id, created_at, campaign_id, subscriber_id, contact_id, number, gateway_id, attempt, 'busy', 5, 0,
         '[{"atMs": 5000, "event": "ringing"}, {"atMs": 9000, "event": "hung-up", "detail": "busy"}]', $3 from gone
), moved as (
  update subscriber set state = 'retry', attempts = gone.attempt, last_attempt_at = $3, disposition = 'busy',
         next_attempt_at = $4
    from gone where subscriber.account_id = $1 and subscriber.id = gone.subscriber_id
), queued as (
  insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts)
  select account_id, campaign_id, $4, subscriber_id, contact_id, number, attempt from gone
)
insert into call_stat (account_id, quarter, campaign_id, gateway_id, disposition, calls, ring_seconds, talk_seconds)
select account_id, date_bin('15 minutes', created_at, 'epoch'), campaign_id, gateway_id, 'busy', count(*), 5, 0
  from gone group by 1, 2, 3, 4 order by 1, 2, 3, 4
on conflict (account_id, quarter, campaign_id, gateway_id, disposition, country) do update set calls = call_stat.calls + excluded.calls`;

const BATCH = 100;

/**
 * Claims and finishes in batches of a hundred on one connection for so many seconds, with nothing else: no check, no
 * call, no count of states. Answers claims and finishes a second.
 */
export async function bareLoop(
  url: string,
  accountId: number,
  campaignId: number,
  seconds: number,
): Promise<number> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    await db.query(
      'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set plan_cache_mode = force_generic_plan',
    );
    const started = performance.now();
    let calls = 0;
    let mark: [string, number] = ['-infinity', 0];
    while (performance.now() - started < seconds * 1_000) {
      const now = new Date();
      const { rows } = await db.query<{ id: number; last: string }>({
        name: 'claim',
        text: CLAIM,
        values: [
          accountId,
          campaignId,
          now,
          BATCH,
          ...mark,
          '00000000-0000-4000-8000-000000000001',
        ],
      });
      const [at = '-infinity', id = '0'] = rows[0]?.last.split('|') ?? [];
      mark = rows.length === BATCH ? [at, Number(id)] : ['-infinity', 0];
      await db.query({
        name: 'finish',
        text: FINISH,
        values: [accountId, rows.map((row) => row.id), now, now],
      });
      calls += rows.length;
    }
    return calls / ((performance.now() - started) / 1_000);
  } finally {
    await db.end();
  }
}
