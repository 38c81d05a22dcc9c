import { Queryable } from '@belltower/core';
import { Channel, countedAs, Disposition, Outcome } from '@belltower/dto';
import { OutcomeShares } from './retry-outlook';

const DAY_MS = 24 * 60 * 60_000;
const DAYS = 30;
/** Fewer attempts say too little. */
const FEWEST = 50;

/** Attempts that are repeated as if they had not been made, and calls that are not made at all. */
const UNCOUNTED = [Disposition.Congestion, Disposition.Cancelled, Disposition.Blocked];

/* Reads only. Until when days of calls are closed; planned with that instant, the statement below reads what is left and no more. */
const CLOSED_UNTIL = `select days_until as "closedUntil" from call_stat_mark where account_id = $1`;

/* Read only: of calls days that are closed and quarters of an hour since, of messages quarters of an hour. */
const ENDED: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: `
    select disposition as outcome, sum(calls)::bigint as attempts from (
      select disposition, calls from call_route_step where account_id = $1 and step = 'day' and begins > $2
      union all
      select disposition, calls from call_stat where account_id = $1 and quarter > $2 and quarter >= $4) as ended
     where disposition <> all ($3) group by disposition`,
  [Channel.Sms]: `
    select state as outcome, sum(messages)::bigint as attempts from message_stat
     where account_id = $1 and quarter > $2 and state <> all ($3) group by state`,
};

/** How the account's attempts of the last month by one channel ended; null where there were too few to tell. */
export async function outcomeShares(
  db: Queryable,
  accountId: number,
  channel: Channel,
  now: Date,
): Promise<OutcomeShares | null> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const values: unknown[] = [accountId, since, UNCOUNTED];
  if (channel === Channel.Voice) values.push(await closedUntil(db, accountId, since));
  const rows = await db.query<{ outcome: Outcome; attempts: number }[]>(ENDED[channel], values);
  const calls = rows.reduce((sum, { attempts }) => sum + attempts, 0);
  if (calls < FEWEST) return null;
  const shares: OutcomeShares['shares'] = {};
  for (const { outcome, attempts } of rows) {
    const counted = countedAs(outcome);
    shares[counted] = (shares[counted] ?? 0) + attempts / calls;
  }
  return { calls, shares };
}

/** From here on calls stand in no closed day. */
async function closedUntil(db: Queryable, accountId: number, since: Date): Promise<Date> {
  const [mark] = await db.query<{ closedUntil: Date }[]>(CLOSED_UNTIL, [accountId]);
  return mark?.closedUntil ?? since;
}
