import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { MediaLine, MediaListener, Speech } from './media';
import { parseRtp, RtpPacket, writeRtpHeader } from './rtp';
import { AgreedMedia } from './sdp';
import { WorkerMedia } from './worker-media';

const shared = (bytes: number, value: (at: number) => number) =>
  Uint8Array.from(new Uint8Array(new SharedArrayBuffer(bytes)), (_, at) => value(at));
const SPEECH: Speech = {
  pcmu: shared(400, (at) => at % 251),
  pcma: shared(400, () => 7),
  seconds: 0.05,
};

/** Another side that listens and speaks on a port of its own. */
class Phone {
  readonly heard: RtpPacket[] = [];
  private waiting: { count: number; done: () => void }[] = [];
  from?: { address: string; port: number };

  private constructor(readonly socket: Socket) {
    socket.on('message', (bytes, from) => {
      this.from = from;
      this.heard.push(parseRtp(bytes)!);
      for (const { count, done } of this.waiting) if (this.heard.length >= count) done();
    });
  }

  static async open(): Promise<Phone> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Phone(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** Resolves when so many packets have come. */
  packets(count: number): Promise<RtpPacket[]> {
    return new Promise((resolve) => {
      const done = () => resolve(this.heard);
      if (this.heard.length >= count) done();
      else this.waiting.push({ count, done });
    });
  }

  send(port: number, payloadType: number, payload: Buffer, timestamp = 0): void {
    const bytes = Buffer.concat([Buffer.alloc(12), payload]);
    writeRtpHeader(bytes, { payloadType, marker: false, sequence: 1, timestamp, ssrc: 1 });
    this.socket.send(bytes, port, '127.0.0.1');
  }
}

describe('the sound of a call', () => {
  let media: WorkerMedia;
  let phones: Phone[] = [];

  beforeEach(() => {
    media = new WorkerMedia({ silenceSeconds: 1 });
  });
  afterEach(async () => {
    await media.close();
    for (const { socket } of phones) socket.close();
    phones = [];
  });

  const newPhone = async () => {
    const phone = await Phone.open();
    phones.push(phone);
    return phone;
  };
  const agreed = (phone: Phone, values: Partial<AgreedMedia> = {}): AgreedMedia => ({
    remote: { host: '127.0.0.1', port: phone.port },
    codec: 'pcmu',
    payloadType: 0,
    eventType: 101,
    packetMs: 20,
    heard: true,
    ...values,
  });
  /** A line with its port, and what it tells. */
  const open = async () => {
    const digits: string[] = [];
    let played!: () => void;
    let silent!: () => void;
    const told = {
      digits,
      played: new Promise<void>((resolve) => (played = resolve)),
      silent: new Promise<void>((resolve) => (silent = resolve)),
    };
    const line: MediaLine = media.line();
    const port = await new Promise<number>((ready, failed) => {
      const listener: MediaListener = {
        ready,
        failed,
        digit: (digit) => digits.push(digit),
        played,
        silent,
      };
      line.open(listener);
    });
    return { line, port, ...told };
  };

  it('is the message once, in packets of one length, and silence after it', async () => {
    const phone = await newPhone();
    const { line, played } = await open();
    line.start(agreed(phone), SPEECH);
    const packets = (await phone.packets(5)).slice(0, 5);
    await played;
    expect(Buffer.concat(packets.map(({ payload }) => payload))).toEqual(
      Buffer.concat([SPEECH.pcmu, Buffer.alloc(400, 0xff)]),
    );
    const [first] = packets as [RtpPacket];
    expect(first.marker).toBe(true);
    packets.forEach(({ sequence, timestamp, payloadType }, index) => {
      expect(payloadType).toBe(0);
      expect(sequence).toBe((first.sequence + index) & 0xffff);
      // A stall of the machine may leave a gap, never half a packet.
      expect(((timestamp - first.timestamp) >>> 0) % 160).toBe(0);
    });
  });

  it('keeps to the codec, payload type and packet length of the answer', async () => {
    const phone = await newPhone();
    const { line } = await open();
    line.start(agreed(phone, { codec: 'pcma', payloadType: 97, packetMs: 30 }), SPEECH);
    const [packet] = await phone.packets(1);
    expect(packet).toMatchObject({ payloadType: 97, payload: Buffer.alloc(240, 7) });
  });

  it('goes to where sound really comes from', async () => {
    const [said, real] = [await newPhone(), await newPhone()];
    const { line, port } = await open();
    line.start(agreed(said), SPEECH);
    await said.packets(1);
    real.send(port, 0, Buffer.alloc(160));
    await real.packets(2);
    expect(real.from!.port).toBe(port);
  });

  it('follows the other side when it moves', async () => {
    const [old, moved] = [await newPhone(), await newPhone()];
    const { line, port } = await open();
    line.start(agreed(old), SPEECH);
    old.send(port, 0, Buffer.alloc(160));
    await old.packets(3);
    line.update(agreed(moved));
    await moved.packets(2);
  });

  it('hears each key once, by the payload type that was agreed on', async () => {
    const phone = await newPhone();
    const { line, port, digits, silent } = await open();
    line.start(agreed(phone, { eventType: 120 }), SPEECH);
    await phone.packets(1);
    const key = (event: number) => Buffer.from([event, 0x80, 0, 160]);
    phone.send(port, 101, key(1), 100);
    for (let times = 0; times < 3; times++) phone.send(port, 120, key(4), 1_000);
    for (let times = 0; times < 3; times++) phone.send(port, 120, key(11), 3_000);
    await silent;
    expect(digits).toEqual(['4', '#']);
  });

  it('says once that nothing is heard any more, but not of a call on hold', async () => {
    const [phone, held] = [await newPhone(), await newPhone()];
    const [speaking, holding] = [await open(), await open()];
    let heldSilent = false;
    void holding.silent.then(() => (heldSilent = true));
    holding.line.start(agreed(held, { heard: false }), SPEECH);
    speaking.line.start(agreed(phone), SPEECH);
    await speaking.silent;
    expect(heldSilent).toBe(false);
    expect(held.heard).toEqual([]);
  });

  it('is gone with its port when it is closed', async () => {
    const phone = await newPhone();
    const { line, port } = await open();
    line.start(agreed(phone), SPEECH);
    await phone.packets(1);
    line.close();
    const again = createSocket('udp4');
    // The system gives the port to somebody else as soon as it is free.
    for (let free = false; !free;) {
      free = await new Promise((resolve) => {
        again.once('error', () => resolve(false));
        again.bind(port, () => resolve(true));
      });
    }
    again.close();
  });
});
