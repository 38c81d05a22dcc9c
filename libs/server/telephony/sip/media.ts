import { AgreedMedia } from './sdp';

/** What can be played in a call: 8,000 samples a second, both kinds of G.711 of the same sound. */
export interface Speech {
  pcmu: Uint8Array;
  pcma: Uint8Array;
  seconds: number;
}

/** What a call hears from its sound. */
export interface MediaListener {
  /** A port of ours is open; told once. */
  ready(port: number): void;
  /** No port could be opened. */
  failed(why: string): void;
  digit(digit: string): void;
  /** All of the message has been sent. */
  played(): void;
  /** Nothing has come from the other side for as long as the settings allow. */
  silent(): void;
}

/** The sound of one call. */
export interface MediaLine {
  /** Opens a port; whoever listens may be told at once. */
  open(listener: MediaListener): void;
  /** Begins to send; the message is played once, and silence after it. */
  start(agreed: AgreedMedia, speech: Speech): void;
  /** The other side has moved, changed its mind about codecs, or holds the call. */
  update(agreed: AgreedMedia): void;
  close(): void;
}

export interface MediaOptions {
  /** Seconds without a packet after which a call is called silent; null for never. */
  silenceSeconds: number | null;
}

/** Where sound comes from and goes to. */
export abstract class Media {
  abstract line(): MediaLine;
  abstract close(): Promise<void>;
}
