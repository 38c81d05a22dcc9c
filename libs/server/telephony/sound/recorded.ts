import { Recording } from '../telephony';
import { encode, muLaw } from './g711';
import { parseWav, resample } from './wav';

const RATE = 8_000;
/** Loudness is looked at in pieces of 20 ms. */
const PIECE = 160;
/** Mean of the samples' absolute values from which on a piece is no silence; a quiet line has some 10 to 50. */
const LOUD = 200;
/** Less than a tenth of a second of sound is a click. */
const FEWEST_LOUD_PIECES = 5;
/** Of the silence after what was said, so much stays. */
const TAIL_PIECES = 25;

/** What a switch has recorded as a WAV; null where nobody spoke, or it is no WAV. */
export function recordingOf(wav: Buffer): Recording | null {
  const sound = parseWav(wav);
  return sound && recordingOfSamples(resample(sound, RATE));
}

/** The same for 8,000 samples a second. */
export function recordingOfSamples(samples: Int16Array): Recording | null {
  let loud = 0;
  let last = 0;
  for (let piece = 0; piece * PIECE < samples.length; piece++) {
    if (loudness(samples.subarray(piece * PIECE, (piece + 1) * PIECE)) < LOUD) continue;
    loud += 1;
    last = piece;
  }
  if (loud < FEWEST_LOUD_PIECES) return null;
  const said = samples.subarray(0, (last + 1 + TAIL_PIECES) * PIECE);
  return { pcmu: encode(said, muLaw), seconds: said.length / RATE };
}

function loudness(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += Math.abs(sample);
  return sum / samples.length;
}
