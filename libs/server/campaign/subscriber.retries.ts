import { Principal } from '@belltower/auth';
import { HoldReason, SubscriberChoice, SubscriberRetryView } from '@belltower/dto';
import { erasedSql } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Campaign } from './campaign.entity';
import { Subscriber } from './subscriber.entity';
import { ChosenSubscribers, chosenOf, filterSubscribers } from './subscriber.search';

/** What “retry now” would do with a subscriber: null is called again, else why it is left alone. */
const FATE = `
  case
    when campaign.status not in ('running', 'paused') then '${HoldReason.Ended}'
    when subscriber.state = 'completed' then '${HoldReason.Completed}'
    when subscriber.state = 'suppressed' then '${HoldReason.Suppressed}'
    when exists (select from inflight where inflight.account_id = subscriber.account_id
                    and inflight.subscriber_id = subscriber.id) then '${HoldReason.BeingCalled}'
    when subscriber.state = 'waiting' then '${HoldReason.Pace}'
    when ${erasedSql('subscriber.number')} then '${HoldReason.Removed}'
    when subscriber.attempts > campaign.max_retries then '${HoldReason.AttemptsUsedUp}'
    when subscriber.state = 'removed' and not exists (
      select from campaign_phonebook link
        join contact on contact.account_id = link.account_id and contact.phonebook_id = link.phonebook_id
       where link.account_id = subscriber.account_id and link.campaign_id = subscriber.campaign_id
         and contact.number = subscriber.number and contact.status = 'active') then '${HoldReason.Removed}'
  end`;

/** Says beforehand what calling subscribers again at once would do. */
@Injectable()
export class SubscriberRetries {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** How many would be called again, and how many not for which reason. Changes nothing. */
  async of({ accountId }: Principal, input: SubscriberChoice): Promise<SubscriberRetryView> {
    const fates = await this.fatesOf(accountId, await chosenOf(input));
    const called = fates.find(({ reason }) => reason === null);
    const left = fates.flatMap(({ reason, subscribers }) =>
      reason ? [{ reason, subscribers }] : [],
    );
    return { affected: called?.subscribers ?? 0, left };
  }

  private fatesOf(accountId: number, chosen: ChosenSubscribers): Promise<Fate[]> {
    const subscribers = filterSubscribers(
      this.database.createQueryBuilder(Subscriber, 'subscriber'),
      accountId,
      'matching' in chosen ? chosen.matching : {},
    );
    if ('ids' in chosen) subscribers.andWhere('subscriber.id = any(:ids)', { ids: chosen.ids });
    return subscribers
      .innerJoin(
        Campaign,
        'campaign',
        'campaign.account_id = subscriber.account_id and campaign.id = subscriber.campaign_id',
      )
      .select(FATE, 'reason')
      .addSelect('count(*)', 'subscribers')
      .groupBy('1')
      .orderBy('count(*)', 'DESC')
      .getRawMany<Fate>();
  }
}

interface Fate {
  /** Null: it is called again. */
  reason: HoldReason | null;
  subscribers: number;
}
