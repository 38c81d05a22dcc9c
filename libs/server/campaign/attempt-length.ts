import { Queryable } from '@belltower/core';
import { Channel } from '@belltower/dto';

/** How long an attempt holds a channel on average, and how many calls that is known from. */
export interface AttemptLength {
  seconds: number;
  /** 0 where it is a guess. */
  calls: number;
}

const DAY_MS = 24 * 60 * 60_000;
const DAYS = 30;
/** Fewer calls say too little. */
const FEWEST_CALLS = 50;
/** Most calls ring for a while and end without an answer; an answered one takes as long as a short message. */
const GUESS_SECONDS = 30;
/** From handing a message over to the provider's answer. */
const HANDING_OVER: AttemptLength = { seconds: 0.5, calls: 0 };

/** As the account's calls of the last month went, ringing included; messages are guessed. */
export async function typicalLength(
  db: Queryable,
  accountId: number,
  channel: Channel,
  now: Date,
): Promise<AttemptLength> {
  if (channel === Channel.Sms) return HANDING_OVER;
  const [{ calls, seconds }] = await db.query<[{ calls: number; seconds: number }]>(
    `select coalesce(sum(calls), 0)::bigint as calls, coalesce(sum(ring_seconds + talk_seconds), 0)::bigint as seconds
       from call_stat where account_id = $1 and quarter > $2 and disposition <> 'blocked'`,
    [accountId, new Date(now.getTime() - DAYS * DAY_MS)],
  );
  const known = calls >= FEWEST_CALLS;
  const average = known ? seconds / calls : GUESS_SECONDS;
  return { seconds: Math.max(average, 1), calls: known ? calls : 0 };
}
