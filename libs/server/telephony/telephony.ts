import { Disposition, GatewayStatus } from '@belltower/dto';
import { Observable } from 'rxjs';

/** One attempt to reach a number over a gateway. */
export interface OutboundCall {
  /** `bt-<accountId>-<inflightId>`; the switch knows the call by it, so recovery can ask for it. */
  id: string;
  /** What the gateway is to dial: already rewritten by its prefixes. */
  number: string;
  callerId: string | null;
  callerName: string | null;
  /** Seconds after which an unanswered call is given up. */
  ringTimeoutSeconds: number;
  /** Seconds of talk after which the call is ended from our side. */
  maxCallSeconds: number;
  /** Text to speak once the call is answered. */
  message: string;
  /** Keys that mean something in this call; the driver reports every key that is pressed. */
  keys: string[];
}

/** The end of a call; a call has exactly one. */
export interface HungUp {
  type: 'hung-up';
  disposition: Disposition;
  /** As the switch said it, for the call record. */
  sipStatus?: number;
  q850?: number;
  /** A word on the cause that the disposition does not tell, for example `unreachable`. */
  detail?: string;
}

/** Something that happened to a call. A driver may repeat itself: only `hung-up` comes exactly once. */
export type CallEvent = { at: Date } & (
  | { type: 'ringing' }
  | { type: 'answered' }
  /** After `answered`: it was not a person. */
  | { type: 'machine' }
  | { type: 'digit'; digit: string }
  | HungUp
);

export interface GatewayHealth {
  status: GatewayStatus;
  /** What the other side said, for the person who asked. */
  detail: string;
}

/** A connection to one gateway: one instance per gateway and process. */
export abstract class Telephony {
  /**
   * Places the call on subscription. Never errors: whatever goes wrong is a disposition. Completes after
   * exactly one `hung-up`. A second call under the id of a living one is refused and dials nothing.
   * Unsubscribing only stops listening; {@link hangUp} ends a call.
   */
  abstract place(call: OutboundCall): Observable<CallEvent>;

  /** Ends a call; an unanswered one is cancelled. One that is not there is none of its business. */
  abstract hangUp(callId: string): Promise<void>;

  /** Which of these calls still live, wherever they were placed from; `unknown` where the switch cannot tell. */
  abstract alive(callIds: string[]): Promise<Set<string> | 'unknown'>;

  /** Asks the other side whether it can take calls. Never rejects. */
  abstract check(): Promise<GatewayHealth>;

  /** Ends every living call, lets each tell its end, and frees what the connection holds. */
  abstract close(): Promise<void>;
}
