import { Disposition } from '@belltower/dto';
import { EndCause, Verdict, verdictOf, verdictOfRingTimeout } from '../cause';
import { HungUp } from '../telephony';
import { SwitchEvent } from './incoming';

/** Why we have ended a call ourselves. */
export type Farewell = 'hang-up' | 'ring-timeout' | 'longest-call' | 'unplayable' | 'transfer-over';

/** What is known of a call when it ends. */
export interface Course {
  answered: boolean;
  machine: boolean;
  /** Whether anything at all was heard of the other side before. */
  provisional: boolean;
  /** Null where we have not. */
  farewell: Farewell | null;
  /** An answer came when it was given up already. */
  crossed: boolean;
}

/** How a call ended, as the driver tells it. */
export type Ending = Omit<HungUp, 'type'>;

/** Q.850 cause 16: one of both has hung up, as usual. */
const NORMAL_CLEARING = 16;
/** Ends by whoever runs the switch, not by anybody who speaks. */
const OF_THE_SWITCH = ['SYSTEM_SHUTDOWN', 'CRASH'];
/** Ends of an answered call that its disposition does not tell. */
const DETAILS: Record<string, string> = {
  ALLOTTED_TIMEOUT: 'longest-call',
  MEDIA_TIMEOUT: 'no-sound',
};

/** What the switch says when a channel is over. */
export function causeIn(event: SwitchEvent): EndCause {
  const sipStatus = sipStatusIn(event);
  const q850 = event.count('variable_hangup_cause_q850');
  const words = event.text('Hangup-Cause') ?? event.variable('hangup_cause');
  const reason = event.variable('sip_reason') ?? event.variable('sip_invite_failure_phrase');
  return {
    ...(sipStatus === undefined ? {} : { sipStatus }),
    ...(q850 ? { q850 } : {}),
    ...(words === undefined ? {} : { words }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The end of a call of which the switch says this. */
export function endingOf(event: SwitchEvent, course: Course): Ending {
  const cause = causeIn(event);
  const { sipStatus, q850, words = '' } = cause;
  const stopped = OF_THE_SWITCH.includes(words) ? 'switch-stopped' : undefined;
  if (course.answered) return talked(course, q850, stopped ?? DETAILS[words]);
  if (stopped) return { disposition: Disposition.Interrupted, detail: stopped };
  const raw = {
    ...(course.crossed ? { sipStatus: 200 } : sipStatus === undefined ? {} : { sipStatus }),
    ...(q850 === undefined ? {} : { q850 }),
  };
  return { ...verdictFor(event, cause, course), ...raw };
}

/** The end of a call whose channel never was, or of which no more was heard than that it was to end. */
export function endingWithoutChannel(words: string, course: Course): Ending {
  if (words === 'DESTINATION_OUT_OF_ORDER')
    return { disposition: Disposition.Failed, detail: 'repeated-id' };
  if (course.answered) return talked(course, undefined, undefined);
  return { ...ownVerdict(words, course), ...(course.crossed ? { sipStatus: 200 } : {}) };
}

function ownVerdict(words: string, { farewell, provisional }: Course): Verdict {
  if (farewell === 'ring-timeout') return verdictOfRingTimeout(provisional);
  if (farewell) return { disposition: Disposition.Cancelled };
  return verdictOf({ words });
}

function talked(course: Course, q850 = NORMAL_CLEARING, detail: string | undefined): Ending {
  const why =
    course.farewell === 'longest-call' || course.farewell === 'unplayable'
      ? course.farewell
      : detail;
  return {
    disposition: course.machine ? Disposition.Machine : Disposition.Answered,
    sipStatus: 200,
    q850,
    ...(why ? { detail: why } : {}),
  };
}

function verdictFor(event: SwitchEvent, cause: EndCause, course: Course): Verdict {
  const { provisional, farewell } = course;
  if (farewell === 'ring-timeout') return verdictOfRingTimeout(provisional);
  if (farewell) return { disposition: Disposition.Cancelled };
  // The switch has given up by itself: the 487 is only what the other side said to that.
  if (event.variable('sip_hangup_disposition') === 'send_cancel') {
    const { words } = cause;
    if (words === 'NO_ANSWER') return verdictOfRingTimeout(provisional);
    return verdictOf(words === undefined ? {} : { words });
  }
  return verdictOf({ ...cause, provisional });
}

/** As the other side said it; 0 and the like are none. */
function sipStatusIn(event: SwitchEvent): number | undefined {
  const specific = /^sip:(\d{3})$/.exec(event.variable('proto_specific_hangup_cause') ?? '')?.[1];
  const found = [
    event.count('variable_sip_invite_failure_status'),
    event.count('variable_sip_term_status'),
    specific === undefined ? undefined : Number(specific),
  ];
  return found.find((status) => status !== undefined && status >= 300 && status <= 699);
}
