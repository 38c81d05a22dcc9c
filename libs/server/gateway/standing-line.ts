import { Queryable } from '@belltower/core';
import { GatewayStatus } from '@belltower/dto';
import { MessagingHealth } from '@belltower/messaging';

/** What a process said longer ago counts no more: it says it every second. */
const STALE_SECONDS = 5;

/* Reads only. Both instants are the server's. */
const STANDING = `
select line -> 'standing' ->> 'detail' as detail,
       round(extract(epoch from clock_timestamp() - beat_at))::int as "secondsAgo"
  from dialer cross join jsonb_array_elements(lines) as line
 where beat_at > clock_timestamp() - interval '${STALE_SECONDS} seconds'
   and (line ->> 'gatewayId')::bigint = $1 and line -> 'standing' ->> 'settingsOf' = $2
 order by beat_at desc limit 1`;

/**
 * What a dialing process says of its open connection to a gateway, as providers may allow no second one; null where none
 * has one with these settings.
 */
export async function standingLine(
  db: Queryable,
  gatewayId: number,
  settingsOf: Date,
): Promise<MessagingHealth | null> {
  const [row] = await db.query<{ detail: string; secondsAgo: number }[]>(STANDING, [
    gatewayId,
    settingsOf.toISOString(),
  ]);
  if (!row) return null;
  const { detail, secondsAgo } = row;
  const when = secondsAgo > 0 ? `${secondsAgo} s ago` : 'just now';
  return {
    status: GatewayStatus.Up,
    detail: `${detail}; said ${when} by the dialing process that has the connection`,
  };
}
