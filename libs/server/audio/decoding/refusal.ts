/** Why a file is not taken. */
export const REFUSALS = {
  empty: 'This file is empty.',
  'not-sound': 'This is not a sound file. Upload WAV, MP3, OGG or FLAC.',
  video:
    'This is a video, or sound in a container for videos. Export its sound as WAV, MP3, OGG or FLAC, and upload that.',
  unsupported: 'This kind of sound is not read.',
  damaged: 'This file is damaged and cannot be played.',
  'cut-off': 'This file is cut off: its end is missing.',
  'too-long': 'This recording is too long.',
  silent: 'There is nothing to hear in this file: it is silent.',
  'too-short': 'This recording is shorter than a tenth of a second.',
  'too-hard': 'This file takes too long to read.',
} as const;

export type RefusalReason = keyof typeof REFUSALS;

/** The file cannot be used; the message is a sentence for whoever uploaded it. */
export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string = REFUSALS[reason]) {
    super(message);
    this.reason = reason;
  }
}
