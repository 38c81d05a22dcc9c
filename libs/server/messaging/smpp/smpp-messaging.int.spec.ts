import {
  GatewayStatus,
  SmppBind,
  SmppLongMessages,
  SmppReceiptIds,
  SmppSettings,
} from '@belltower/dto';
import { freePort, TEST_AUTHORITY } from '@belltower/testing';
import { Bench, describeMessaging, FarSide } from '../messaging.contract';
import { Receive } from '../messaging';
import { passing, until } from '../testing/until';
import { givenSmpp } from './smpp-messaging.builder';
import { Smsc, SmscOptions } from './testing/smsc';

/** What a second of the contract is here. */
const SECOND_MS = 10;
const LEAST_MS = 40;
const MOST_MS = 1_000;

async function benchOf(
  side: FarSide,
  receive: Receive,
  more: Partial<SmscOptions> = {},
  settings: Partial<SmppSettings> = {},
): Promise<Bench> {
  const smsc = side.down ? null : await Smsc.start({ ...side, ...more });
  const port = smsc?.port ?? (await freePort());
  const messaging = givenSmpp({ port, ...settings }, receive);
  if (smsc) await until(async () => (await messaging.check()).status === GatewayStatus.Up);
  return {
    messaging,
    pass: async (seconds) => {
      await passing(Math.min(MOST_MS, Math.max(LEAST_MS, seconds * SECOND_MS)));
      await until(() => smsc?.isQuiet ?? true);
    },
    arrived: async () => smsc?.arrived() ?? [],
    close: async () => {
      await messaging.close();
      await smsc?.close();
    },
  };
}

describeMessaging('smpp', benchOf);

describeMessaging(
  'smpp (two connections, TLS, message_payload, decimal receipts)',
  (side, receive) =>
    benchOf(
      side,
      receive,
      { tls: true, ids: 'decimal-receipts', receiptIn: 'text' },
      {
        tls: true,
        trustedCertificates: TEST_AUTHORITY,
        bind: SmppBind.Separate,
        longMessages: SmppLongMessages.Payload,
        receiptIds: SmppReceiptIds.Decimal,
      },
    ),
);
