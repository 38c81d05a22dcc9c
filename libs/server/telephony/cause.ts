import { Disposition } from '@belltower/dto';

/** Why a call that was never answered ended, as far as the switch tells. */
export interface EndCause {
  sipStatus?: number;
  q850?: number;
  /** The switch's own name of the cause, for example FreeSWITCH's `USER_BUSY` or Asterisk's `CHANUNAVAIL`. */
  words?: string;
  /** Text of the SIP reason phrase or Reason header. */
  reason?: string;
  /** False where not even a provisional answer came: the trunk, not the person, was silent. */
  provisional?: boolean;
}

export interface Verdict {
  disposition: Disposition;
  detail?: 'incompatible' | 'auth-failed' | 'network-blocked' | 'unreachable';
}

const BUSY: Verdict = { disposition: Disposition.Busy };
const NO_ANSWER: Verdict = { disposition: Disposition.NoAnswer };
const REJECTED: Verdict = { disposition: Disposition.Rejected };
const INVALID_NUMBER: Verdict = { disposition: Disposition.InvalidNumber };
const BLOCKED: Verdict = { disposition: Disposition.Blocked };
const CANCELLED: Verdict = { disposition: Disposition.Cancelled };
const FAILED: Verdict = { disposition: Disposition.Failed };
const INCOMPATIBLE: Verdict = { disposition: Disposition.Failed, detail: 'incompatible' };
// Congestion is whatever the gateway could not take, so that it is no attempt of the contact's: a trunk
// that is silent or refuses our password belongs here as much as one that is full.
const CONGESTION: Verdict = { disposition: Disposition.Congestion };
const UNREACHABLE: Verdict = { disposition: Disposition.Congestion, detail: 'unreachable' };
const AUTH_FAILED: Verdict = { disposition: Disposition.Congestion, detail: 'auth-failed' };

const BY_SIP_STATUS: Record<number, Verdict> = {
  401: AUTH_FAILED,
  403: REJECTED,
  404: INVALID_NUMBER,
  407: AUTH_FAILED,
  408: NO_ANSWER,
  410: INVALID_NUMBER,
  415: INCOMPATIBLE,
  429: CONGESTION,
  480: NO_ANSWER,
  484: INVALID_NUMBER,
  486: BUSY,
  487: CANCELLED,
  488: INCOMPATIBLE,
  600: BUSY,
  603: REJECTED,
  604: INVALID_NUMBER,
  606: INCOMPATIBLE,
  607: BLOCKED,
  608: BLOCKED,
};

const BY_Q850: Record<number, Verdict> = {
  1: INVALID_NUMBER,
  16: CANCELLED,
  17: BUSY,
  18: NO_ANSWER,
  19: NO_ANSWER,
  20: NO_ANSWER,
  21: REJECTED,
  22: INVALID_NUMBER,
  28: INVALID_NUMBER,
  34: CONGESTION,
  38: CONGESTION,
  41: CONGESTION,
  42: CONGESTION,
  44: CONGESTION,
  88: INCOMPATIBLE,
  102: UNREACHABLE,
};

const BY_WORDS: Record<string, Verdict> = {
  // FreeSWITCH
  USER_BUSY: BUSY,
  NO_ANSWER: NO_ANSWER,
  NO_USER_RESPONSE: NO_ANSWER,
  SUBSCRIBER_ABSENT: NO_ANSWER,
  CALL_REJECTED: REJECTED,
  UNALLOCATED_NUMBER: INVALID_NUMBER,
  NUMBER_CHANGED: INVALID_NUMBER,
  INVALID_NUMBER_FORMAT: INVALID_NUMBER,
  ORIGINATOR_CANCEL: CANCELLED,
  INCOMPATIBLE_DESTINATION: INCOMPATIBLE,
  NORMAL_CIRCUIT_CONGESTION: CONGESTION,
  NORMAL_TEMPORARY_FAILURE: CONGESTION,
  SWITCH_CONGESTION: CONGESTION,
  NETWORK_OUT_OF_ORDER: CONGESTION,
  REQUESTED_CHAN_UNAVAIL: CONGESTION,
  GATEWAY_DOWN: UNREACHABLE,
  INVALID_GATEWAY: UNREACHABLE,
  RECOVERY_ON_TIMER_EXPIRE: UNREACHABLE,
  // Asterisk
  BUSY: BUSY,
  NOANSWER: NO_ANSWER,
  CONGESTION: CONGESTION,
  CHANUNAVAIL: UNREACHABLE,
  CANCEL: CANCELLED,
};

/**
 * Our word for the end of an unanswered call. The SIP status counts first, Q.850 second and the switch's words
 * last, because switches disagree on the translation: 480 is cause 18 in one and 19 in another.
 */
export function verdictOf({ sipStatus, q850, words, reason, provisional }: EndCause): Verdict {
  if (sipStatus === 603 && reason && /network\s*blocked/i.test(reason)) {
    return { disposition: Disposition.Blocked, detail: 'network-blocked' };
  }
  if (sipStatus === 408 && provisional === false) return UNREACHABLE;
  return (
    bySipStatus(sipStatus) ??
    (q850 === undefined ? undefined : BY_Q850[q850]) ??
    (words === undefined ? undefined : BY_WORDS[words.toUpperCase()]) ??
    FAILED
  );
}

function bySipStatus(status?: number): Verdict | undefined {
  if (status === undefined) return undefined;
  return BY_SIP_STATUS[status] ?? (status >= 500 && status < 600 ? CONGESTION : undefined);
}

/** The verdict when our own ring timeout ends the wait; a trunk that said nothing at all was not ringing anybody. */
export function verdictOfRingTimeout(provisional: boolean): Verdict {
  return verdictOf({ sipStatus: 408, provisional });
}
