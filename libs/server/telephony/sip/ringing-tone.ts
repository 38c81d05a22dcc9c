import { aLaw, encode, muLaw, Speech } from '../sound';

const RATE = 8_000;
const FREQUENCY = 425;
const SOUND_SECONDS = 1;
const PERIOD_SECONDS = 5;
const AMPLITUDE = 3_000;

/** What is heard while the other party's phone rings: 425 Hz for one second in five (ITU-T E.180), to be repeated. */
export const RINGING_TONE: Speech = toneOf(
  Int16Array.from({ length: PERIOD_SECONDS * RATE }, (_, at) =>
    at < SOUND_SECONDS * RATE
      ? Math.round(AMPLITUDE * Math.sin((2 * Math.PI * FREQUENCY * at) / RATE))
      : 0,
  ),
);

function toneOf(samples: Int16Array): Speech {
  return {
    pcmu: encode(samples, muLaw),
    pcma: encode(samples, aLaw),
    seconds: samples.length / RATE,
  };
}
