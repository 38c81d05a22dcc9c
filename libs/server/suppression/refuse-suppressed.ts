import { Invalid, Queryable } from '@belltower/core';
import { Channel, CHANNEL_WORDS } from '@belltower/dto';
import { suppressedSql } from './suppressed.sql';

/* Reads only. */
const SUPPRESSED = `
select ${suppressedSql({ account: '$1', campaign: '$2::bigint', number: '$3', channel: '$4::text' })} as suppressed`;

/** Who wants to reach a number, and how; without a campaign only what holds for all of them counts. */
interface Reaching {
  accountId: number;
  campaignId: number | null;
  number: string;
  channel: Channel;
}

/** Who must not be reached is not reached to try something either. @throws Invalid with the code, at `number` */
export async function refuseSuppressed(
  db: Queryable,
  { accountId, campaignId, number, channel }: Reaching,
  code: string,
): Promise<void> {
  const [{ suppressed }] = await db.query<[{ suppressed: boolean }]>(SUPPRESSED, [
    ...[accountId, campaignId, number, channel],
  ]);
  if (!suppressed) return;
  const message = `${number} has opted out, or is on a do-not-call list: it is not ${CHANNEL_WORDS[channel].called}, not even for a test.`;
  throw new Invalid(code, message, [{ field: 'number', message }]);
}
