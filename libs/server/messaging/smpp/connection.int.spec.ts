import {
  GatewayStatus,
  MessageState,
  PartReports,
  SmppReceiptIds,
  stateOfParts,
} from '@belltower/dto';
import { OTHER_AUTHORITY, TEST_AUTHORITY } from '@belltower/testing';
import { Incoming, OutboundMessage } from '../messaging';
import { passing, until } from '../testing/until';
import { SmppTimes } from './link';
import { givenSmpp } from './smpp-messaging.builder';
import { SmppMessaging } from './smpp-messaging';
import { Smsc, SmscOptions } from './testing/smsc';

const { Queued, Sent, Delivered, Failed, Rejected, Unknown } = MessageState;
const THROTTLED = 0x58;
const QUEUE_FULL = 0x14;

describe('a connection to a message centre', () => {
  const open: { smsc: Smsc; messaging: SmppMessaging }[] = [];
  const connect = async (
    options: Partial<SmscOptions> = {},
    settings: Parameters<typeof givenSmpp>[0] = {},
    times: Partial<SmppTimes> = {},
  ) => {
    const smsc = await Smsc.start({ answer: 'taken', ...options });
    const incoming: Incoming[] = [];
    const receive = async (one: Incoming) => void incoming.push(one);
    const messaging = givenSmpp({ port: smsc.port, ...settings }, receive, times);
    open.push({ smsc, messaging });
    await messaging.check();
    return { smsc, messaging, incoming };
  };
  let messages = 0;
  const message = (values: Partial<OutboundMessage> = {}): OutboundMessage => ({
    id: `bt-1-${++messages}`,
    number: '+12025550123',
    sender: 'Clinic',
    text: 'Hello',
    ...values,
  });

  afterEach(async () => {
    for (const { smsc, messaging } of open.splice(0)) {
      await messaging.close();
      await smsc.close();
    }
  });

  it('is bound with what was agreed, as SMPP 3.4', async () => {
    const { smsc } = await connect(
      {},
      { systemId: 'tower', password: 's3cret', systemType: 'VMA' },
    );
    expect(smsc.binds).toMatchObject([
      {
        command: 'bind_transceiver',
        system_id: 'tower',
        password: 's3cret',
        system_type: 'VMA',
        interface_version: 0x34,
      },
    ]);
  });

  it('says why it was refused, without the password, and keeps trying', async () => {
    const { smsc, messaging } = await connect({ bindStatus: 0x0e }, { password: 's3cret' });
    const { status, detail } = await messaging.check();
    expect(status).toBe(GatewayStatus.Down);
    expect(detail).toContain('ESME_RINVPASWD');
    expect(detail).not.toContain('s3cret');
    await until(() => smsc.binds.length > 2);
    expect(await messaging.send(message())).toMatchObject({ state: Queued, code: 'unreachable' });
  });

  it('takes no certificate of a stranger', async () => {
    const tls = { tls: true, trustedCertificates: OTHER_AUTHORITY };
    const { smsc, messaging } = await connect({ tls: true }, tls);
    expect(await messaging.check()).toMatchObject({ status: GatewayStatus.Down });
    expect(smsc.binds).toEqual([]);
    const trusted = await connect({ tls: true }, { ...tls, trustedCertificates: TEST_AUTHORITY });
    expect(await trusted.messaging.check()).toMatchObject({ status: GatewayStatus.Up });
  });

  it('has no more segments on the wire than the window holds', async () => {
    const { smsc, messaging } = await connect({}, { window: 3 });
    smsc.hold();
    const sent = Array.from({ length: 8 }, () => messaging.send(message()));
    await until(() => smsc.submits.length === 3);
    await passing(50);
    expect(smsc.submits).toHaveLength(3);
    smsc.goOn();
    expect((await Promise.all(sent)).every(({ state }) => state === Sent)).toBe(true);
    expect(smsc.mostWaiting).toBe(3);
  });

  it('keeps to its pace', async () => {
    const { smsc, messaging } = await connect({}, { segmentsPerSecond: 50 });
    await Promise.all(Array.from({ length: 11 }, () => messaging.send(message())));
    // Ten intervals of 20 ms, one of which it has in hand; the first may come late, the last never early.
    expect(smsc.cameMs.at(-1)! - smsc.cameMs[0]!).toBeGreaterThanOrEqual(6 * 20);
  });

  it.each([THROTTLED, QUEUE_FULL])(
    'waits longer and longer where there is no room (%i), and is heard in the end, once',
    async (status) => {
      const waits: number[] = [];
      const throttledMs = (times: number) => {
        waits.push(times);
        return 5 * times;
      };
      const { smsc, messaging } = await connect(
        { statuses: [status, status, status, 0, status] },
        {},
        { throttledMs },
      );
      expect(await messaging.send(message())).toMatchObject({ state: Sent });
      expect(await messaging.send(message())).toMatchObject({ state: Sent });
      expect(smsc.submits).toHaveLength(6);
      expect(waits).toEqual([1, 2, 3, 1]);
    },
  );

  it('gives back at once what is called back while it waits its turn, and goes on with the rest', async () => {
    const { smsc, messaging } = await connect({}, { window: 1 });
    smsc.hold();
    const given = ['first', 'second', 'third'].map((text) => message({ text }));
    const sent = given.map((one) => messaging.send(one));
    messaging.cancel(given[1]!.id);
    expect(await sent[1]).toMatchObject({ state: Queued, code: 'cancelled', ids: [] });
    messaging.cancel(given[0]!.id);
    smsc.goOn();
    expect((await Promise.all(sent)).map(({ state }) => state)).toEqual([Sent, Queued, Sent]);
    expect(smsc.arrived().map(({ text }) => text)).toEqual(['first', 'third']);
    // It may go again, under the same name.
    expect(await messaging.send(given[1]!)).toMatchObject({ state: Sent });
  });

  it('does not say again what was called back, where there was no room for it', async () => {
    const { smsc, messaging } = await connect({ statuses: [THROTTLED] });
    smsc.hold();
    const given = message();
    const sent = messaging.send(given);
    await until(() => smsc.submits.length === 1);
    messaging.cancel(given.id);
    smsc.goOn();
    expect(await sent).toMatchObject({ state: Queued, code: 'cancelled' });
    expect(smsc.submits).toHaveLength(1);
  });

  it('sends all of a long message of which a part was taken before it was called back', async () => {
    const { smsc, messaging } = await connect({ holdFrom: 1 });
    const given = message({ text: 'x'.repeat(400) });
    const sent = messaging.send(given);
    await until(() => smsc.submits.length === 2);
    messaging.cancel(given.id);
    smsc.goOn();
    expect(await sent).toMatchObject({ state: Sent, ids: [{}, {}, {}] });
  });

  it('gives back what finds no room, and names the reason', async () => {
    const { messaging } = await connect({ answer: 'busy' });
    expect(await messaging.send(message())).toMatchObject({
      state: Queued,
      code: 'ESME_RTHROTTLED (0x58)',
    });
  });

  it('says which parts were taken where the rest was not', async () => {
    const { messaging } = await connect({ statuses: [0, 0x45] });
    const submission = await messaging.send(message({ text: 'x'.repeat(400) }));
    expect(submission).toMatchObject({ state: Failed, code: 'ESME_RSUBMITFAIL (0x45)' });
    expect(submission.ids).toHaveLength(1);
  });

  it('does not say again what was on the wire when the connection broke; what was not goes over the next', async () => {
    const { smsc, messaging } = await connect({}, { window: 2 });
    smsc.hold();
    const sent = Array.from({ length: 4 }, (_, at) =>
      messaging.send(message({ text: `No ${at}` })),
    );
    await until(() => smsc.submits.length === 2);
    smsc.breakAll();
    smsc.goOn();
    const states = (await Promise.all(sent)).map(({ state }) => state);
    expect(states).toEqual([Unknown, Unknown, Sent, Sent]);
    expect(smsc.arrived().map(({ text }) => text)).toEqual(['No 0', 'No 1', 'No 2', 'No 3']);
    expect(smsc.binds).toHaveLength(2);
  });

  it.each([
    ['Hello', 1],
    ['x'.repeat(400), 3],
  ])(
    'tells of an answer that comes after all, with every id of the message',
    async (text, parts) => {
      const { smsc, messaging, incoming } = await connect(
        { holdFrom: parts - 1 },
        {},
        { answerMs: 300 },
      );
      const given = message({ text });
      expect(await messaging.send(given)).toMatchObject({ state: Unknown, code: 'no-answer' });
      smsc.goOn();
      await until(() => incoming.length > 0);
      expect(incoming).toMatchObject([
        { type: 'late-answer', messageId: given.id, state: Sent, ids: Array(parts).fill({}) },
      ]);
      expect(smsc.submits).toHaveLength(parts);
    },
  );

  it('tells of a refusal that comes after all', async () => {
    const { smsc, messaging, incoming } = await connect(
      { answer: 'wrong-number' },
      {},
      { answerMs: 100 },
    );
    smsc.hold();
    expect(await messaging.send(message())).toMatchObject({ state: Unknown });
    smsc.goOn();
    await until(() => incoming.length > 0);
    expect(incoming).toMatchObject([{ type: 'late-answer', state: Rejected, ids: [] }]);
  });

  it('notices that the other side has died without a word', async () => {
    const { smsc, messaging } = await connect({ mute: true }, {}, { enquireMs: 30, answerMs: 60 });
    await until(() => smsc.binds.length > 1);
    expect(messaging).toBeDefined();
  });

  it.each([
    ['decimal-receipts', SmppReceiptIds.Decimal],
    ['hex-receipts', SmppReceiptIds.Hex],
    ['same', SmppReceiptIds.Same],
  ] as const)('matches ids of %s, from the text and from parameters', async (ids, receiptIds) => {
    for (const receiptIn of ['text', 'parameters', 'both'] as const) {
      const { messaging, incoming, smsc } = await connect(
        { ids, receiptIn, outcome: 'delivered' },
        { receiptIds },
      );
      const submission = await messaging.send(message());
      await until(() => smsc.isQuiet && incoming.length > 0);
      expect(incoming).toMatchObject([{ state: Delivered, id: { key: submission.ids[0]!.key } }]);
    }
  });

  it.each([
    ['every', PartReports.Every, 3],
    ['first', PartReports.One, 1],
  ] as const)('knows a long message by receipts of %s part', async (receiptsOf, reports, count) => {
    const { messaging, incoming, smsc } = await connect({ receiptsOf, outcome: 'delivered' });
    const { ids } = await messaging.send(message({ text: 'x'.repeat(400) }));
    await until(() => smsc.isQuiet && incoming.length === count);
    const states = ids.map(({ key }) =>
      incoming.some((one) => one.type === 'receipt' && one.id.key === key) ? Delivered : Sent,
    );
    expect(ids).toHaveLength(3);
    expect(stateOfParts(states, reports)).toBe(Delivered);
  });

  it('asks for no receipts where none are wanted', async () => {
    const { smsc, messaging } = await connect({ outcome: 'delivered' }, { receipts: false });
    await messaging.send(message());
    expect(smsc.submits).toMatchObject([{ registered_delivery: 0 }]);
  });
});
