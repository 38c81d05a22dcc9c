import { Credentials, DigestAnswers } from './digest';
import { Endpoint } from './endpoint';
import { cseqOf, Headers, SipRequest, SipResponse } from './message';
import { Target } from './transport';

/** How a request ended: with a final answer, or with none. */
export type Outcome =
  { response: SipResponse } | { response: null; why: 'timeout' | 'transport'; error?: Error };

export interface ExchangeOptions {
  endpoint: Endpoint;
  /** Tried in turn while none of them answers (RFC 3263 §4.3). */
  targets: readonly Target[];
  credentials: Credentials | null;
  /** Told once; `last` is the request as it was sent last, with the answer to a challenge. */
  done(outcome: Outcome, last: SipRequest): void;
}

/**
 * Sends a request other than an INVITE, answers challenges to it, and goes on to the next target where one is
 * silent.
 */
export function exchange(first: SipRequest, options: ExchangeOptions): void {
  const { endpoint, targets, credentials, done } = options;
  const digest = new DigestAnswers(credentials);
  const send = (request: SipRequest, position: number): void => {
    const target = targets[position];
    if (!target) {
      const error = new Error('Nobody knows its name.');
      return done({ response: null, why: 'transport', error }, request);
    }
    const transaction = endpoint.request(request, target, {
      answered: (response) => {
        if (response.status < 200) return;
        const next = repetitionOf(request);
        if (digest.answer(response, next)) send(next, position);
        else done({ response }, request);
      },
      failed: (why, error) => {
        if (position + 1 < targets.length) send(request, position + 1);
        else done({ response: null, why, ...(error ? { error } : {}) }, request);
      },
    });
    transaction.start();
  };
  send(first, 0);
}

/** The same request as a new one: the next number, and a Via still to come (RFC 3261 §22.2). */
export function repetitionOf(request: SipRequest): SipRequest {
  const headers = new Headers(request.headers);
  const { number, method } = cseqOf(request);
  headers.remove('via').set('cseq', `${number + 1} ${method}`);
  return new SipRequest(request.method, request.uri, headers, request.body);
}
