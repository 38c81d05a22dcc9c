import { Disposition } from '@belltower/dto';
import { writeWav } from '../../sound';
import { FarSide } from '../../telephony.contract';
import { Timer, Timers } from '../../timers';
import { AriConnection, AriListener, AriRequest, AriResponse } from '../ari';
import { FakeSwitch } from './loop-ari';

/** What one channel of the fake is about. */
interface Channel {
  id: string;
  application: string;
  endpoint: string;
  state: 'Down' | 'Ringing' | 'Up';
  side: FarSide;
  timers: Timer[];
  playback?: { id: string; media: string; timer?: Timer };
  recording?: { name: string; timer: Timer; sinceMs: number };
  bridge?: string;
}

/** SIP status, Q.850 cause and dial status with which Asterisk tells of a refusal. */
const REFUSALS: Partial<Record<FarSide['outcome'], [number, number, string]>> = {
  [Disposition.Busy]: [486, 17, 'BUSY'],
  [Disposition.Rejected]: [603, 21, 'CONGESTION'],
  [Disposition.InvalidNumber]: [404, 1, 'CONGESTION'],
  [Disposition.Blocked]: [608, 21, 'CONGESTION'],
  [Disposition.Congestion]: [503, 34, 'CONGESTION'],
};
/** The network gives up a phone that rings. */
const NETWORK_RING_SECONDS = 60;
const NOT_FOUND: AriResponse = { status: 404, body: { message: 'Not Found' } };
const NO_CONTENT: AriResponse = { status: 204, body: undefined };

/** How long everything that is played lasts. */
const SOUND_SECONDS = 1;
const SAMPLES_PER_SECOND = 8_000;
/** Bytes of µ-law: a loud sample, and silence. */
const LOUD = 0x20;
const SILENT = 0xff;

/** An Asterisk in a few lines, with a phone network behind it that treats every call as the test says. */
export class FakeAsterisk implements FakeSwitch {
  /** Calls that reached the network, by their channels' ids, in order. */
  readonly dialled: string[] = [];
  /** What was played, in order. */
  readonly played: string[] = [];
  /** Whether no file can be played, nor recorded. */
  mute = false;
  /** Whether the end of a recording is told after that of its channel. */
  tardy = false;
  /** Whether it refuses all that is asked with this status. */
  refuses: number | null = null;
  /** State of the trunk; null: there is none. */
  trunk: string | null = 'online';
  down: boolean;
  /** Whether events are lost although the connection is there. */
  deaf = false;
  private readonly channels = new Map<string, Channel>();
  private readonly listeners = new Map<string, AriListener>();
  private readonly stored = new Map<string, Uint8Array>();

  constructor(
    private readonly side: FarSide,
    private readonly timers: Timers,
  ) {
    this.down = side.down ?? false;
  }

  /** How many files of recordings it still keeps. */
  get kept(): number {
    return this.stored.size;
  }

  get living(): string[] {
    return [...this.channels.keys()];
  }

  handle({ method, path, query, body }: AriRequest): AriResponse {
    if (this.refuses) return { status: this.refuses, body: { message: 'Refused' } };
    const [resource, id = '', action] = path;
    const values: Record<string, unknown> = { ...query, ...body };
    switch (resource) {
      case 'asterisk':
        return { status: 200, body: { system: { version: '20.20.1' } } };
      case 'endpoints':
        if (this.trunk === null) return NOT_FOUND;
        return { status: 200, body: { technology: id, resource: action, state: this.trunk } };
      case 'events':
        this.tell(String(values['application']), { type: 'ChannelUserevent', eventname: action });
        return NO_CONTENT;
      case 'channels':
        if (method === 'POST' && !id) return this.originate(values);
        return this.channel(method, path, values);
      case 'playbacks':
        return this.playback(method, id);
      case 'recordings':
        return this.recording(method, path);
      case 'bridges':
        return this.bridge(method, path, values);
      default:
        return NOT_FOUND;
    }
  }

  file([, , name = '']: readonly string[]): Uint8Array | null {
    return this.stored.get(name) ?? null;
  }

  connect(application: string, listener: AriListener): AriConnection {
    this.listeners.set(application, listener);
    listener.opened();
    return { close: () => this.leave(application, listener) };
  }

  /** Every connection for events breaks; the calls go on. */
  disconnect(): void {
    const listeners = [...this.listeners.values()];
    this.listeners.clear();
    for (const listener of listeners) listener.closed('switch.example:8088 closed the connection.');
  }

  /** Ends at once, with all of its calls, and is there again. */
  restart(): void {
    for (const channel of this.channels.values()) this.forget(channel);
    this.disconnect();
  }

  /** The far end hangs up. */
  hangUp(id: string): void {
    const channel = this.channels.get(id);
    if (channel) this.end(channel, 16);
  }

