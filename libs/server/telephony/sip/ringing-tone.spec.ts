import { SAMPLE_OF_A_LAW, SAMPLE_OF_MU_LAW } from '../sound';
import { RINGING_TONE } from './ringing-tone';

describe('the tone of a phone that rings', () => {
  it.each([
    ['µ-law', RINGING_TONE.pcmu, SAMPLE_OF_MU_LAW],
    ['A-law', RINGING_TONE.pcma, SAMPLE_OF_A_LAW],
  ])('is one second of 425 Hz and four of silence, in %s', (_law, bytes, samples) => {
    const sound = Array.from(bytes, (byte) => samples[byte]!);
    expect(sound).toHaveLength(5 * 8_000);
    const rises = sound.filter((sample, at) => at > 0 && sound[at - 1]! < -8 && sample >= -8);
    expect(rises.length).toBeGreaterThanOrEqual(424);
    expect(rises.length).toBeLessThanOrEqual(426);
    expect(sound.slice(8_000).every((sample) => Math.abs(sample) <= 8)).toBe(true);
  });
});
