import { recordingOf } from '../sound';
import { Recording, RecordingTerms } from '../telephony';
import { Timer, Timers } from '../timers';
import { AriRequest } from './ari';
import { AriEvent } from './ari-event';
import { SwitchNode } from './switch-node';

const SAMPLES_PER_SECOND = 8_000;
const GRACE_MS = 1_000;

export interface SoundListener {
  waited(): void;
  recorded(recording: Recording | null): void;
  /** The switch could not play what it was told to. */
  unplayable(): void;
}

export interface SoundOptions {
  channelId: string;
  node: SwitchNode;
  timers: Timers;
  listener: SoundListener;
}

type Doing =
  | { what: 'nothing' }
  | { what: 'playing'; id: string; waitMs: number }
  | { what: 'listening'; waitMs: number; timer: Timer }
  | { what: 'recording'; name: string; maxSeconds: number; longest: Timer };

/**
 * What is heard and said in one channel, one thing at a time. Everything that is played or recorded has a number of its
 * own, so that the late end of one is not taken for the end of the next.
 */
export class ChannelSound {
  private doing: Doing = { what: 'nothing' };
  private turns = 0;
  /** The channel is about to end: what stops now has not failed. */
  private ending = false;
  private over = false;
  private fetching: Promise<void> = Promise.resolve();
  /** What was being recorded when the channel ended. */
  private late?: { name: string; finish: () => void };

  constructor(private readonly options: SoundOptions) {}

  /** Once all that was said has been told. */
  get settled(): Promise<void> {
    return this.fetching;
  }

  /** @param path of a file, without its extension, as the switch sees it; null: nothing is to be said */
  play(path: string | null, waitSeconds: number): void {
    this.stop();
    const waitMs = waitSeconds * 1_000;
    if (path === null) return this.listen(waitMs);
    void this.start(`sound:${path}`, waitMs);
  }

  /** Lets a phone be heard to ring, until something else is. */
  ring(): void {
    this.stop();
    void this.start('tone:ring', null);
  }

  record({ maxSeconds, silenceSeconds }: RecordingTerms): void {
    this.stop();
    const name = this.nextId('r');
    const { timers } = this.options;
    const longest = timers.after(maxSeconds * 1_000, () => this.stopRecording(name));
    this.doing = { what: 'recording', name, maxSeconds, longest };
    const query = {
      name,
      format: 'wav',
      // It counts whole seconds of the clock, so that up to one is missing: our own time counts.
      maxDurationSeconds: String(Math.ceil(maxSeconds) + 1),
      maxSilenceSeconds: String(Math.max(1, Math.ceil(silenceSeconds))),
      ifExists: 'overwrite',
      terminateOn: 'none',
    };
    void this.ask({ method: 'POST', path: [...this.channel, 'record'], query }).then((status) => {
      if (status !== undefined && status >= 300) this.finishRecording(name, true);
    });
  }

  /** A key: ends a recording, and begins a wait anew, for whoever is pressing keys may press another. */
  pressed(): void {
    if (this.doing.what === 'listening') {
      this.doing.timer.cancel();
      this.listen(this.doing.waitMs);
    } else if (this.doing.what === 'recording') this.stopRecording(this.doing.name);
  }

  handle(event: AriEvent): void {
    if (event.type === 'ending' || event.type === 'destroyed') this.ending = true;
    if (event.type === 'playback-finished') this.played(event.playbackId, event.failed);
    if (event.type !== 'recording-finished') return;
    if (event.name === this.late?.name) this.late.finish();
    else this.finishRecording(event.name, event.failed);
  }

  /** After events were missed: what was under way may be over. */
  async recheck(): Promise<void> {
    const { doing } = this;
    if (doing.what === 'playing') {
      const status = await this.ask({ method: 'GET', path: ['playbacks', doing.id] });
      if (status === 404) this.played(doing.id, false);
    } else if (doing.what === 'recording') {
      const status = await this.ask({ method: 'GET', path: ['recordings', 'live', doing.name] });
      if (status === 404) this.finishRecording(doing.name, false);
    }
  }

