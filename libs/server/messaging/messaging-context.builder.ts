import { Clock, Outbound } from '@belltower/core';
import { MessagingContext } from './messaging-drivers';

/** What a driver is given in tests, besides its settings. */
export function givenContext<S extends object>(
  values: Pick<MessagingContext<S>, 'settings'> & Partial<MessagingContext<S>>,
): MessagingContext<S> {
  return {
    gatewayId: 1,
    dataDir: '',
    clock: new Clock(),
    receive: async () => undefined,
    outbound: new Outbound(true),
    webhookUrl: null,
    ...values,
  };
}
