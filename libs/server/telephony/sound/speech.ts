import { A_LAW_OF_MU_LAW, aLaw, encode, muLaw } from './g711';

const RATE = 8_000;

/** What can be played in a call: 8,000 samples a second, both kinds of G.711 of the same sound. */
export interface Speech {
  pcmu: Uint8Array;
  pcma: Uint8Array;
  seconds: number;
}

/** @param samples 8,000 a second */
export function speechOf(samples: Int16Array): Speech {
  return {
    pcmu: encode(samples, muLaw),
    pcma: encode(samples, aLaw),
    seconds: samples.length / RATE,
  };
}

/** @param stored G.711 µ-law, 8,000 samples a second */
export function speechOfPcmu(stored: Uint8Array): Speech {
  // Shared with the media thread rather than copied for every call.
  const pcmu = new Uint8Array(new SharedArrayBuffer(stored.length));
  const pcma = new Uint8Array(new SharedArrayBuffer(stored.length));
  pcmu.set(stored);
  stored.forEach((byte, at) => (pcma[at] = A_LAW_OF_MU_LAW[byte]!));
  return { pcmu, pcma, seconds: stored.length / RATE };
}
