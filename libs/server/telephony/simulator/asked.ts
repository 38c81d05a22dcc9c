import { SimulatorSettings } from '@belltower/dto';
import { OutboundCall, Playback, RecordingTerms } from '../telephony';
import { LedgerEntry } from './ledger';
import { Person } from './person';
import { Step } from './script';

/** A call that asks something, and whoever it is who answers it. */
export interface Asked {
  person: Person;
  opening: Playback;
  /** What they do about what they hear at present; these steps are among those of the call. */
  reaction: Step[];
  /** How long a key makes whoever asked wait anew, in milliseconds of the simulated world. */
  waitMs: number;
  recording: { beganMs: number; saidMs: number } | null;
  /** Whether they are with another party, or wait for it: nothing else is done meanwhile. */
  isTransferred: boolean;
  transfers: { number: string; from: Date; until: Date | null }[];
}

/** Whoever is called, before anything was said to them. */
export function askedOf(
  settings: SimulatorSettings,
  call: OutboundCall,
  isMachine: boolean,
): Asked {
  return {
    person: new Person(settings, call, isMachine),
    opening: call.opening,
    reaction: [],
    waitMs: 0,
    recording: null,
    isTransferred: false,
    transfers: [],
  };
}

/** The other party is there no more. */
export function parted(asked: Asked, at: Date): void {
  asked.isTransferred = false;
  const last = asked.transfers.at(-1);
  if (last) last.until ??= at;
}

/** With whom they were connected, as the ledger tells it. */
export function transfersOf(asked: Asked | undefined): Pick<LedgerEntry, 'transfers'> {
  if (!asked?.transfers.length) return {};
  const transfers = asked.transfers.map(({ number, from, until }) => ({
    number,
    from: from.toISOString(),
    until: until!.toISOString(),
  }));
  return { transfers };
}

/** They do about what is played what their settings say. */
export function hears(asked: Asked, playback: Playback, nowMs: number): Step[] {
  asked.waitMs = playback.waitSeconds * 1_000;
  return asked.person.hear(playback, nowMs);
}

/** They speak, or are silent until nobody waits for them to speak any more. */
export function speaks(
  asked: Asked,
  { maxSeconds, silenceSeconds }: RecordingTerms,
  nowMs: number,
): Step[] {
  const saidMs = asked.person.speaks();
  const untilMs = Math.min(maxSeconds * 1_000, saidMs + silenceSeconds * 1_000);
  asked.recording = { beganMs: nowMs, saidMs: Math.min(saidMs, maxSeconds * 1_000) };
  return [{ atMs: nowMs + untilMs, event: { type: 'recorded', recording: null } }];
}

/** Every key begins the wait anew, and ends a recording. */
export function pressed({ reaction, waitMs }: Asked, steps: readonly Step[], atMs: number): Step[] {
  for (const step of reaction) {
    if (step.event.type === 'waited') step.atMs = Math.max(step.atMs, atMs + waitMs);
    if (step.event.type === 'recorded') step.atMs = Math.min(step.atMs, atMs);
  }
  return [...steps];
}