  /** The callee presses a key. */
  press(id: string, digit: string): void {
    const channel = this.channels.get(id);
    if (channel) this.report(channel, { type: 'ChannelDtmfReceived', digit, duration_ms: 160 });
  }

  private leave(application: string, listener: AriListener): void {
    if (this.listeners.get(application) === listener) this.listeners.delete(application);
  }

  private originate(values: Record<string, unknown>): AriResponse {
    const id = String(values['channelId']);
    if (this.channels.has(id))
      return { status: 409, body: { message: 'Channel with given unique ID already exists' } };
    const endpoint = String(values['endpoint']);
    if (this.trunk === null) return { status: 500, body: { error: 'Allocation failed' } };
    const side = id.includes('.') ? { ...this.side.other! } : this.side;
    const application = String(values['app']);
    const channel: Channel = { id, application, endpoint, state: 'Down', side, timers: [] };
    this.channels.set(id, channel);
    this.dialled.push(id);
    this.dial(channel, '');
    this.later(channel, Number(values['timeout']), () => {
      if (channel.state !== 'Up') this.end(channel, 19, 480);
    });
    this.ring(channel);
    return { status: 200, body: this.told(channel) };
  }

  private ring(channel: Channel): void {
    const { outcome, ringSeconds = 0, earlyMedia } = channel.side;
    if (outcome === 'silent') return;
    const refusal = REFUSALS[outcome];
    if (refusal) {
      const [status, cause, words] = refusal;
      return this.later(channel, 0.6, () => this.refuse(channel, cause, status, words));
    }
    if (earlyMedia) this.dial(channel, 'PROGRESS');
    else {
      channel.state = 'Ringing';
      this.report(channel, { type: 'ChannelStateChange' });
      this.dial(channel, 'RINGING');
    }
    if (outcome === Disposition.Answered)
      this.later(channel, ringSeconds, () => this.answer(channel));
    else if (outcome !== 'late')
      this.later(channel, NETWORK_RING_SECONDS, () => this.refuse(channel, 19, 480, 'NOANSWER'));
  }

  private answer(channel: Channel): void {
    const { talkSeconds = 5, keys = '' } = channel.side;
    channel.state = 'Up';
    this.report(channel, { type: 'ChannelStateChange' });
    this.dial(channel, 'ANSWER');
    // What is answered while nobody listens is hung up.
    if (!this.listeners.has(channel.application)) return this.forget(channel);
    this.report(channel, { type: 'StasisStart', args: [] });
    [...keys].forEach((digit, index) =>
      this.later(channel, 0.5 * (index + 1), () => this.press(channel.id, digit)),
    );
    this.later(channel, talkSeconds, () => this.end(channel, 16));
  }

  private refuse(channel: Channel, cause: number, status: number, words: string): void {
    this.report(channel, { type: 'ChannelHangupRequest', cause, tech_cause: status });
    this.dial(channel, words);
    this.end(channel, cause, status);
  }

  private end(channel: Channel, cause: number, status?: number): void {
    if (channel.state === 'Up') this.report(channel, { type: 'ChannelHangupRequest', cause });
    this.stopPlayback(channel, 'failed');
    if (!this.tardy) this.stopRecording(channel);
    if (channel.state === 'Up') this.report(channel, { type: 'StasisEnd' });
    this.forget(channel);
    const tech = status === undefined ? {} : { tech_cause: status };
    this.report(channel, { type: 'ChannelDestroyed', cause, cause_txt: '', ...tech });
    this.stopRecording(channel);
  }

  private forget(channel: Channel): void {
    for (const timer of channel.timers) timer.cancel();
    channel.playback?.timer?.cancel();
    channel.recording?.timer.cancel();
    this.channels.delete(channel.id);
  }

  private channel(
    method: string,
    [, id = '', action, playbackId = '']: readonly string[],
    values: Record<string, unknown>,
  ): AriResponse {
    if (!id) return { status: 200, body: [...this.channels.values()].map((one) => this.told(one)) };
    const channel = this.channels.get(id);
    if (!channel) return NOT_FOUND;
    if (action === 'play') return this.play(channel, playbackId, String(values['media']));
    if (action === 'record') return this.record(channel, values);
    if (method === 'GET') return { status: 200, body: this.told(channel) };
    // An answer that crosses the hang-up on its way.
    if (channel.side.outcome === 'late' && channel.state !== 'Up') this.answer(channel);
    this.end(channel, Number(values['reason_code']), channel.state === 'Up' ? undefined : 487);
    return NO_CONTENT;
  }

  private play(channel: Channel, id: string, media: string): AriResponse {
    if (channel.state !== 'Up') return { status: 409, body: {} };
    this.played.push(media);
    channel.playback = { id, media };
    this.playbackEvent(channel, 'PlaybackStarted', 'playing');
    if (this.mute) this.stopPlayback(channel, 'failed');
    else if (!media.startsWith('tone:'))
      channel.playback.timer = this.timers.after(SOUND_SECONDS * 1_000, () =>
        this.stopPlayback(channel, 'done'),
      );
    return { status: 201, body: { id, state: 'queued' } };
  }

