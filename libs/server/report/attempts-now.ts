import { Queryable } from '@belltower/core';
import { Channel } from '@belltower/dto';

/** Calls on the line, or messages that are being handed over, at this moment; of one campaign where one is given. */
export async function attemptsNow(
  db: Queryable,
  accountId: number,
  channel: Channel,
  campaignId?: number,
): Promise<number> {
  const [{ attempts }] = await db.query<[{ attempts: number }]>(
    `select count(*) as attempts from inflight
      where account_id = $1 and channel = $2 and ($3::bigint is null or campaign_id = $3)`,
    [accountId, channel, campaignId ?? null],
  );
  return attempts;
}
