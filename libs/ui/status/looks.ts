import blockIcon from '@material-symbols/svg-400/rounded/block.svg';
import cancelIcon from '@material-symbols/svg-400/rounded/cancel.svg';
import checkIcon from '@material-symbols/svg-400/rounded/check_circle.svg';
import congestionIcon from '@material-symbols/svg-400/rounded/traffic.svg';
import draftIcon from '@material-symbols/svg-400/rounded/edit_note.svg';
import errorIcon from '@material-symbols/svg-400/rounded/error.svg';
import expiredIcon from '@material-symbols/svg-400/rounded/timer_off.svg';
import finishedIcon from '@material-symbols/svg-400/rounded/task_alt.svg';
import hangUpIcon from '@material-symbols/svg-400/rounded/call_end.svg';
import helpIcon from '@material-symbols/svg-400/rounded/help.svg';
import invalidIcon from '@material-symbols/svg-400/rounded/dialpad.svg';
import interruptedIcon from '@material-symbols/svg-400/rounded/bolt.svg';
import machineIcon from '@material-symbols/svg-400/rounded/voicemail.svg';
import missedIcon from '@material-symbols/svg-400/rounded/phone_missed.svg';
import busyIcon from '@material-symbols/svg-400/rounded/phone_disabled.svg';
import offIcon from '@material-symbols/svg-400/rounded/do_not_disturb_on.svg';
import pauseIcon from '@material-symbols/svg-400/rounded/pause_circle.svg';
import playIcon from '@material-symbols/svg-400/rounded/play_circle.svg';
import removedIcon from '@material-symbols/svg-400/rounded/person_off.svg';
import retryIcon from '@material-symbols/svg-400/rounded/replay.svg';
import scheduleIcon from '@material-symbols/svg-400/rounded/schedule.svg';
import stopIcon from '@material-symbols/svg-400/rounded/stop_circle.svg';
import syncIcon from '@material-symbols/svg-400/rounded/sync.svg';
import undoIcon from '@material-symbols/svg-400/rounded/undo.svg';
import { titled } from '../format/format';

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
  /** The icon's file; `icon` is its name in the registry. */
  svg: string;
  /** Whether it is going on right now. */
  live: boolean;
}

const look = (word: string, tone: Tone, svg: string, live = false): Look => ({
  word,
  tone,
  icon: `look-${word.toLowerCase().replaceAll(' ', '-')}`,
  svg,
  live,
});

/** By the value of the enum that the API sends. A value means the same in every enum that has it. */
export const LOOKS: Readonly<Record<string, Look>> = {
  // Dispositions
  answered: look('Answered', 'green', checkIcon),
  machine: look('Machine', 'teal', machineIcon),
  busy: look('Busy', 'amber', busyIcon),
  'no-answer': look('No answer', 'slate', missedIcon),
  rejected: look('Rejected', 'rose', hangUpIcon),
  'invalid-number': look('Invalid number', 'olive', invalidIcon),
  blocked: look('Blocked', 'brown', blockIcon),
  congestion: look('Congestion', 'orange', congestionIcon),
  failed: look('Failed', 'red', errorIcon),
  cancelled: look('Cancelled', 'grey', cancelIcon),
  interrupted: look('Interrupted', 'indigo', interruptedIcon),
  suppressed: look('Suppressed', 'violet', blockIcon),
  'never-called': look('Never called', 'slate', scheduleIcon),
  // Campaigns and imports
  draft: look('Draft', 'slate', draftIcon),
  ready: look('Ready', 'slate', scheduleIcon),
  running: look('Running', 'blue', playIcon, true),
  paused: look('Paused', 'amber', pauseIcon),
  stopped: look('Stopped', 'grey', stopIcon),
  finished: look('Finished', 'green', finishedIcon),
  expired: look('Expired', 'orange', expiredIcon),
  uploaded: look('Uploaded', 'slate', draftIcon),
  queued: look('Queued', 'slate', scheduleIcon),
  undoing: look('Taking back', 'blue', undoIcon, true),
  undone: look('Undone', 'grey', undoIcon),
  // Subscribers
  waiting: look('Waiting', 'slate', scheduleIcon),
  retry: look('Retry', 'amber', retryIcon),
  'in-progress': look('In progress', 'blue', syncIcon, true),
  completed: look('Completed', 'green', checkIcon),
  removed: look('Removed', 'grey', removedIcon),
  // Contacts, accounts, gateways
  active: look('Active', 'green', checkIcon),
  inactive: look('Inactive', 'grey', offIcon),
  suspended: look('Suspended', 'orange', pauseIcon),
  up: look('Up', 'green', checkIcon),
  down: look('Down', 'red', errorIcon),
  unknown: look('Not checked', 'grey', helpIcon),
};

/** The look of a value; one without its own is grey, with its own word. */
export function lookOf(value: string): Look {
  return LOOKS[value] ?? { ...LOOKS['unknown']!, word: titled(value) };
}
