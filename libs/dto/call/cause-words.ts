/** What a SIP status means to somebody who does not speak SIP. */
const SIP_WORDS: Readonly<Record<number, string>> = {
  180: 'Ringing',
  183: 'Session progress',
  200: 'Answered',
  400: 'The request was not understood',
  401: 'The gateway asked for a password',
  403: 'Refused',
  404: 'No such number',
  405: 'Not supported by the gateway',
  407: 'The gateway asked for a password',
  408: 'No answer in time',
  410: 'The number is no longer in service',
  415: 'No common voice format',
  429: 'Too many calls for the gateway',
  480: 'Not available at the moment',
  481: 'The call was already over',
  484: 'The number is incomplete',
  486: 'Busy',
  487: 'Cancelled before it was answered',
  488: 'No common voice format',
  500: 'The gateway failed',
  502: 'The network behind the gateway failed',
  503: 'The gateway has no capacity',
  504: 'The network behind the gateway did not answer',
  600: 'Busy everywhere',
  603: 'Declined',
  604: 'No such number anywhere',
  606: 'Not acceptable',
  607: 'Marked as unwanted by the person called',
  608: 'Blocked by the network',
};

/** What a Q.850 cause means, likewise. */
const Q850_WORDS: Readonly<Record<number, string>> = {
  1: 'Number not assigned',
  3: 'No route to the destination',
  16: 'Normal end of the call',
  17: 'Busy',
  18: 'The phone did not respond',
  19: 'It rang, and nobody answered',
  20: 'The phone is switched off or out of reach',
  21: 'Declined',
  22: 'The number has changed',
  27: 'The destination is out of order',
  28: 'The number is incomplete',
  31: 'Ended, without a reason',
  34: 'No free line',
  38: 'The network is out of order',
  41: 'Temporary failure of the network',
  42: 'The exchange is overloaded',
  44: 'The line asked for is not free',
  88: 'Incompatible destination',
  102: 'No answer from the gateway in time',
  127: 'Interworking, without a reason',
};

/** Null where there is no status, or nobody knows what it means. */
export function sipWords(status: number | null): string | null {
  return (status === null ? null : SIP_WORDS[status]) ?? null;
}

/** Null where there is no cause, or nobody knows what it means. */
export function q850Words(cause: number | null): string | null {
  return (cause === null ? null : Q850_WORDS[cause]) ?? null;
}
