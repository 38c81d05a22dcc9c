// A thread of its own. Node may read it as it stands: only syntax that can be erased, imports by file name.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { convert } from './decoding/convert.ts';
import { Refusal } from './decoding/refusal.ts';
import type { ConversionOrder, ConversionReport } from './conversion-messages.ts';

const { file, longestSeconds } = workerData as ConversionOrder;
const tell = (report: ConversionReport, transfer: ArrayBuffer[] = []) =>
  parentPort!.postMessage(report, transfer);

try {
  const { format, samples } = await convert(readFileSync(file), longestSeconds);
  tell({ report: 'converted', format, samples }, [samples.buffer as ArrayBuffer]);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  tell({ report: 'refused', reason: error.reason, message: error.message });
}
