import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { A_LAW_OF_MU_LAW, MU_LAW_OF_A_LAW, Speech } from '../sound';
import { MediaLine, MediaListener } from './media';
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

  /** Resolves with the first packet that is like this. */
  async packet(isLike: (packet: RtpPacket) => boolean): Promise<RtpPacket> {
    for (let count = 1; ; count++) {
      const packet = (await this.packets(count))[count - 1]!;
      if (isLike(packet)) return packet;
    }
  }

  /** Resolves when so many packets have come. */
  packets(count: number): Promise<RtpPacket[]> {
    return new Promise((resolve) => {
      const done = () => resolve(this.heard);
      if (this.heard.length >= count) done();
      else this.waiting.push({ count, done });
    });
  }

  send(port: number, payloadType: number, payload: Buffer, timestamp = 0, sequence = 1): void {
    const bytes = Buffer.concat([Buffer.alloc(12), payload]);
    writeRtpHeader(bytes, { payloadType, marker: false, sequence, timestamp, ssrc: 1 });
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
  const begin = (line: MediaLine, terms: AgreedMedia) => {
    line.use(terms);
    line.play(SPEECH);
  };
  /** A line with its port, and what it tells. */
  const open = async () => {
    const digits: string[] = [];
    let played!: () => void;
    let silent!: () => void;
    let recorded!: (pcmu: Uint8Array | null) => void;
    const told = {
      digits,
      recorded: new Promise<Uint8Array | null>((resolve) => (recorded = resolve)),
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
        recorded,
        silent,
      };
      line.open(listener);
    });
    return { line, port, ...told };
  };

  it('is the message once, in packets of one length, and silence after it', async () => {
    const phone = await newPhone();
    const { line, played } = await open();
    begin(line, agreed(phone));
    await played;
    // Silence may come first, until it is known what is to be played.
    const begun = await phone.packet(({ payload }) => payload[1] === SPEECH.pcmu[1]);
    const from = phone.heard.indexOf(begun);
    const packets = (await phone.packets(from + 5)).slice(from, from + 5);
    expect(Buffer.concat(packets.map(({ payload }) => payload))).toEqual(
      Buffer.concat([SPEECH.pcmu, Buffer.alloc(400, 0xff)]),
    );
    const [first] = packets as [RtpPacket];
    expect(phone.heard[0]!.marker).toBe(true);
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
    begin(line, agreed(phone, { codec: 'pcma', payloadType: 97, packetMs: 30 }));
    const packet = await phone.packet(({ payload }) => payload[0] === 7);
    expect(packet).toMatchObject({ payloadType: 97, payload: Buffer.alloc(240, 7) });
  });

  it('goes to where sound really comes from', async () => {
    const [said, real] = [await newPhone(), await newPhone()];
    const { line, port } = await open();
    begin(line, agreed(said));
    await said.packets(1);
    real.send(port, 0, Buffer.alloc(160));
    await real.packets(2);
    expect(real.from!.port).toBe(port);
  });

  it('follows the other side when it moves', async () => {
    const [old, moved] = [await newPhone(), await newPhone()];
    const { line, port } = await open();
    begin(line, agreed(old));
    old.send(port, 0, Buffer.alloc(160));
    await old.packets(3);
    line.use(agreed(moved));
    await moved.packets(2);
  });

  it('hears each key once, by the payload type that was agreed on', async () => {
    const phone = await newPhone();
    const { line, port, digits, silent } = await open();
    begin(line, agreed(phone, { eventType: 120 }));
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
    begin(holding.line, agreed(held, { heard: false }));
    begin(speaking.line, agreed(phone));
    await speaking.silent;
    expect(heldSilent).toBe(false);
    expect(held.heard).toEqual([]);
  });

  it('is replaced at once by something else, whose end alone is told', async () => {
    const phone = await newPhone();
    const { line, played } = await open();
    const long = shared(80_000, () => 20);
    line.use(agreed(phone));
    line.play({ pcmu: long, pcma: long, seconds: 10 });
    await phone.packet(({ payload }) => payload[0] === 20);
    const short = shared(400, () => 30);
    line.play({ pcmu: short, pcma: short, seconds: 0.05 });
    await played;
    await phone.packet(({ payload }) => payload[0] === 0xff);
    const order = phone.heard.map(({ payload }) => payload[0]);
    expect(order.lastIndexOf(20)).toBeLessThan(order.indexOf(30));
  });

  it('is a tone until it is stopped', async () => {
    const phone = await newPhone();
    const { line } = await open();
    const tone = shared(200, () => 40);
    line.use(agreed(phone));
    line.play({ pcmu: tone, pcma: tone, seconds: 0.025 }, { again: true });
    await phone.packet(() => phone.heard.filter(({ payload }) => payload[159] === 40).length > 5);
    line.stop();
    await phone.packet(({ payload }) => phone.heard.length > 6 && payload[0] === 0xff);
  });

  it('is taken down as it was said, whatever its codec, until a key', async () => {
    for (const [payloadType, byte, heard] of [
      [0, 0x10, 0x10],
      [8, 0x33, MU_LAW_OF_A_LAW[0x33]],
    ] as const) {
      const phone = await newPhone();
      const { line, port, recorded, digits } = await open();
      line.use(agreed(phone));
      line.record({ maxMs: 60_000, silenceMs: 60_000 });
      await phone.packets(1);
      for (let packet = 0; packet < 20; packet++)
        phone.send(port, payloadType, Buffer.alloc(160, byte), 160 * packet, packet);
      for (const sequence of [20, 21])
        phone.send(port, 101, Buffer.from([5, 0x80, 0, 160]), 3_200, sequence);
      const said = (await recorded)!;
      const from = said.findIndex((one) => one !== 0xff);
      expect(Buffer.from(said.subarray(from, from + 3_200))).toEqual(Buffer.alloc(3_200, heard));
      expect(said).toHaveLength(from + 3_200 + 2_400);
      expect(digits).toEqual(['5']);
    }
  });

  it('is recorded until silence, and is nothing where nothing was said', async () => {
    const phone = await newPhone();
    const { line, recorded } = await open();
    line.use(agreed(phone));
    line.record({ maxMs: 60_000, silenceMs: 100 });
    expect(await recorded).toBeNull();
  });

  describe('of two calls that are connected', () => {
    /** Two phones that hear each other, the second with another codec and another number for keys. */
    const connected = async () => {
      const [one, other] = [await newPhone(), await newPhone()];
      const [first, second] = [await open(), await open()];
      begin(first.line, agreed(one));
      second.line.use(agreed(other, { codec: 'pcma', payloadType: 8, eventType: 120 }));
      await Promise.all([one.packets(1), other.packets(1)]);
      first.line.join(second.line);
      return { one, other, first, second };
    };
    const FROM_ONE = 1_000_000;

    it('goes from each to the other, in its codec, as one stream', async () => {
      const { one, other, first, second } = await connected();
      for (let packet = 0; packet < 5; packet++) {
        one.send(first.port, 0, Buffer.alloc(160, 0x10), FROM_ONE + 160 * packet, packet);
        other.send(second.port, 8, Buffer.alloc(80, 0x33), 80 * packet, packet);
      }
      const [inA, inMu] = [A_LAW_OF_MU_LAW[0x10], MU_LAW_OF_A_LAW[0x33]];
      const heard = (phone: Phone, byte?: number) =>
        phone.packet(() => phone.heard.filter(({ payload }) => payload[0] === byte).length === 5);
      await Promise.all([heard(other, inA), heard(one, inMu)]);
      for (const [phone, byte, payloadType, length] of [
        [other, inA, 8, 160],
        [one, inMu, 0, 80],
      ] as const) {
        const packets = phone.heard.filter(({ payload }) => payload[0] === byte);
        const [begun] = packets as [RtpPacket];
        const before = phone.heard[phone.heard.indexOf(begun) - 1]!;
        expect((before.sequence + 1) & 0xffff).toBe(begun.sequence);
        packets.forEach((packet, index) => {
          expect(packet).toMatchObject({ payloadType, payload: Buffer.alloc(length, byte) });
          expect(packet.sequence).toBe((begun.sequence + index) & 0xffff);
          expect(packet.timestamp).toBe((begun.timestamp + length * index) >>> 0);
        });
      }
    });

    it('carries keys, which are no keys of ours then', async () => {
      const { one, other, first } = await connected();
      const key = Buffer.from([5, 0x80, 0, 160]);
      one.send(first.port, 101, key, FROM_ONE);
      expect(await other.packet(({ payloadType }) => payloadType === 120)).toMatchObject({
        payload: key,
      });
      expect(first.digits).toEqual([]);
    });

    it('is silence where one says nothing, and when one has gone', async () => {
      const { one, other, first, second } = await connected();
      one.send(first.port, 0, Buffer.alloc(160, 0x10), FROM_ONE);
      const said = await other.packet(({ payload }) => payload[0] === A_LAW_OF_MU_LAW[0x10]);
      const after = other.heard.indexOf(said) + 1;
      const silence = (await other.packets(after + 1))[after]!;
      expect(silence.payload).toEqual(Buffer.alloc(160, 0xd5));
      expect(silence.sequence).toBe((said.sequence + 1) & 0xffff);
      second.line.close();
      const heard = one.heard.length;
      await one.packets(heard + 3);
    });
  });

  it('is gone with its port when it is closed', async () => {
    const phone = await newPhone();
    const { line, port } = await open();
    begin(line, agreed(phone));
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
