import type { AgreedMedia } from './sdp';

/** What the main thread tells the media worker; `no` numbers what one call is to do, and comes back with its end. */
export type MediaOrder =
  | { order: 'open'; id: number; silenceMs: number | null }
  | { order: 'use'; id: number; agreed: AgreedMedia }
  | PlayOrder
  | { order: 'record'; id: number; no: number; maxMs: number; silenceMs: number }
  | { order: 'finish'; id: number }
  | { order: 'stop'; id: number; no: number }
  | { order: 'join'; id: number; other: number }
  | { order: 'close'; id: number };

/** Shared memory: nothing is copied. */
export interface PlayOrder {
  order: 'play';
  id: number;
  no: number;
  pcmu: Uint8Array;
  pcma: Uint8Array;
  again: boolean;
}

/** What the media worker tells the main thread. */
export type MediaReport =
  | { report: 'ready'; id: number; port: number }
  | { report: 'failed'; id: number; why: string }
  | { report: 'digit'; id: number; digit: string }
  | { report: 'played'; id: number; no: number }
  | { report: 'recorded'; id: number; no: number; pcmu: Uint8Array<ArrayBuffer> | null }
  | { report: 'silent'; id: number }
  | { report: 'punctuality'; steps: number; skipped: number; latestMs: number };
