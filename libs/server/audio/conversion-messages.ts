import type { Format } from './decoding/decode.ts';
import type { RefusalReason } from './decoding/refusal.ts';

/** What the thread is to do. */
export interface ConversionOrder {
  file: string;
  longestSeconds: number;
}

/** What the thread answers, once. */
export type ConversionReport =
  | { report: 'converted'; format: Format; samples: Int16Array }
  | { report: 'refused'; reason: RefusalReason; message: string };
