import { Queryable } from '@belltower/core';
import { Channel, countedAs, Disposition, Outcome } from '@belltower/dto';
import { OutcomeShares } from './retry-outlook';

const DAY_MS = 24 * 60 * 60_000;
const DAYS = 30;
/** Fewer attempts say too little. */
const FEWEST = 50;

/** Attempts that are repeated as if they had not been made, and calls that are not made at all. */
const UNCOUNTED = [Disposition.Congestion, Disposition.Cancelled, Disposition.Blocked];

/** Where what a channel has come to is counted: by days that are closed, and by quarters of an hour. */
const COUNTS = {
  [Channel.Voice]: { of: 'call', outcome: 'disposition', many: 'calls' },
  [Channel.Sms]: { of: 'message', outcome: 'state', many: 'messages' },
} as const;
type Counts = (typeof COUNTS)[Channel];

/* Reads only. Until when days are closed; planned with that instant, the statement below reads what is left and no more. */
const closedUntilSql = ({ of }: Counts) =>
  `select days_until as "closedUntil" from ${of}_stat_mark where account_id = $1`;

/* Reads only: days that are closed, and quarters of an hour since. */
const endedSql = ({ of, outcome, many }: Counts) => `
  select outcome, sum(attempts)::bigint as attempts from (
    select ${outcome} as outcome, ${many} as attempts from ${of}_route_step
     where account_id = $1 and step = 'day' and begins > $2
    union all
    select ${outcome}, ${many} from ${of}_stat where account_id = $1 and quarter > $2 and quarter >= $4) as ended
   where outcome <> all ($3) group by outcome`;

/** How the account's attempts of the last month by one channel ended; null where there were too few to tell. */
export async function outcomeShares(
  db: Queryable,
  accountId: number,
  channel: Channel,
  now: Date,
): Promise<OutcomeShares | null> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const counted = COUNTS[channel];
  const rows = await db.query<{ outcome: Outcome; attempts: number }[]>(endedSql(counted), [
    ...[accountId, since, UNCOUNTED],
    await closedUntil(db, counted, accountId, since),
  ]);
  const calls = rows.reduce((sum, { attempts }) => sum + attempts, 0);
  if (calls < FEWEST) return null;
  const shares: OutcomeShares['shares'] = {};
  for (const { outcome, attempts } of rows) {
    const kind = countedAs(outcome);
    shares[kind] = (shares[kind] ?? 0) + attempts / calls;
  }
  return { calls, shares };
}

/** From here on attempts stand in no closed day. */
async function closedUntil(
  db: Queryable,
  counted: Counts,
  accountId: number,
  since: Date,
): Promise<Date> {
  const [mark] = await db.query<{ closedUntil: Date }[]>(closedUntilSql(counted), [accountId]);
  return mark?.closedUntil ?? since;
}
