import type { AgreedMedia } from './sdp';

/** What the main thread tells the media worker. */
export type MediaOrder =
  | { order: 'open'; id: number; silenceMs: number | null }
  | { order: 'start'; id: number; agreed: AgreedMedia; pcmu: Uint8Array; pcma: Uint8Array }
  | { order: 'update'; id: number; agreed: AgreedMedia }
  | { order: 'close'; id: number };

/** What the media worker tells the main thread. */
export type MediaReport =
  | { report: 'ready'; id: number; port: number }
  | { report: 'failed'; id: number; why: string }
  | { report: 'digit'; id: number; digit: string }
  | { report: 'played'; id: number }
  | { report: 'silent'; id: number }
  | { report: 'punctuality'; steps: number; skipped: number; latestMs: number };
