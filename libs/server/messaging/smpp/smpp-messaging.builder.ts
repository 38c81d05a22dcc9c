import { SmppSettings } from '@belltower/dto';
import { Receive } from '../messaging';
import { givenContext } from '../messaging-context.builder';
import { SmppTimes } from './link';
import { SmppMessaging } from './smpp-messaging';

/** Settings for tests: a message centre on this machine, as fast as it likes. */
export function givenSmppSettings(values: Partial<SmppSettings> = {}): SmppSettings {
  const usual = { host: '127.0.0.1', systemId: 'belltower', password: 'secret' };
  return Object.assign(new SmppSettings(), usual, { segmentsPerSecond: null }, values);
}

/** A connection that waits for fractions of the usual times. */
export function givenSmpp(
  settings: Partial<SmppSettings>,
  receive: Receive = async () => undefined,
  times: Partial<SmppTimes> = {},
): SmppMessaging {
  return new SmppMessaging(givenContext({ settings: givenSmppSettings(settings), receive }), {
    answerMs: 1_500,
    enquireMs: 60_000,
    roomMs: 800,
    reconnectMs: () => 20,
    throttledMs: (times) => 20 * times,
    ...times,
  });
}
