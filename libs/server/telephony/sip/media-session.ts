// Runs in the media worker, which Node may read as it stands: only syntax that can be erased, imports by file name.
import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { A_LAW_OF_MU_LAW, MU_LAW_OF_A_LAW } from '../sound/g711.ts';
import type { MediaReport } from './media-messages.ts';
import { STEP_SAMPLES } from './pacer.ts';
import { Player } from './player.ts';
import type { Sound } from './player.ts';
import type { Recorder } from './recorder.ts';
import { Restamper } from './restamper.ts';
import { HEADER_BYTES, KeyEvents, parseRtp, writeRtpHeader } from './rtp.ts';
import type { RtpPacket } from './rtp.ts';
import type { AgreedMedia, Codec } from './sdp.ts';

const SAMPLES_PER_MS = 8;
/** Where the other party has sent nothing for so long, silence is sent in its place. */
const QUIET_MS = 200;

/** The sound of one call: one socket, sending and receiving from the same port (RFC 4961). */
export class MediaSession {
  readonly id: number;
  private readonly socket: Socket;
  private readonly tell: (report: MediaReport) => void;
  private readonly keys = new KeyEvents();
  private readonly player = new Player();
  private readonly ssrc = randomInt(2 ** 32);
  private readonly firstTimestamp = randomInt(2 ** 32);
  private readonly startMs: number;
  private sequence = randomInt(2 ** 16);
  private terms: AgreedMedia | null = null;
  private recorder: Recorder | null = null;
  /** What is being done, by the number that its end is told with. */
  private no = 0;
  private lastStep = -Infinity;
  /** Of what follows our own packets; wraps around only when it is written. */
  private nextTimestamp = 0;
  /** The other party, to whom goes what is said here. */
  private partner: MediaSession | null = null;
  private readonly restamper = new Restamper();
  private forwardedMs = -Infinity;
  /** Whether the socket only talks with the one that has been heard. */
  private latched: 'no' | 'connecting' | 'yes' = 'no';
  private heardMs: number;
  private silent = false;
  private closed = false;

  /** @param startMs when the step 0 of {@link send} was */
  constructor(id: number, startMs: number, tell: (report: MediaReport) => void) {
    this.id = id;
    this.tell = tell;
    this.startMs = startMs;
    this.heardMs = performance.now();
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

  play(sound: Sound, again: boolean, no: number): void {
    this.rest(no);
    this.player.begin(sound, again);
  }

  record(recorder: Recorder, no: number): void {
    this.rest(no);
    this.recorder = recorder;
  }

  /** Ends what is being recorded. */
  finish(): void {
    const { id, no, recorder } = this;
    if (!recorder) return;
    this.recorder = null;
    const pcmu = recorder.finish();
    this.tell({ report: 'recorded', id, no, pcmu });
  }

  /** Sends nothing but silence from now on, and tells the end of nothing. */
  rest(no: number): void {
    this.no = no;
    this.player.stop();
    this.recorder?.finish();
    this.recorder = null;
  }

  /** Sends what this other party says, and says what is heard here to it. */
  join(partner: MediaSession): void {
    this.rest(this.no);
    this.restamper.begin();
    this.partner = partner;
  }

  /** Takes new terms; a new address is listened for anew. */
  use(terms: AgreedMedia): void {
    const before = this.terms?.remote;
    const { remote } = terms;
    this.terms = { ...terms, remote: { ...remote } };
    this.heardMs = performance.now();
    if (!before || (before.host === remote.host && before.port === remote.port)) return;
    if (this.latched === 'yes') this.socket.disconnect();
    this.latched = 'no';
  }

  /** Sends the packet of this step. */
  send(step: number): void {
    const { terms, recorder } = this;
    if (!terms || this.closed) return;
    if (recorder?.isOver(performance.now())) this.finish();
    if (!terms.heard) return;
    if (this.partner && performance.now() - this.forwardedMs < QUIET_MS) return;
    this.restamper.begin();
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
    if (this.player.fill(bytes, HEADER_BYTES, terms.codec))
      this.tell({ id: this.id, report: 'played', no: this.no });
    this.lastStep = step;
    this.nextTimestamp = timestamp + length;
    this.emit(bytes, terms);
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
    this.rest(this.no);
    if (this.partner) this.partner.partner = null;
    this.socket.close();
  }

  private receive(bytes: Buffer, from: RemoteInfo): void {
    const packet = parseRtp(bytes);
    const { terms } = this;
    if (!packet || !terms) return;
    // Comfort noise and codecs of others are signs of life as well.
    const now = performance.now();
    this.heardMs = now;
    this.latch(from);
    if (packet.payloadType === terms.eventType) return this.pressed(packet);
    const codec = codecOf(packet.payloadType, terms);
    if (!codec) return;
    if (this.partner) this.partner.forward(packet, codec);
    else this.recorder?.hear(packet, codec, now);
  }

  private pressed(packet: RtpPacket): void {
    if (this.partner) return this.partner.forward(packet, 'event');
    const digit = this.keys.heard(packet);
    if (digit === null) return;
    this.tell({ id: this.id, report: 'digit', digit });
    this.finish();
  }

  /** Sends a packet of the other party, in our stream and in the codec of this side. */
  private forward(packet: RtpPacket, what: Codec | 'event'): void {
    const { terms } = this;
    if (!terms?.heard || this.closed) return;
    const payloadType = what === 'event' ? terms.eventType : terms.payloadType;
    // Keys cannot be heard here: they are not sent as anything else.
    if (payloadType === null) return;
    this.forwardedMs = performance.now();
    const bytes = Buffer.allocUnsafe(HEADER_BYTES + packet.payload.length);
    const stamp = this.restamper.stamp(packet, () => ({
      sequence: this.sequence,
      timestamp: Math.max(this.timestampAt(this.forwardedMs), this.nextTimestamp),
    }));
    const { marker } = packet;
    writeRtpHeader(bytes, { payloadType, marker, ...stamp, ssrc: this.ssrc });
    bytes.set(packet.payload, HEADER_BYTES);
    if (what !== 'event') translate(bytes.subarray(HEADER_BYTES), what, terms.codec);
    // What comes late has its number already.
    if (((stamp.sequence - this.sequence) << 16) >> 16 >= 0)
      this.sequence = (stamp.sequence + 1) & 0xffff;
    this.emit(bytes, terms);
  }

  private emit(bytes: Buffer, { remote }: AgreedMedia): void {
    if (this.latched === 'yes') this.socket.send(bytes);
    else this.socket.send(bytes, remote.port, remote.host);
  }

  private timestampAt(nowMs: number): number {
    return this.firstTimestamp + Math.round((nowMs - this.startMs) * SAMPLES_PER_MS);
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

/** Of what comes: by its static payload type, or by the one that was agreed on; null for anything else. */
function codecOf(payloadType: number, terms: AgreedMedia): Codec | null {
  if (payloadType === terms.payloadType) return terms.codec;
  if (payloadType === 0) return 'pcmu';
  return payloadType === 8 ? 'pcma' : null;
}

function translate(sound: Uint8Array, from: Codec, to: Codec): void {
  if (from === to) return;
  const table = from === 'pcmu' ? A_LAW_OF_MU_LAW : MU_LAW_OF_A_LAW;
  for (let at = 0; at < sound.length; at++) sound[at] = table[sound[at]!]!;
}
