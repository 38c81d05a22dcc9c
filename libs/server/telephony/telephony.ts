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
  /** Played as soon as the call is answered. */
  opening: Playback;
  /** What else may be heard. All of it is made before the call is placed: nobody is called to hear nothing. */
  prompts: Prompt[];
  /** Keys that mean something in this call; the driver reports every key that is pressed. */
  keys: string[];
}

/** Something to be heard in a call. */
export type Prompt =
  /** Without a language, in that of the gateway's own voice. */
  | { kind: 'text'; text: string; language: string | null }
  /** From the account's audio library. */
  | { kind: 'audio'; accountId: number; audioId: number };

/** What is to be heard next. */
export interface Playback {
  /** Null where nothing is to be said. */
  prompt: Prompt | null;
  /** How long to wait for a key once it has been said; every key begins the wait anew. */
  waitSeconds: number;
  /** Keys that answer what is asked; every key is reported, whether it is one of them or not. */
  keys?: string[];
}

/** What was said in a call, by the callee. */
export interface Recording {
  /** G.711 µ-law, 8,000 samples a second. */
  pcmu: Uint8Array;
  seconds: number;
}

export interface RecordingTerms {
  maxSeconds: number;
  /** Of silence, after which nothing more is expected. */
  silenceSeconds: number;
}

/** Another party, with whom a callee is to be connected over the same gateway. */
export interface TransferTarget {
  /** Already rewritten by the gateway's prefixes. */
  number: string;
  callerId: string | null;
  ringTimeoutSeconds: number;
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
  /** What was to be heard is over, and no key was pressed for as long as was asked for. */
  | { type: 'waited' }
  /** Null where nothing was said. */
  | { type: 'recorded'; recording: Recording | null }
  /** The other party has answered; from here on keys are between the two. */
  | { type: 'transferred' }
  /** The other party cannot be had: the call is where it was before. */
  | { type: 'transfer-failed'; disposition: Disposition }
  | HungUp
);

export interface GatewayHealth {
  status: GatewayStatus;
  /** What the other side said, for the person who asked. */
  detail: string;
}

/** How a connection fares, for those who run the installation: what its driver cannot know is null. Totals are since it was made. */
export interface ConnectionFigures {
  /** SIP messages that were sent again because nothing had come. */
  retransmissions: number | null;
  /** Whether it is registered; null for a gateway that does not register. */
  registered: boolean | null;
  registrationsFailed: number | null;
  /** How late sound was at worst within the last second, in milliseconds. */
  soundLatestMs: number | null;
  /** Steps of 5 ms in which sound could not be sent in time, and was left out. */
  soundSkipped: number | null;
  /** Null for a driver that places calls itself. */
  switches: SwitchFigures | null;
}

/** How the switches fare that place calls for a driver. */
export interface SwitchFigures {
  /** How many there are, and how many of them take commands at this moment. */
  all: number;
  up: number;
  /** Connections that had been up and broke. */
  lost: number;
  /** Channels of our calls, those of transfers too. */
  channels: number;
  /** Sessions of everybody on those that are up, and the most that there may be; null where switches do not tell. */
  sessions: number | null;
  mostSessions: number | null;
  /** Commands that were sent, and those of which nobody knows what became. */
  commands: number;
  unanswered: number;
  /** The slowest answer within the last minute, in milliseconds; null where there was none. */
  slowestMs: number | null;
}

/**
 * A connection to one gateway: one instance per gateway and process. Drivers carry out, whoever placed the call decides:
 * a call is not hung up because all has been said, but by {@link Telephony.hangUp}. What asks for a call that is not
 * there, or was not answered, does nothing.
 */
export abstract class Telephony {
  /**
   * Places the call on subscription. Never errors: whatever goes wrong is a disposition. Completes after
   * exactly one `hung-up`. A second call under the id of a living one is refused and dials nothing.
   * Unsubscribing only stops listening; {@link hangUp} ends a call.
   */
  abstract place(call: OutboundCall): Observable<CallEvent>;

  /** Lets this be heard from its beginning, in place of whatever is. */
  abstract play(callId: string, playback: Playback): Promise<void>;

  /** Stops what is playing and takes down what the callee says, until silence, a key, or the longest time. */
  abstract record(callId: string, terms: RecordingTerms): Promise<void>;

  /** Calls another party and connects the callee with it; the call ends when either hangs up. */
  abstract transfer(callId: string, target: TransferTarget): Promise<void>;

  /** Ends a call; an unanswered one is cancelled. One that is not there is none of its business. */
  abstract hangUp(callId: string): Promise<void>;

  /** Which of these calls still live, wherever they were placed from; `unknown` where the switch cannot tell. */
  abstract alive(callIds: string[]): Promise<Set<string> | 'unknown'>;

  /** Asks the other side whether it can take calls. Never rejects. */
  abstract check(): Promise<GatewayHealth>;

  /** Ends every living call, lets each tell its end, and frees what the connection holds. */
  abstract close(): Promise<void>;

  /** Null where a driver does not count. */
  figures(): ConnectionFigures | null {
    return null;
  }
}
