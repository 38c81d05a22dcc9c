import { Queryable } from '@belltower/core';

const MINUTE_MS = 60_000;

/** How far back to look, longest first: the first whose attempts of the account are few enough is taken. */
const WINDOWS = [60, 15, 5];
/** More would take longer to count than a page that asks every few seconds can wait. */
const MOST_ATTEMPTS = 100_000;

/** What is counted minute by minute. */
export interface MinuteSource {
  /** Of the attempts, … */
  table: 'call' | 'message';
  /** … and of their counts by quarters of an hour, which stand in this column of it. */
  stat: 'call_stat' | 'message_stat';
  count: 'calls' | 'messages';
  /** Condition on those that went well. */
  good: string;
}

/** The attempts of one minute, and those of them that went well. */
export interface MinuteCount {
  minute: string;
  all: number;
  good: number;
}

/** A campaign's last hour, oldest minute first; less than an hour where the account has very many attempts. */
export async function campaignMinutes(
  db: Queryable,
  { table, stat, count, good }: MinuteSource,
  accountId: number,
  campaignId: number,
  now: Date,
): Promise<MinuteCount[]> {
  const [{ recent }] = await db.query<[{ recent: number }]>(
    `select coalesce(sum(${count}), 0)::bigint as recent from ${stat}
      where account_id = $1 and quarter > $2`,
    [accountId, new Date(now.getTime() - 75 * MINUTE_MS)],
  );
  const minutes =
    WINDOWS.find((window) => (recent * window) / 60 <= MOST_ATTEMPTS) ?? WINDOWS.at(-1)!;
  const first = (Math.floor(now.getTime() / MINUTE_MS) - minutes + 1) * MINUTE_MS;
  const rows = await db.query<(Omit<MinuteCount, 'minute'> & { minute: Date })[]>(
    `select date_bin('1 minute', created_at, 'epoch') as minute, count(*) as "all",
            count(*) filter (where ${good}) as good
       from ${table} where account_id = $1 and created_at >= $2 and campaign_id = $3
      group by 1`,
    [accountId, new Date(first), campaignId],
  );
  const counted = new Map(rows.map((row) => [row.minute.getTime(), row]));
  return Array.from({ length: minutes }, (_, index) => {
    const minute = first + index * MINUTE_MS;
    const { all = 0, good: some = 0 } = counted.get(minute) ?? {};
    return { minute: new Date(minute).toISOString(), all, good: some };
  });
}
