import { createSocket, RemoteInfo, Socket } from 'node:dgram';
import { parseMessage } from '../sip/message';
import { HEADER_BYTES, writeRtpHeader } from '../sip/rtp';
import { FarEnd } from '../sip/testing/far-end';
import { FarSide } from '../telephony.contract';
import { RealTimers, Timer } from '../timers';

/** What the far end calls itself, in messages; here it is on this machine, and a name of the same length. */
const NOWHERE = /192\.0\.2\.9/g;
const HERE = '127.0.0.1';
/** Where the far end says that sound goes to. */
const SOUND_PORT = 4_000;
const PACKET_MS = 20;
const SAMPLES = 160;
const PCMU = 0;
const TELEPHONE_EVENT = 101;
const EVENTS = '0123456789*#';
/** Bytes of µ-law: loud, and silence. */
const LOUD = 0x20;
const SILENT = 0xff;

/** One side of a conversation, who says as much as the test wants and can press keys with the sound (RFC 4733). */
class Talker {
  private sequence = 0;
  private talked = 0;
  private readonly beganMs = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly send: (packet: Buffer) => void,
    private readonly speakSeconds: number,
  ) {
    this.timer = setInterval(() => this.talk(), PACKET_MS);
  }

  press(key: string): void {
    const timestamp = this.talked * SAMPLES;
    for (const [end, duration] of [
      [0, SAMPLES],
      [0x80, 2 * SAMPLES],
      [0x80, 2 * SAMPLES],
    ] as const) {
      const payload = Buffer.from([EVENTS.indexOf(key), end | 10, duration >> 8, duration & 0xff]);
      this.packet(TELEPHONE_EVENT, timestamp, payload);
    }
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** As many packets as are due: a busy machine is late, and nothing may be missing. */
  private talk(): void {
    for (; this.talked * PACKET_MS < performance.now() - this.beganMs; this.talked++) {
      const speaks = this.talked * PACKET_MS < this.speakSeconds * 1_000;
      this.packet(PCMU, this.talked * SAMPLES, Buffer.alloc(SAMPLES, speaks ? LOUD : SILENT));
    }
  }

  private packet(payloadType: number, timestamp: number, payload: Buffer): void {
    const packet = Buffer.concat([Buffer.alloc(HEADER_BYTES), payload]);
    const sequence = ++this.sequence;
    writeRtpHeader(packet, { payloadType, marker: false, sequence, timestamp, ssrc: 7 });
    this.send(packet);
  }
}

/** Real time of which nothing is left behind. */
class EndingTimers extends RealTimers {
  private readonly running = new Set<Timer>();

  override after(milliseconds: number, run: () => void): Timer {
    const timer = super.after(milliseconds, () => {
      this.running.delete(timer);
      run();
    });
    this.running.add(timer);
    return timer;
  }

  end(): void {
    for (const timer of this.running) timer.cancel();
  }
}

/** A phone network behind real sockets of 127.0.0.1, for a switch whose trunk it is. */
export class SipNetwork {
  readonly far: FarEnd;
  private readonly signalling = createSocket('udp4');
  private readonly sound = createSocket('udp4');
  /** By the port from which the switch sends sound. */
  private readonly talkers = new Map<number, Talker>();

  private readonly timers = new EndingTimers();

  private constructor(private readonly side: FarSide) {
    this.far = new FarEnd(side, this.timers, (port, key) => this.talkers.get(port)?.press(key));
    this.signalling.on('message', (bytes, from) => this.heard(bytes, from));
    this.sound.on('message', (_, { port }) => this.talk(port));
  }

  static async start(side: FarSide, port: number): Promise<SipNetwork> {
    const network = new SipNetwork(side);
    // A network that is down is not there at all.
    if (!side.down) await bound(network.signalling, port);
    await bound(network.sound, SOUND_PORT);
    return network;
  }

  async close(): Promise<void> {
    for (const talker of this.talkers.values()) talker.stop();
    this.timers.end();
    await Promise.all([this.signalling, this.sound].map(closed));
  }

  private heard(bytes: Buffer, { address, port }: RemoteInfo): void {
    const message = parseMessage(bytes);
    if (!message) return;
    this.far.receive(message, (answer) => {
      const text = answer.toString('latin1').replace(NOWHERE, HERE);
      this.signalling.send(Buffer.from(text, 'latin1'), port, address);
    });
  }

  private talk(port: number): void {
    if (this.talkers.has(port)) return;
    const send = (packet: Buffer) => this.sound.send(packet, port, HERE);
    this.talkers.set(port, new Talker(send, this.side.speakSeconds ?? 0));
  }
}

function bound(socket: Socket, port: number): Promise<void> {
  return new Promise((done, failed) => {
    socket.once('error', failed);
    socket.bind(port, HERE, done);
  });
}

function closed(socket: Socket): Promise<void> {
  return new Promise((done) => socket.close(() => done()));
}
