/** SQL expressions of the attempts that are asked about. */
interface AttemptColumns {
  account: string;
  number: string;
  /** Parameter or column holding the instant. */
  now: string;
}

/**
 * The attempts at a number of the last seven days that count, as a query of `at` and `live`: calls that have ended,
 * messages, and what is in the ledger. Every call counts, whoever answered it or did not, but one that the network refused
 * (congestion, a destination that is blocked) or that we ended ourselves, if it had not begun to ring. One that was
 * interrupted counts, as nobody knows whether it rang. Messages count unless they were refused or failed, as those of
 * which nobody knows may have arrived. All tables are asked by (account, number): as a range and in order of number, which only that index serves without sorting. The claim is planned once, maybe while there is no
 * history, and any index that begins with the account is as good then.
 */
export function recentAttemptsSql({ account, number, now }: AttemptColumns): string {
  return `
    (select call.created_at as at, false as live from call
     where call.account_id = ${account} and call.number between ${number} and ${number}
       and call.created_at > ${now}::timestamptz - interval '168 hours'
       and call.created_at < ${now}::timestamptz + interval '1 hour'
       and not (call.disposition in ('congestion', 'cancelled', 'blocked')
                and call.ring_seconds = 0 and call.talk_seconds = 0
                and not call.timeline @> '[{"event": "ringing"}]')
     order by call.number, call.created_at)
    union all
    (select message.created_at, false from message
     where message.account_id = ${account} and message.number between ${number} and ${number}
       and message.created_at > ${now}::timestamptz - interval '168 hours'
       and message.created_at < ${now}::timestamptz + interval '1 hour'
       and message.state not in ('rejected', 'failed')
     order by message.number, message.created_at)
    union all
    (select inflight.created_at, true from inflight
      where inflight.account_id = ${account} and inflight.number between ${number} and ${number}
      order by inflight.number)`;
}

/**
 * Why the caps on attempts hold a number back and until when, as a query of at most one row (`held_by`, `held_until`):
 * the twin of `attemptsHold`. Costs nothing where neither cap is set.
 * @param caps SQL expressions of the caps, null where there is none
 */
export function attemptsHoldSql(
  columns: AttemptColumns,
  caps: { perDay: string; perWeek: string },
): string {
  const { now } = columns;
  const held = (reason: string, cap: string, window: string) => `
    select '${reason}' as held_by, interval '${window}' + case
             when ${cap} = 0 then ${now}::timestamptz
             else (select at from recent order by at desc offset greatest(${cap} - 1, 0) limit 1)
           end as held_until
     where ${cap} is not null`;
  return `
    with recent as (${recentAttemptsSql(columns)})
    select held_by, case when exists (select from recent where live)
                         then least(held_until, ${now}::timestamptz + interval '60 seconds')
                         else held_until end as held_until
      from (${held('attempts-per-day', caps.perDay, '24 hours')}
            union all ${held('attempts-per-week', caps.perWeek, '168 hours')}) as capped
     where (${caps.perDay} is not null or ${caps.perWeek} is not null) and held_until > ${now}::timestamptz
     order by capped.held_until desc, held_by limit 1`;
}
