import { Clock, cutPage, Invalid, Queryable, Reading, readingOf } from '@belltower/core';
import {
  GatewayMessagesView,
  MOST_STRAY_RECEIPTS,
  Page,
  PageQuery,
  StrayReceiptView,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MessageTally, messageFiguresOf } from './message-figures';
import { MESSAGE_TALLIES } from './tallies';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const NEWEST_FIRST = '-at';

/*
 * Reads only. Of every account that may or might use the gateway, the last quarters: they stand together by account and time.
 */
const FIGURES = `
select state, ${MESSAGE_TALLIES.sums}
  from gateway_grant
  join message_stat on message_stat.account_id = gateway_grant.account_id and message_stat.gateway_id = $1
   and quarter >= $2
 where gateway_grant.gateway_id = $1 group by state`;

/*
 * Ids under which receipts wait that are no message's. A receipt may be faster than the answer that names its message:
 * after a minute it is not. By the server's clock, as receipts are dated.
 */
const STRAY = `gateway_id = $1 and message_id is null and not of_test
       and created_at < now() - interval '1 minute'`;

/* Reads only, and no further than is told. */
const COUNTS = `
select (select count(*) from (select from message_part where ${STRAY} and created_at > now() - interval '1 day'
                               limit ${MOST_STRAY_RECEIPTS}) as counted)::int as "strayReceiptsOfDay",
       (select count(*) from (select from message_part where ${STRAY} limit ${MOST_STRAY_RECEIPTS}) as counted)::int
         as "strayReceipts"`;

/** What has become of the messages over a gateway, whoever's they are, and what was reported that belongs to none. */
@Injectable()
export class GatewayMessages {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async figures(gatewayId: number): Promise<GatewayMessagesView> {
    const dayAgo = this.clock.now().getTime() - DAY_MS;
    const since = new Date(Math.floor(dayAgo / QUARTER_MS) * QUARTER_MS);
    const tallies = await this.database.query<MessageTally[]>(FIGURES, [gatewayId, since]);
    const [counts] = await this.database.query<
      [Pick<GatewayMessagesView, 'strayReceiptsOfDay' | 'strayReceipts'>]
    >(COUNTS, [gatewayId]);
    return { since: since.toISOString(), ...messageFiguresOf(tallies), ...counts };
  }

  /** Newest first. @throws Invalid `list.unknown-sort`, `list.bad-cursor` */
  async strayReceipts(gatewayId: number, query: PageQuery): Promise<Page<StrayReceiptView>> {
    const sort = query.sort ?? NEWEST_FIRST;
    if (sort !== NEWEST_FIRST)
      throw new Invalid('list.unknown-sort', `This list cannot be sorted by “${sort}”.`);
    const reading = readingOf(query, sort);
    const rows = await strayRows(this.database, gatewayId, query.limit + 1, reading);
    const page = cutPage(rows, query.limit, reading, ({ keyset: value }) => ({
      ...{ sort, value, id: 0 },
    }));
    const items = page.items.map(({ keyset: _, ...receipt }) => receipt);
    return { ...page, items, total: null, estimated: false };
  }
}

type Row = StrayReceiptView & { keyset: string };

function strayRows(
  db: Queryable,
  gatewayId: number,
  limit: number,
  { cursor, descending }: Reading,
): Promise<Row[]> {
  const order = descending ? 'desc' : 'asc';
  const beyond = cursor
    ? `and (created_at, key) ${descending ? '<' : '>'} ($3::timestamptz, $4::text)`
    : '';
  // No time has a bar in it; an id may.
  const [at, ...key] = cursor?.value.split('|') ?? [];
  return db.query<Row[]>(
    `select created_at as at, coalesce(waiting -> -1 -> 'written' ->> 0, key) as "providerId", key,
            waiting -> -1 ->> 'state' as state, waiting -> -1 ->> 'code' as code,
            jsonb_array_length(waiting) as receipts, created_at::text || '|' || key as keyset
       from message_part where ${STRAY} ${beyond}
      order by created_at ${order}, key ${order} limit $2`,
    cursor ? [gatewayId, limit, at, key.join('|')] : [gatewayId, limit],
  );
}
