import { Media, MediaLine, MediaListener, RecorderTerms } from '../media';
import { Timer, Timers } from '../../timers';

const SAMPLES_PER_MS = 8;

/** Sound that takes its time, and a person at each line who may speak when what is said is recorded. */
export class TimedMedia extends Media {
  private readonly lines = new Map<number, TimedLine>();
  private last = 0;

  /** @param speakSeconds how long a person speaks; undefined where they say nothing */
  constructor(
    private readonly timers: Timers,
    private readonly speakSeconds: number | undefined,
  ) {
    super();
  }

  line(): MediaLine {
    const line = new TimedLine(++this.last, this.timers, this.speakSeconds);
    this.lines.set(line.port, line);
    return line;
  }

  /** A key that comes with the sound to this port. */
  press(port: number, key: string): void {
    this.lines.get(port)?.press(key);
  }

  async close(): Promise<void> {}
}

class TimedLine implements MediaLine {
  readonly port: number;
  private listener?: MediaListener;
  private doing?: Timer;
  private recording: { beganMs: number; terms: RecorderTerms } | null = null;
  private joined = false;

  constructor(
    readonly id: number,
    private readonly timers: Timers,
    private readonly speakSeconds: number | undefined,
  ) {
    this.port = 10_000 + 2 * id;
  }

  open(listener: MediaListener): void {
    this.listener = listener;
    listener.ready(this.port);
  }

  use(): void {}

  play({ seconds }: { seconds: number }, { again } = { again: false }): void {
    this.stop();
    if (again) return;
    this.doing = this.timers.after(seconds * 1_000, () => this.listener?.played());
  }

  record(terms: RecorderTerms): void {
    this.stop();
    this.recording = { terms, beganMs: this.timers.now() };
    const speakMs = (this.speakSeconds ?? 0) * 1_000;
    const untilMs = Math.min(terms.maxMs, speakMs + terms.silenceMs);
    this.doing = this.timers.after(untilMs, () => this.finish());
  }

  finish(): void {
    if (!this.recording) return;
    const saidMs = this.timers.now() - this.recording.beganMs;
    const heardMs = Math.min(saidMs, (this.speakSeconds ?? 0) * 1_000);
    this.stop();
    this.listener?.recorded(heardMs ? new Uint8Array(heardMs * SAMPLES_PER_MS) : null);
  }

  stop(): void {
    this.doing?.cancel();
    this.recording = null;
  }

  join(other: MediaLine): void {
    for (const line of [this, other as TimedLine]) {
      line.stop();
      line.joined = true;
    }
  }

  press(key: string): void {
    if (this.joined) return;
    this.listener?.digit(key);
    this.finish();
  }

  close(): void {
    this.stop();
    this.listener = undefined;
  }
}
