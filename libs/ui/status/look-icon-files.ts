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

/** The icons of all looks by name, in a file of their own: most lists show none of them at first. */
export const LOOK_ICONS = {
  block: blockIcon,
  cancel: cancelIcon,
  check: checkIcon,
  congestion: congestionIcon,
  draft: draftIcon,
  error: errorIcon,
  expired: expiredIcon,
  finished: finishedIcon,
  hangUp: hangUpIcon,
  help: helpIcon,
  invalid: invalidIcon,
  interrupted: interruptedIcon,
  machine: machineIcon,
  missed: missedIcon,
  busy: busyIcon,
  off: offIcon,
  pause: pauseIcon,
  play: playIcon,
  removed: removedIcon,
  retry: retryIcon,
  schedule: scheduleIcon,
  stop: stopIcon,
  sync: syncIcon,
  undo: undoIcon,
};
