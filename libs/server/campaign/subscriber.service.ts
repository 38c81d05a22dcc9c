import { Principal } from '@belltower/auth';
import { Clock, keysetPage, NotFound } from '@belltower/core';
import { SubscriberQuery } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { countSubscribers } from './subscriber.count';
import { Subscriber } from './subscriber.entity';
import { filterSubscribers, sortsOf } from './subscriber.search';
import { subscriberViews } from './subscriber.view';

/** Where the numbers of an account stand in its campaigns. */
@Injectable()
export class SubscriberService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list({ accountId }: Principal, query: SubscriberQuery) {
    const subscribers = this.database.createQueryBuilder(Subscriber, 'subscriber');
    filterSubscribers(subscribers, accountId, query);
    const { limit, after, before, sort, ...filters } = query;
    const page = await keysetPage(subscribers, { limit, after, before, sort }, sortsOf(query), () =>
      countSubscribers(this.database, accountId, filters, subscribers),
    );
    const now = this.clock.now();
    return { ...page, items: await subscriberViews(this.database, accountId, page.items, now) };
  }

  /** @throws NotFound `subscriber.not-found` */
  async get({ accountId }: Principal, id: number) {
    const subscriber = await filterSubscribers(
      this.database.createQueryBuilder(Subscriber, 'subscriber'),
      accountId,
      {},
    )
      .andWhere('subscriber.id = :id', { id })
      .getOne();
    if (!subscriber) throw new NotFound('subscriber.not-found', 'There is no such subscriber.');
    const [view] = await subscriberViews(this.database, accountId, [subscriber], this.clock.now());
    return view!;
  }
}
