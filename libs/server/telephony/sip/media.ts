import { Speech } from '../sound';
import { Punctuality } from './pacer';
import { AgreedMedia } from './sdp';

/** What a call hears from its sound. */
export interface MediaListener {
  /** A port of ours is open; told once. */
  ready(port: number): void;
  /** No port could be opened. */
  failed(why: string): void;
  digit(digit: string): void;
  /** All of what was last to be played has been sent. */
  played(): void;
  /** The end of what was last to be recorded: µ-law, or null where nothing was said. */
  recorded(pcmu: Uint8Array | null): void;
  /** Nothing has come from the other side for as long as the settings allow. */
  silent(): void;
}

/** When a recording ends by itself. */
export interface RecorderTerms {
  maxMs: number;
  /** Of silence, after which nothing more is expected. */
  silenceMs: number;
}

/** The sound of one call. It does one thing at a time: each takes the place of the one before, which is told no end. */
export interface MediaLine {
  /** Its name among the lines of the same {@link Media}. */
  readonly id: number;
  /** Opens a port; whoever listens may be told at once. */
  open(listener: MediaListener): void;
  /** Begins to send, silence at first; later: the other side has moved, changed its codecs, or holds the call. */
  use(agreed: AgreedMedia): void;
  /** Plays this from its beginning, and silence after it; `again` and again until something else is to be done. */
  play(speech: Speech, how?: { again: boolean }): void;
  /** Takes down what the other side says, until silence, the longest time, or a key that comes with the sound. */
  record(terms: RecorderTerms): void;
  /** Ends what is being recorded now. */
  finish(): void;
  /** Sends silence. */
  stop(): void;
  /** Both sides hear each other, their keys too, until either is closed. */
  join(other: MediaLine): void;
  close(): void;
}

export interface MediaOptions {
  /** Seconds without a packet after which a call is called silent; null for never. */
  silenceSeconds: number | null;
}

/** Where sound comes from and goes to. */
export abstract class Media {
  /** How punctual sound has been in the last whole second. */
  punctuality: Punctuality = { steps: 0, skipped: 0, latestMs: 0 };
  /** Steps that were left out since the beginning. */
  skipped = 0;

  abstract line(): MediaLine;
  abstract close(): Promise<void>;
}
