import { Queryable } from '@belltower/core';
import { AttemptFiguresView } from '@belltower/dto';
import { figuresOf, Tally } from './figures';
import { groupBy } from './group-by';

/** What each attempt of a campaign brought, the first calls first; the sums are kept as calls end. */
export async function attemptFigures(
  db: Queryable,
  accountId: number,
  campaignId: number,
): Promise<AttemptFiguresView[]> {
  const tallies = await db.query<(Tally & { attempt: number })[]>(
    `select attempt, disposition, calls, talk_seconds as "talkSeconds" from attempt_stat
      where account_id = $1 and campaign_id = $2 order by attempt`,
    [accountId, campaignId],
  );
  return [...groupBy(tallies, ({ attempt }) => attempt)].map(([attempt, some]) => ({
    attempt,
    ...figuresOf(some),
  }));
}
