/**
 * What every attempt that is over does to its subscriber, as steps of a statement of one account ($1) that has such
 * attempts in `before`, whose subscribers it has locked: updates `subscriber`, puts a retry back into `due`, and adds to
 * `subscriber_count` in the order of its keys.
 */
export const AFTER_ATTEMPT = `moved as (
  update subscriber set state = before.new_state, attempts = before.next_attempts, disposition = before.disposition,
         last_attempt_at = before.created_at,
         next_attempt_at = case when before.new_state = 'retry' then before.next_at end,
         tally = case
           when before.counted is null then subscriber.tally
           else coalesce(subscriber.tally, '{}') || jsonb_build_object(
             before.counted, coalesce((subscriber.tally ->> before.counted)::int, 0) + 1)
         end
    from before where subscriber.account_id = before.account_id and subscriber.id = before.subscriber_id
), queued as (
  insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts, setbacks)
  select $1, campaign_id, next_at, subscriber_id, contact_id, number, next_attempts, next_setbacks
    from before where new_state = 'retry'
), counted as (
  insert into subscriber_count (account_id, campaign_id, state, subscribers)
  select $1, campaign_id, state, sum(change)
    from before cross join lateral (values (old_state, -1), (new_state, 1)) as step (state, change)
   where old_state <> new_state group by campaign_id, state order by campaign_id, state
  on conflict (account_id, campaign_id, state)
    do update set subscribers = subscriber_count.subscribers + excluded.subscribers
)`;
