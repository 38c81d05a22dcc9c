import { AccountZone, Principal } from '@belltower/auth';
import {
  Clock,
  columnsOf,
  following,
  Listing,
  ListingColumn,
  RowFormat,
  RowPiece,
} from '@belltower/core';
import { SubscriberView } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countSubscribers } from './subscriber.count';
import { Subscriber } from './subscriber.entity';
import { filterSubscribers, SubscriberFilters } from './subscriber.search';
import { subscriberViews } from './subscriber.view';

/** Fewer than of other lists: what holds a subscriber back is worked out here. */
const READ_AT_ONCE = 2_000;

const COLUMNS: readonly ListingColumn[] = columnsOf(SubscriberView, {
  number: 'word',
  contactName: 'text',
  campaignName: 'text',
  state: 'word',
  attempts: 'number',
  lastAttemptAt: 'moment',
  nextAttemptAt: 'moment',
  heldBy: 'word',
  disposition: 'word',
});

/**
 * Subscribers as files, some at a time in the order of ids. Each time is a query of its own, so that a slow reader
 * holds no snapshot open: a snapshot is what slows the queue down.
 */
@Injectable()
export class SubscriberExport {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AccountZone) private readonly zone: AccountZone,
  ) {}

  async listing(
    { accountId }: Pick<Principal, 'accountId'>,
    filters: SubscriberFilters,
  ): Promise<Listing> {
    return {
      name: 'subscribers',
      timeZone: await this.zone.of(accountId),
      columns: COLUMNS,
      count: () =>
        countSubscribers(this.database, accountId, filters, this.matching(accountId, filters)),
      pieces: (format) => this.pieces(accountId, filters, format),
    };
  }

  private async *pieces(
    accountId: number,
    filters: SubscriberFilters,
    format: RowFormat,
  ): AsyncGenerator<RowPiece> {
    const now = this.clock.now();
    const read = async (after: number) => {
      const subscribers = await this.matching(accountId, filters)
        .andWhere('subscriber.id > :after', { after })
        .orderBy('subscriber.id')
        .limit(READ_AT_ONCE)
        .getMany();
      const views = subscribers.length
        ? await subscriberViews(this.database, accountId, subscribers, now)
        : [];
      const lines = views.map((view) =>
        format.row(
          COLUMNS,
          COLUMNS.map(({ name }) => view[name as keyof typeof view]),
        ),
      );
      return { text: lines.join(''), rows: views.length, last: subscribers.at(-1)?.id ?? after };
    };
    yield* following(await read(0), ({ last }) => read(last), READ_AT_ONCE);
  }

  private matching(accountId: number, filters: SubscriberFilters) {
    const subscribers = this.database.createQueryBuilder(Subscriber, 'subscriber');
    return filterSubscribers(subscribers, accountId, filters);
  }
}
