import { SubscriberQuery, SubscriberView } from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';

/** Requests about subscribers. Nobody writes one: the view stands for the input too. */
export const subscriberApi = () =>
  new ResourceApi({
    route: 'subscribers',
    input: SubscriberView,
    view: SubscriberView,
    query: SubscriberQuery,
    one: 'subscriber',
    many: 'subscribers',
    write: 'campaign.write',
  });
