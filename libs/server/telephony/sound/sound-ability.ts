/** What calls can say on a machine. */
export interface SoundAbility {
  /** What speaks, for people; null where nothing can. */
  voice: string | null;
  /** Whether there are recordings to play. */
  recordings: boolean;
}

/** Whether there is anything that a call could say: nobody is called to hear nothing. */
export function canSay({ voice, recordings }: SoundAbility): boolean {
  return voice !== null || recordings;
}

/** For the person who asked how a gateway is, without a full stop. */
export function wordsForSound({ voice, recordings }: SoundAbility): string {
  if (voice !== null) return `Speaks with ${voice}`;
  const missing = 'Nothing can speak on this machine: install espeak-ng';
  return recordings ? `${missing}. Until then only recordings are played` : missing;
}
