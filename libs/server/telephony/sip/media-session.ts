// Runs in the media worker, which Node may read as it stands: only syntax that can be erased, imports by file name.
import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import type { MediaOrder, MediaReport } from './media-messages.ts';
import { STEP_SAMPLES } from './pacer.ts';
import { HEADER_BYTES, KeyEvents, parseRtp, writeRtpHeader } from './rtp.ts';

type Terms = Extract<MediaOrder, { order: 'update' }>['agreed'];

const SILENCE = { pcmu: 0xff, pcma: 0xd5 } as const;
const SAMPLES_PER_MS = 8;

/** The sound of one call: one socket, sending and receiving from the same port (RFC 4961). */
export class MediaSession {
  readonly id: number;
  private readonly socket: Socket;
  private readonly tell: (report: MediaReport) => void;
  private readonly keys = new KeyEvents();
  private readonly ssrc = randomInt(2 ** 32);
  private readonly firstTimestamp = randomInt(2 ** 32);
  private sequence = randomInt(2 ** 16);
  private terms: Terms | null = null;
  private speech: { pcmu: Uint8Array; pcma: Uint8Array } | null = null;
  private position = 0;
  private played = false;
  private lastStep = -Infinity;
  /** Whether the socket only talks with the one that has been heard. */
  private latched: 'no' | 'connecting' | 'yes' = 'no';
  private heardMs: number;
  private silent = false;
  private closed = false;

  constructor(id: number, nowMs: number, tell: (report: MediaReport) => void) {
    this.id = id;
    this.tell = tell;
    this.heardMs = nowMs;
    this.socket = createSocket({
      type: 'udp4',
      // Only addresses are ever sent to: no question to the system for each packet.
      lookup: (host, _options, done) => done(null, host, 4),
    });
    this.socket.on('message', (bytes, from) => this.receive(bytes, from));
    this.socket.on('error', (error) => this.failed(error));
    this.socket.bind(0, () => {
      if (!this.closed) tell({ id, report: 'ready', port: this.socket.address().port });
    });
  }

  get packetMs(): number {
    return this.terms?.packetMs ?? 20;
  }

  /** What is to be played, at the beginning of it. */
  play(speech: { pcmu: Uint8Array; pcma: Uint8Array }): void {
    this.speech = speech;
  }

  /** Takes new terms; a new address is listened for anew. */
  use(terms: Terms, nowMs: number): void {
    const before = this.terms?.remote;
    const { remote } = terms;
    this.terms = { ...terms, remote: { ...remote } };
    this.heardMs = nowMs;
    if (!before || (before.host === remote.host && before.port === remote.port)) return;
    if (this.latched === 'yes') this.socket.disconnect();
    this.latched = 'no';
  }

  /** Sends the packet of this step. */
  send(step: number): void {
    const { terms } = this;
    if (!terms || this.closed) return;
    if (!terms.heard) return;
    const length = terms.packetMs * SAMPLES_PER_MS;
    const bytes = Buffer.allocUnsafe(HEADER_BYTES + length);
    const { payloadType } = terms;
    const timestamp = this.firstTimestamp + step * STEP_SAMPLES;
    // The first packet, and the first behind a gap, begin a spurt of talk (RFC 3551 §4.1).
    const marker = step - this.lastStep !== length / STEP_SAMPLES;
    writeRtpHeader(bytes, {
      payloadType,
      marker,
      sequence: this.sequence++,
      timestamp,
      ssrc: this.ssrc,
    });
    this.fill(bytes, length);
    this.lastStep = step;
    if (this.latched === 'yes') this.socket.send(bytes);
    else this.socket.send(bytes, terms.remote.port, terms.remote.host);
  }

  /** Says once when nothing has come for so long. */
  watch(nowMs: number, silenceMs: number | null): void {
    if (this.terms && !this.terms.heard) this.heardMs = nowMs;
    const over = silenceMs !== null && this.terms && nowMs - this.heardMs > silenceMs;
    if (!over || this.silent) return;
    this.silent = true;
    this.tell({ id: this.id, report: 'silent' });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.socket.close();
  }

  private fill(bytes: Buffer, length: number): void {
    const { codec } = this.terms!;
    const sound = this.speech?.[codec] ?? new Uint8Array();
    const part = sound.subarray(this.position, this.position + length);
    bytes.set(part, HEADER_BYTES);
    bytes.fill(SILENCE[codec], HEADER_BYTES + part.length);
    this.position += part.length;
    if (this.played || this.position < sound.length) return;
    this.played = true;
    this.tell({ id: this.id, report: 'played' });
  }

  private receive(bytes: Buffer, from: RemoteInfo): void {
    const packet = parseRtp(bytes);
    const { terms } = this;
    if (!packet || !terms) return;
    // Comfort noise and codecs of others are signs of life as well.
    this.heardMs = performance.now();
    this.latch(from);
    if (packet.payloadType !== terms.eventType) return;
    const digit = this.keys.heard(packet);
    if (digit !== null) this.tell({ id: this.id, report: 'digit', digit });
  }

  /** Sends to where sound really comes from, whatever was said: that is what leads through routers. */
  private latch({ address, port }: RemoteInfo): void {
    const { terms } = this;
    if (this.latched !== 'no' || !terms) return;
    this.latched = 'connecting';
    terms.remote = { host: address, port };
    this.socket.connect(port, address, () => {
      if (this.latched === 'connecting') this.latched = 'yes';
    });
  }

  private failed(error: Error): void {
    // A port that cannot be opened; later errors are the network's, such as “port unreachable”.
    if (!this.terms) this.tell({ id: this.id, report: 'failed', why: error.message });
  }
}
