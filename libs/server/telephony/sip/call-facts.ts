import { Dialog } from './dialog';
import { callIdOf, cseqOf, Headers, SipRequest, SipResponse } from './message';
import { Target } from './transport';

/** What has to be known of a call in order to end it, by whoever is there to do so. Plain values, to be written down. */
export interface CallFacts {
  /** Of the attempt, or of a party that was called in it: what stands before the domain of the Call-ID. */
  id: string;
  callId: string;
  /** Where the INVITE went. */
  target: Target;
  uri: string;
  /** Of the INVITE, those that a CANCEL and a BYE need. */
  invite: readonly Field[];
  /** Of the answer that was taken; null while there is none. */
  answer: readonly Field[] | null;
}

type Field = readonly [name: string, value: string];

const OF_INVITE = ['via', 'max-forwards', 'from', 'to', 'call-id', 'cseq', 'route'];
const OF_ANSWER = ['to', 'record-route', 'contact'];
/** More requests than a call of ours has within its dialog. */
const NUMBERS_AHEAD = 10_000;

export function factsOf(target: Target, invite: SipRequest): CallFacts {
  const callId = callIdOf(invite);
  const [id = ''] = callId.split('@');
  const { uri, headers } = invite;
  return { id, callId, target, uri, invite: pick(headers, OF_INVITE), answer: null };
}

export function answerFactsOf({ headers }: SipResponse): Field[] {
  return pick(headers, OF_ANSWER);
}

/** The INVITE, as far as a CANCEL needs it. */
export function inviteOf({ uri, invite }: CallFacts): SipRequest {
  return new SipRequest('INVITE', uri, new Headers(invite));
}

/** The dialog of an answered call; its next request has a number behind all that were sent. Null while unanswered. */
export function dialogOf(facts: CallFacts): Dialog | null {
  if (!facts.answer) return null;
  const invite = inviteOf(facts);
  invite.headers.set('cseq', `${cseqOf(invite).number + NUMBERS_AHEAD} INVITE`);
  return new Dialog(invite, new SipResponse(200, 'OK', new Headers(facts.answer)));
}

/** Whether something that was read is what {@link factsOf} wrote. */
export function isCallFacts(value: unknown): value is CallFacts {
  const facts = value as CallFacts | null;
  const areFields = (fields: unknown) =>
    Array.isArray(fields) &&
    fields.every(
      (field) => Array.isArray(field) && field.every((text) => typeof text === 'string'),
    );
  return (
    typeof facts?.id === 'string' &&
    typeof facts.callId === 'string' &&
    typeof facts.uri === 'string' &&
    typeof facts.target?.host === 'string' &&
    Number.isInteger(facts.target.port) &&
    areFields(facts.invite) &&
    (facts.answer === null || areFields(facts.answer))
  );
}

function pick(headers: Headers, names: readonly string[]): Field[] {
  return names.flatMap((name) => headers.all(name).map((value): Field => [name, value]));
}
