import { BYTE_ORDER_MARK, csvLine } from '@belltower/core';
import { fieldsOf, SubscriberView } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { Subscriber } from './subscriber.entity';
import { filterSubscribers, SubscriberFilters } from './subscriber.search';
import { subscriberViews } from './subscriber.view';

/** Subscribers that are read at once: enough to be fast, few enough to be forgotten soon. */
const READ_AT_ONCE = 2_000;

const COLUMNS = [
  ...(['number', 'contactName', 'campaignName', 'state', 'attempts', 'lastAttemptAt'] as const),
  ...(['nextAttemptAt', 'heldBy', 'disposition'] as const),
];

const labels = new Map(fieldsOf(SubscriberView).map(({ name, label }) => [name, label]));

/**
 * The matching subscribers as CSV, batch by batch in the order of ids. Each batch is a query of its own, so
 * that a slow reader holds no snapshot open: a snapshot is what slows the queue down.
 */
export async function* subscribersCsv(
  database: DataSource,
  accountId: number,
  filters: SubscriberFilters,
  now: Date,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS.map((name) => labels.get(name)));
  for (let after = 0; ;) {
    const subscribers = await filterSubscribers(
      database.createQueryBuilder(Subscriber, 'subscriber'),
      accountId,
      filters,
    )
      .andWhere('subscriber.id > :after', { after })
      .orderBy('subscriber.id')
      .limit(READ_AT_ONCE)
      .getMany();
    const last = subscribers.at(-1);
    if (!last) return;
    after = last.id;
    const views = await subscriberViews(database, accountId, subscribers, now);
    yield views.map((view) => csvLine(COLUMNS.map((name) => view[name]))).join('');
  }
}
