import { titled } from '../format/format';
import type { LOOK_ICONS } from './look-icon-files';

/** Colours of `theme/_tones.scss`; each has a mark, an ink and a wash for light and dark. */
export type Tone =
  | 'green'
  | 'slate'
  | 'amber'
  | 'rose'
  | 'orange'
  | 'red'
  | 'grey'
  | 'violet'
  | 'blue'
  | 'teal'
  | 'brown'
  | 'olive'
  | 'indigo';

/** How a status or disposition looks wherever it shows: one word, one colour, one icon. */
export interface Look {
  word: string;
  tone: Tone;
  icon: string;
  /** Whether it is going on right now. */
  live: boolean;
}

const look = (word: string, tone: Tone, icon: keyof typeof LOOK_ICONS, live = false): Look => ({
  word,
  tone,
  icon: `look-${icon}`,
  live,
});

/** By the value of the enum that the API sends. A value means the same in every enum that has it. */
export const LOOKS: Readonly<Record<string, Look>> = {
  // Outcomes
  answered: look('Answered', 'green', 'check'),
  machine: look('Machine', 'teal', 'machine'),
  busy: look('Busy', 'amber', 'busy'),
  'no-answer': look('No answer', 'slate', 'missed'),
  rejected: look('Rejected', 'rose', 'hangUp'),
  'invalid-number': look('Invalid number', 'olive', 'invalid'),
  blocked: look('Blocked', 'brown', 'block'),
  congestion: look('Congestion', 'orange', 'congestion'),
  failed: look('Failed', 'red', 'error'),
  cancelled: look('Cancelled', 'grey', 'cancel'),
  interrupted: look('Interrupted', 'indigo', 'interrupted'),
  suppressed: look('Suppressed', 'violet', 'block'),
  delivered: look('Delivered', 'green', 'check'),
  sent: look('Sent', 'blue', 'sync'),
  undelivered: look('Undelivered', 'amber', 'off'),
  'never-called': look('Never called', 'slate', 'schedule'),
  // Campaigns and imports
  draft: look('Draft', 'slate', 'draft'),
  ready: look('Ready', 'slate', 'schedule'),
  running: look('Running', 'blue', 'play', true),
  paused: look('Paused', 'amber', 'pause'),
  stopped: look('Stopped', 'grey', 'stop'),
  finished: look('Finished', 'green', 'finished'),
  expired: look('Expired', 'orange', 'expired'),
  uploaded: look('Uploaded', 'slate', 'draft'),
  queued: look('Queued', 'slate', 'schedule'),
  undoing: look('Taking back', 'blue', 'undo', true),
  undone: look('Undone', 'grey', 'undo'),
  // Subscribers
  waiting: look('Waiting', 'slate', 'schedule'),
  retry: look('Retry', 'amber', 'retry'),
  'in-progress': look('In progress', 'blue', 'sync', true),
  completed: look('Completed', 'green', 'check'),
  removed: look('Removed', 'grey', 'removed'),
  // Contacts, accounts, gateways
  active: look('Active', 'green', 'check'),
  inactive: look('Inactive', 'grey', 'off'),
  suspended: look('Suspended', 'orange', 'pause'),
  up: look('Up', 'green', 'check'),
  down: look('Down', 'red', 'error'),
  unknown: look('Unknown', 'grey', 'help'),
};

/** The look of a value; one without its own is grey, with its own word. */
export function lookOf(value: string): Look {
  return LOOKS[value] ?? { ...LOOKS['unknown']!, word: titled(value) };
}
