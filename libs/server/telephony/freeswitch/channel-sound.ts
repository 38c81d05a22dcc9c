import { SharedSounds } from '../sound';
import { Recording, RecordingTerms } from '../telephony';
import { Timer, Timers } from '../timers';
import { Command, Word } from './command';
import { playback, record, stopExecuting } from './commands';
import { SwitchEvent } from './incoming';

/** A sound as the switch finds it. */
export interface SoundFile {
  path: Word;
  seconds: number;
}

export interface SoundListener {
  /** All was heard, and no key was pressed for as long as was asked for. */
  waited(): void;
  recorded(recording: Recording | null): void;
  /** The switch could not play what it was told to. */
  unplayable(): void;
}

export interface SoundOptions {
  uuid: Word;
  timers: Timers;
  shared: SharedSounds;
  /** Path of a file in the shared folder, as the switch sees it. */
  pathOf(name: string): Word;
  send(command: Command): void;
  listener: SoundListener;
}

/** What the switch is doing in a channel: one thing at a time, each under a name of its own. */
type Doing =
  | { what: 'playing'; execution: Word; path: string; waitSeconds: number; started: boolean }
  | { what: 'recording'; execution: Word; path: string; name: string }
  | { what: 'other'; execution: Word };

/** Sound that is expected to be over and is not: its end was missed. */
const PATIENCE_MS = 5_000;
/** What is told to stop has stopped. */
const STOPPING_MS = 2_000;

/**
 * What is heard and said in one channel. The next begins only when the end of the one before was told: a switch that is
 * told to play while it plays would go on with the first when the second is over.
 */
export class ChannelSound {
  private doing: Doing | null = null;
  private next: (() => void) | null = null;
  private open = false;
  private over = false;
  private stopping = false;
  private executions = 0;
  private waiting?: Timer;
  private waitMs = 0;
  private patience?: Timer;

  constructor(private readonly options: SoundOptions) {}

  /** The channel takes what it is told: what was asked before begins now. */
  begin(): void {
    if (this.open) return;
    this.open = true;
    this.proceed();
  }

  /** Lets this be heard in place of whatever is; null: nothing is to be said. */
  play(file: SoundFile | null, waitSeconds: number): void {
    this.then(() => {
      if (!file) return this.wait(waitSeconds);
      const execution = this.nextExecution();
      const { text: path } = file.path;
      this.doing = { what: 'playing', execution, path, waitSeconds, started: false };
      this.expectEnd(file.seconds * 1_000 + PATIENCE_MS);
      this.options.send(playback(this.options.uuid, execution, file.path));
    });
  }

  record(terms: RecordingTerms): void {
    this.then(() => {
      const execution = this.nextExecution();
      const name = `rec-${execution.text}.wav`;
      const path = this.options.pathOf(name);
      this.doing = { what: 'recording', execution, path: path.text, name };
      this.expectEnd(terms.maxSeconds * 1_000 + PATIENCE_MS);
      this.options.send(record(this.options.uuid, execution, path, terms));
    });
  }

  /** Has the switch do something else in the channel, told by its name. */
  execute(make: (execution: Word) => Command): void {
    this.then(() => {
      const execution = this.nextExecution();
      this.doing = { what: 'other', execution };
      this.options.send(make(execution));
    });
  }

  /** A key: a wait begins anew, a recording ends. */
  pressed(): void {
    if (this.waiting) this.wait(this.waitMs / 1_000);
    if (this.doing?.what === 'recording') this.stop();
  }

  /** Whether the event told the end of something that is no sound. */
  handle(event: SwitchEvent): boolean {
    const { doing } = this;
    if (!doing) return false;
    if (event.name === 'PLAYBACK_START' && doing.what === 'playing')
      doing.started ||= event.text('Playback-File-Path') === doing.path;
    // With the channel everything ends, but has not been heard.
    if (event.text('Hangup-Cause') || !isEndOf(doing, event)) return false;
    const failed = doing.what === 'playing' && !doing.started;
    this.finished(failed);
    return doing.what === 'other';
  }

  /** The channel is gone; `done` once what was being said has been told. */
  close(done: () => void): void {
    const { doing } = this;
    this.stopTimers();
    if (doing?.what !== 'recording' || this.over) {
      this.over = true;
      return done();
    }
    this.over = true;
    this.options.shared.take(doing.name, (recording) => {
      this.options.listener.recorded(recording);
      done();
    });
  }

  private then(run: () => void): void {
    if (this.over) return;
    this.waiting?.cancel();
    this.waiting = undefined;
    this.next = run;
    if (!this.open) return;
    if (this.doing) this.stop();
    else this.proceed();
  }

  /** Once: a second break would end what comes next. */
  private stop(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.expectEnd(STOPPING_MS);
    this.options.send(stopExecuting(this.options.uuid));
  }

  private proceed(): void {
    const { next } = this;
    this.next = null;
    next?.();
  }

  /** What was being done is over, by itself or because it was told to stop. */
  private finished(failed: boolean): void {
    const { doing, next } = this;
    this.doing = null;
    this.stopping = false;
    this.patience?.cancel();
    // Who records is told what was said, even where something else is wanted by now.
    if (doing?.what === 'recording') this.tell(doing.name);
    if (next) return this.proceed();
    if (doing?.what !== 'playing') return;
    if (failed) return this.options.listener.unplayable();
    this.wait(doing.waitSeconds);
  }

  private tell(name: string): void {
    const { shared, listener } = this.options;
    shared.take(name, (recording) => !this.over && listener.recorded(recording));
  }

  private wait(seconds: number): void {
    this.waiting?.cancel();
    this.waitMs = seconds * 1_000;
    this.waiting = this.options.timers.after(this.waitMs, () => {
      this.waiting = undefined;
      this.options.listener.waited();
    });
  }

  /** Should its end be missed, it counts as over. */
  private expectEnd(milliseconds: number): void {
    this.patience?.cancel();
    this.patience = this.options.timers.after(milliseconds, () => this.finished(false));
  }

  private nextExecution(): Word {
    return Word.of('uuid', `${this.options.uuid.text}.x${++this.executions}`);
  }

  private stopTimers(): void {
    this.waiting?.cancel();
    this.patience?.cancel();
    this.waiting = undefined;
  }
}

function isEndOf(doing: Doing, event: SwitchEvent): boolean {
  switch (event.name) {
    case 'CHANNEL_EXECUTE_COMPLETE':
      return event.text('Application-UUID') === doing.execution.text;
    case 'PLAYBACK_STOP':
      return (
        doing.what === 'playing' && doing.started && event.text('Playback-File-Path') === doing.path
      );
    case 'RECORD_STOP':
      return doing.what === 'recording' && event.text('Record-File-Path') === doing.path;
    default:
      return false;
  }
}
