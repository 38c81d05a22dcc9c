import { Chance, chanceOf } from '@belltower/core';
import { SimulatorSettings } from '@belltower/dto';
import { encode, muLaw } from '../sound/g711';
import { Playback, Prompt, Recording } from '../telephony';
import { Step } from './script';

/** How fast a voice speaks, and what a recording of the library is taken to last. */
const MS_PER_CHARACTER = 65;
const AUDIO_MS = 8_000;
const LEAST_LISTENING_MS = 400;
/** Heard in place of a voice. */
const TONE_HERTZ = 440;
const SAMPLES_A_SECOND = 8_000;
/** Seconds of tone that are really made, however long somebody speaks. */
const MOST_TONE_SECONDS = 8;

/**
 * Whoever answers a call that asks something: listens to the end, answers questions, says something. What they do is
 * planned from the beginning of what they hear, as steps in milliseconds since the call was placed.
 */
export class Person {
  private readonly chance: Chance;

  constructor(
    private readonly settings: SimulatorSettings,
    call: { id: string; number: string },
    /** A machine hears all and presses nothing. */
    private readonly isMachine: boolean,
  ) {
    this.chance = chanceOf(`${settings.seed} ${call.number} ${call.id} person`);
  }

  /** Hears it, and presses one of the keys that answer it or none. */
  hear({ prompt, waitSeconds, keys }: Playback, nowMs: number): Step[] {
    const heardMs = nowMs + listeningMs(prompt);
    const waitMs = waitSeconds * 1_000;
    const answers = this.does(this.settings.answerPercent);
    const [which, when] = [this.chance(), this.chance()];
    const key = keys?.[Math.floor(which * keys.length)];
    if (!key || !answers || this.isMachine)
      return [{ atMs: heardMs + waitMs, event: { type: 'waited' } }];
    // Some know the answer before the question is over.
    const atMs = nowMs + listeningMs(prompt) / 2 + when * (listeningMs(prompt) / 2 + waitMs * 0.8);
    return [
      { atMs, event: { type: 'digit', digit: key } },
      { atMs: Math.max(atMs, heardMs) + waitMs, event: { type: 'waited' } },
    ];
  }

  /** For how many milliseconds they speak, where what they say is recorded. */
  speaks(): number {
    const speaks = this.does(this.settings.answerPercent) && !this.isMachine;
    const share = 0.5 + this.chance();
    return speaks ? this.settings.speakSeconds * 1_000 * share : 0;
  }

  private does(percent: number): boolean {
    return this.chance() * 100 < percent;
  }
}

function listeningMs(prompt: Prompt | null): number {
  if (!prompt) return 0;
  if (prompt.kind === 'audio') return AUDIO_MS;
  return Math.max(LEAST_LISTENING_MS, prompt.text.length * MS_PER_CHARACTER);
}

/** What so many seconds of somebody who speaks sound like: null for none. */
export function toneOf(seconds: number): Recording | null {
  if (seconds <= 0) return null;
  const samples = new Int16Array(Math.min(seconds, MOST_TONE_SECONDS) * SAMPLES_A_SECOND);
  for (let at = 0; at < samples.length; at++)
    samples[at] = 6_000 * Math.sin((2 * Math.PI * TONE_HERTZ * at) / SAMPLES_A_SECOND);
  return { pcmu: encode(samples, muLaw), seconds: samples.length / SAMPLES_A_SECOND };
}
