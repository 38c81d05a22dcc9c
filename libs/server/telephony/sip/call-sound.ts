import { Speech } from '../sound';
import { Recording, RecordingTerms } from '../telephony';
import { MediaLine } from './media';
import { RINGING_TONE } from './ringing-tone';
import { Timer, Timers } from '../timers';

export interface CallSoundListener {
  /** All has been said, and no key was pressed for as long as was asked for. */
  waited(): void;
  recorded(recording: Recording | null): void;
}

/** What was said is waited for no longer than this once a call has ended. */
const LAST_WORDS_MS = 500;
const SAMPLES_PER_SECOND = 8_000;

/** What a callee hears and says: one thing at a time, each in place of the one before. */
export class CallSound {
  private waitMs = 0;
  private waiting?: Timer;
  /** What is being recorded, if anything is. */
  private recording: RecordingTerms | null = null;
  private ended?: () => void;

  constructor(
    private readonly line: MediaLine,
    private readonly timers: Timers,
    private readonly listener: CallSoundListener,
  ) {}

  play(speech: Speech, waitSeconds: number): void {
    this.clear();
    this.waitMs = waitSeconds * 1_000;
    this.line.play(speech);
  }

  /** Takes down what is said, until silence, the longest time or a key. */
  record(terms: RecordingTerms): void {
    this.clear();
    this.recording = terms;
    const { maxSeconds, silenceSeconds } = terms;
    this.line.record({ maxMs: maxSeconds * 1_000, silenceMs: silenceSeconds * 1_000 });
  }

  /** Lets the tone be heard that says that a phone rings. */
  ring(): void {
    this.clear();
    this.line.play(RINGING_TONE, { again: true });
  }

  /** Lets nothing be heard any more. */
  stop(): void {
    this.clear();
    this.line.stop();
  }

  /** A key has been pressed: another may follow, and nothing more is recorded once it has been told. */
  pressed(tell: () => void): void {
    const { recording } = this;
    if (this.waiting) this.wait();
    tell();
    // Whoever was told may have begun another.
    if (recording && recording === this.recording) this.line.finish();
  }

  /** The line has played all of what was to be heard. */
  played(): void {
    if (!this.ended) this.wait();
  }

  /** The line has taken down what was said. */
  recorded(pcmu: Uint8Array | null): void {
    if (!this.recording) return;
    this.recording = null;
    const seconds = (pcmu?.length ?? 0) / SAMPLES_PER_SECOND;
    this.listener.recorded(pcmu && { pcmu, seconds });
    if (this.ended) this.close(this.ended);
  }

  /** The call has ended: closes the line, once what was being recorded has been told. */
  end(done: () => void): void {
    this.waiting?.cancel();
    this.ended = done;
    if (!this.recording) return this.close(done);
    this.waiting = this.timers.after(LAST_WORDS_MS, () => this.recorded(null));
    this.line.finish();
  }

  private clear(): void {
    this.waiting?.cancel();
    this.waiting = undefined;
    this.recording = null;
  }

  private close(done: () => void): void {
    this.waiting?.cancel();
    this.line.close();
    done();
  }

  private wait(): void {
    this.waiting?.cancel();
    this.waiting = this.timers.after(this.waitMs, () => {
      this.waiting = undefined;
      this.listener.waited();
    });
  }
}
