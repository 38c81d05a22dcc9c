import { GatewayStatus, MessageState, SmppReceiptIds } from '@belltower/dto';
import fc from 'fast-check';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { Incoming } from '../messaging';
import { until } from '../testing/until';
import { givenSmpp } from './smpp-messaging.builder';
import { SmppMessaging } from './smpp-messaging';
import { Frames, FramingError, headerOf, pduOf } from './pdu';
import { deliveredPart } from './reply';
import { receiptOf } from './receipt';

const BIND_RESP = 0x80000009;
const SUBMIT = 0x04;
const SUBMIT_RESP = 0x80000004;
const DELIVER = 0x05;
const DELIVER_RESP = 0x80000005;
const NACK = 0x80000000;

/** A PDU by hand: its length is what it is, whatever is in it. */
function frame(
  command: number,
  sequence: number,
  body: Buffer = Buffer.alloc(0),
  status = 0,
): Buffer {
  const head = Buffer.alloc(16);
  [16 + body.length, command, status, sequence].forEach((word, at) =>
    head.writeUInt32BE(word, 4 * at),
  );
  return Buffer.concat([head, body]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A message centre that binds and then says what it likes. */
class RawCentre {
  readonly heard: { command: number; status: number; sequence: number }[] = [];
  sockets: Socket[] = [];
  onSubmit: (socket: Socket, sequence: number) => void = () => undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RawCentre> {
    const server = createServer();
    const centre = new RawCentre(server);
    server.on('connection', (socket) => centre.meet(socket));
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    return centre;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  say(bytes: Buffer): void {
    this.sockets.at(-1)!.write(bytes);
  }

  answersOf(command: number): number[] {
    return this.heard.filter((one) => one.command === command).map(({ status }) => status);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }

  private meet(socket: Socket): void {
    this.sockets.push(socket);
    socket.on('error', () => undefined);
    const frames = new Frames();
    socket.on('data', (chunk) => {
      for (const bytes of frames.push(chunk)) {
        const { commandId: command, status, sequence } = headerOf(bytes);
        this.heard.push({ command, status, sequence });
        if (command === 0x09) socket.write(frame(BIND_RESP, sequence, Buffer.from('raw\0')));
        if (command === 0x15) socket.write(frame(0x80000015, sequence));
        if (command === SUBMIT) this.onSubmit(socket, sequence);
      }
    });
  }
}

describe('a message centre that says what it should not', () => {
  let centre: RawCentre;
  let messaging: SmppMessaging;
  const incoming: Incoming[] = [];
  const send = (id: string) =>
    messaging.send({ id, number: '+12025550123', sender: null, text: 'Hello' });
  const isUp = async () => (await messaging.check()).status === GatewayStatus.Up;

  beforeEach(async () => {
    incoming.length = 0;
    centre = await RawCentre.start();
    messaging = givenSmpp({ port: centre.port }, async (one) => void incoming.push(one));
    await until(isUp);
  });

  afterEach(async () => {
    await messaging.close();
    await centre.close();
  });

  it.each([
    ['shorter than its own header', Buffer.concat([word(3), Buffer.alloc(40)])],
    ['empty', Buffer.alloc(64)],
    ['of four gigabytes', Buffer.concat([word(0xffffffff), Buffer.alloc(40)])],
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('is left and met anew where a PDU is %s', async (_, bytes) => {
    centre.say(bytes);
    await until(() => centre.sockets.length === 2);
    await until(isUp);
    centre.onSubmit = (socket, sequence) =>
      socket.write(frame(SUBMIT_RESP, sequence, Buffer.from('a1\0')));
    expect(await send('bt-1-after')).toMatchObject({ state: MessageState.Sent });
  });

  it.each([
    ['that ends too early', Buffer.from([0, 1, 1, 0x31])],
    ['whose text is longer than itself', deliverBody(Buffer.from([250, 1, 2]))],
    [
      'with a parameter longer than itself',
      deliverBody(Buffer.from([1, 65, 0x04, 0x27, 0xff, 0xff])),
    ],
  ])('is told once and for all that a delivery is refused %s', async (_, body) => {
    centre.say(frame(DELIVER, 77, body));
    await until(() => centre.answersOf(DELIVER_RESP).length === 1);
    // Refused for good, or taken for what it can be read as: it is not asked for again, and nothing breaks.
    expect([0, 0x66]).toContain(centre.answersOf(DELIVER_RESP)[0]);
    expect(centre.sockets).toHaveLength(1);
    expect(await isUp()).toBe(true);
  });

  it('is told what it asks that nobody does', async () => {
    centre.say(frame(0x7777, 5, Buffer.from('?')));
    await until(() => centre.answersOf(NACK).length === 1);
    expect(centre.answersOf(NACK)).toEqual([0x03]);
  });

  it('answers what nobody asked, twice, and to nobody', async () => {
    centre.onSubmit = (socket, sequence) => {
      socket.write(frame(SUBMIT_RESP, 0x7ffffff0, Buffer.from('zz\0')));
      socket.write(frame(SUBMIT_RESP, sequence, Buffer.from('a1\0')));
      socket.write(frame(SUBMIT_RESP, sequence, Buffer.from('b2\0')));
    };
    expect(await send('bt-1-1')).toMatchObject({ state: MessageState.Sent, ids: [{ raw: 'a1' }] });
  });

  it('answers without a word: it has taken the message, under no name', async () => {
    centre.onSubmit = (socket, sequence) => socket.write(frame(SUBMIT_RESP, sequence));
    expect(await send('bt-1-1')).toMatchObject({ state: MessageState.Sent, ids: [] });
  });

  it('does not understand us: that is no message sent', async () => {
    centre.onSubmit = (socket, sequence) =>
      socket.write(frame(NACK, sequence, Buffer.alloc(0), 0x03));
    expect(await send('bt-1-1')).toMatchObject({ state: MessageState.Failed });
  });

  it('ends the session in the middle: what was said is unknown, and we come again', async () => {
    centre.onSubmit = (socket) => socket.write(frame(0x06, 9));
    expect(await send('bt-1-1')).toMatchObject({ state: MessageState.Unknown });
    centre.onSubmit = (socket, sequence) =>
      socket.write(frame(SUBMIT_RESP, sequence, Buffer.from('a1\0')));
    // What was not said to the one that has ended is said to the next.
    expect(await send('bt-1-2')).toMatchObject({ state: MessageState.Sent });
    expect(centre.sockets).toHaveLength(2);
  });

  it('says its PDUs octet by octet, and many at once', async () => {
    const receipt = deliverBody(
      Buffer.concat([Buffer.from([37]), Buffer.from('id:a1 stat:DELIVRD err:000 text:Hello')]),
    );
    for (const byte of frame(DELIVER, 1, receipt)) centre.say(Buffer.of(byte));
    centre.say(Buffer.concat([2, 3, 4].map((sequence) => frame(DELIVER, sequence, receipt))));
    await until(() => incoming.length === 4);
    expect(incoming).toMatchObject(
      Array(4).fill({ state: MessageState.Delivered, id: { raw: 'a1' } }),
    );
  });
});

/** The parameters of a `deliver_sm` up to its text, all empty, and then what is given. */
function deliverBody(rest: Buffer): Buffer {
  const addresses = Buffer.from(
    '\0\x01\x01' + '12025550123\0' + '\x01\x01' + '12025550100\0',
    'latin1',
  );
  return Buffer.concat([addresses, Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0]), rest]);
}

describe('octets from outside', () => {
  it('are cut into the PDUs that they are, however they come', () => {
    const pdus = fc.array(
      fc
        .tuple(fc.nat(0xffffff), fc.uint8Array({ maxLength: 60 }))
        .map(([n, body]) => frame(n, n, Buffer.from(body))),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        pdus,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (all, sizes) => {
          const bytes = Buffer.concat(all);
          const frames = new Frames();
          const cut: Buffer[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length]!;
            cut.push(...frames.push(bytes.subarray(at, at + size)));
            at += size;
          }
          expect(cut.map((one) => one.toString('hex'))).toEqual(
            all.map((one) => one.toString('hex')),
          );
        },
      ),
    );
    expect(() => new Frames().push(Buffer.alloc(16))).toThrow(FramingError);
  });

  it('are read without failing, whatever is in a delivery', () => {
    const commands = fc.constantFrom(DELIVER, 0x103, SUBMIT_RESP, 0x21, 0x15, 0x112, 0x999);
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => deliverBody(Buffer.from(bytes))),
    );
    fc.assert(
      fc.property(
        commands,
        body,
        fc.constantFrom(...Object.values(SmppReceiptIds)),
        (command, bytes, ids) => {
          const pdu = pduOf(frame(command, 1, bytes));
          if (!pdu) return;
          receiptOf(pdu, new Date(0), ids);
          deliveredPart(pdu);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