  /** Stops whatever is under way, without a word. */
  stop(): void {
    const { doing } = this;
    this.doing = { what: 'nothing' };
    if (doing.what === 'listening') doing.timer.cancel();
    if (doing.what === 'recording') doing.longest.cancel();
    if (doing.what === 'playing')
      void this.ask({ method: 'DELETE', path: ['playbacks', doing.id] });
    // Nobody waits for what was said any more: this one deletes it as well.
    if (doing.what === 'recording')
      void this.ask({ method: 'DELETE', path: ['recordings', 'live', doing.name] });
  }

  /** The channel is gone. */
  close(): void {
    this.over = true;
    if (this.doing.what === 'listening') this.doing.timer.cancel();
    if (this.doing.what === 'recording') this.awaitRecording(this.doing);
    this.doing = { what: 'nothing' };
  }

  private get channel(): string[] {
    return ['channels', this.options.channelId];
  }

  /** @param waitMs null where nobody waits for the end */
  private async start(media: string, waitMs: number | null): Promise<void> {
    const id = this.nextId('p');
    this.doing = { what: 'playing', id, waitMs: waitMs ?? Infinity };
    const path = [...this.channel, 'play', id];
    const status = await this.ask({ method: 'POST', path, query: { media } });
    // 404 and 409: the channel is about to end. No answer: that is found out when the switch is back.
    if (status !== undefined && status >= 300 && ![404, 409].includes(status))
      this.played(id, true);
  }

  private played(id: string, failed: boolean): void {
    const { doing } = this;
    if (doing.what !== 'playing' || doing.id !== id || this.ending || this.over) return;
    this.doing = { what: 'nothing' };
    if (doing.waitMs === Infinity) return;
    if (failed) return this.options.listener.unplayable();
    this.listen(doing.waitMs);
  }

  private listen(waitMs: number): void {
    const { timers, listener } = this.options;
    const timer = timers.after(waitMs, () => {
      this.doing = { what: 'nothing' };
      listener.waited();
    });
    this.doing = { what: 'listening', waitMs, timer };
  }

  /** Its end is told before that of the channel, or a moment after. */
  private awaitRecording({
    name,
    maxSeconds,
    longest,
  }: Extract<Doing, { what: 'recording' }>): void {
    const { timers, listener } = this.options;
    longest.cancel();
    this.fetching = new Promise((told) => {
      const finish = () => {
        timer.cancel();
        this.late = undefined;
        told(this.fetch(name, maxSeconds).then(listener.recorded));
      };
      const timer = timers.after(GRACE_MS, finish);
      this.late = { name, finish };
    });
  }

  private stopRecording(name: string): void {
    void this.ask({ method: 'POST', path: ['recordings', 'live', name, 'stop'] });
  }

  private finishRecording(name: string, failed: boolean): void {
    const { doing } = this;
    if (doing.what !== 'recording' || doing.name !== name) return;
    this.doing = { what: 'nothing' };
    doing.longest.cancel();
    const { recorded } = this.options.listener;
    if (failed) return recorded(null);
    this.fetching = this.fetch(name, doing.maxSeconds).then(recorded);
  }

  /** What was said, which the switch then keeps no longer. */
  private async fetch(name: string, maxSeconds: number): Promise<Recording | null> {
    const path = ['recordings', 'stored', name];
    const file = await this.options.node.download([...path, 'file']).catch(() => null);
    void this.ask({ method: 'DELETE', path });
    const recording = file && recordingOf(Buffer.from(file));
    // What was said on the way of our “stop” is more than was asked for.
    return recording && shortened(recording, maxSeconds);
  }

  /** The status that came; undefined where none did. */
  private ask(request: AriRequest): Promise<number | undefined> {
    return this.options.node.request(request).then(
      ({ status }) => status,
      () => undefined,
    );
  }

  private nextId(kind: 'p' | 'r'): string {
    return `${this.options.channelId}.${kind}${++this.turns}`;
  }
}

function shortened({ pcmu, seconds }: Recording, maxSeconds: number): Recording {
  if (seconds <= maxSeconds) return { pcmu, seconds };
  const kept = pcmu.slice(0, Math.round(maxSeconds * SAMPLES_PER_SECOND));
  return { pcmu: kept, seconds: kept.length / SAMPLES_PER_SECOND };
}