  private playback(method: string, id: string): AriResponse {
    const channel = [...this.channels.values()].find((one) => one.playback?.id === id);
    if (!channel) return NOT_FOUND;
    if (method === 'DELETE') this.stopPlayback(channel, 'done');
    return NO_CONTENT;
  }

  private stopPlayback(channel: Channel, state: 'done' | 'failed'): void {
    if (!channel.playback) return;
    channel.playback.timer?.cancel();
    this.playbackEvent(channel, 'PlaybackFinished', state);
    channel.playback = undefined;
  }

  private playbackEvent({ id, application, playback }: Channel, type: string, state: string): void {
    const { id: playbackId, media } = playback!;
    this.tell(application, {
      type,
      playback: { id: playbackId, media_uri: media, target_uri: `channel:${id}`, state },
    });
  }

  private record(channel: Channel, values: Record<string, unknown>): AriResponse {
    const name = String(values['name']);
    const { speakSeconds = 0 } = channel.side;
    const quietAfter = speakSeconds + Number(values['maxSilenceSeconds']);
    const seconds = Math.min(quietAfter, Number(values['maxDurationSeconds']));
    const timer = this.timers.after(seconds * 1_000, () => this.stopRecording(channel));
    channel.recording = { name, timer, sinceMs: this.timers.now() };
    return { status: 201, body: { name, state: 'queued' } };
  }

  private recording(method: string, [, kind, name = '']: readonly string[]): AriResponse {
    if (kind === 'stored') return this.stored.delete(name) ? NO_CONTENT : NOT_FOUND;
    const channel = [...this.channels.values()].find((one) => one.recording?.name === name);
    if (!channel) return NOT_FOUND;
    if (method === 'GET') return { status: 200, body: { name, state: 'recording' } };
    this.stopRecording(channel);
    if (method === 'DELETE') this.stored.delete(name);
    return NO_CONTENT;
  }

  private stopRecording(channel: Channel): void {
    const { recording, id, application, side } = channel;
    if (!recording) return;
    const { name, timer, sinceMs } = recording;
    timer.cancel();
    channel.recording = undefined;
    const seconds = (this.timers.now() - sinceMs) / 1_000;
    if (!this.mute) this.stored.set(name, sound(seconds, side.speakSeconds ?? 0));
    this.tell(application, {
      type: this.mute ? 'RecordingFailed' : 'RecordingFinished',
      recording: {
        name,
        format: 'wav',
        state: this.mute ? 'failed' : 'done',
        target_uri: `channel:${id}`,
      },
    });
  }

  private bridge(
    method: string,
    [, id, action]: readonly string[],
    values: Record<string, unknown>,
  ): AriResponse {
    if (method === 'DELETE') {
      for (const channel of this.channels.values())
        if (channel.bridge === id) channel.bridge = undefined;
      return NO_CONTENT;
    }
    if (action !== 'addChannel') return { status: 200, body: { id } };
    const channels = String(values['channel'])
      .split(',')
      .map((one) => this.channels.get(one));
    if (channels.some((one) => one?.state !== 'Up')) return { status: 400, body: {} };
    for (const channel of channels) channel!.bridge = id;
    return NO_CONTENT;
  }

  /** Who hears whom: the channels of every bridge. */
  get bridged(): string[][] {
    const bridges = new Map<string, string[]>();
    for (const { id, bridge } of this.channels.values())
      if (bridge) bridges.set(bridge, [...(bridges.get(bridge) ?? []), id]);
    return [...bridges.values()];
  }

  private told({ id, state }: Channel) {
    return { id, name: `PJSIP/trunk-${id}`, state, language: 'en' };
  }

  private dial(channel: Channel, dialstatus: string): void {
    const peer = this.told(channel);
    this.tell(channel.application, { type: 'Dial', dialstatus, dialstring: '', peer });
  }

  private report(channel: Channel, event: object): void {
    this.tell(channel.application, { ...event, channel: this.told(channel) });
  }

  private tell(application: string, event: object): void {
    if (this.deaf) return;
    this.listeners.get(application)?.heard(JSON.stringify({ ...event, application }));
  }

  private later(channel: Channel, seconds: number, run: () => void): void {
    channel.timers.push(this.timers.after(seconds * 1_000, run));
  }
}

/** So many seconds in a file, of which somebody speaks in the first. */
function sound(seconds: number, spokenSeconds: number): Uint8Array {
  const samples = new Uint8Array(Math.round(seconds * SAMPLES_PER_SECOND)).fill(SILENT);
  samples.fill(LOUD, 0, Math.round(spokenSeconds * SAMPLES_PER_SECOND));
  return writeWav(samples);
}
