import { GatewayStatus, MessageState, PartReports } from '@belltower/dto';

/** One attempt to reach a number with a text. */
export interface OutboundMessage {
  /** `bt-<accountId>-<inflightId>`; goes to the provider where it takes a reference of ours. */
  id: string;
  /** What the gateway is to be given: already rewritten by its prefixes. */
  number: string;
  /** A number or a name; null where the provider chooses. */
  sender: string | null;
  /** With everything filled in. */
  text: string;
}

/** The provider's name of a message, or of one part of it. */
export interface ProviderId {
  /** As it was said. */
  raw: string;
  /** The same in the answer and in receipts, however each of them writes it: what is matched by. */
  key: string;
}

/** What came of handing a message over. */
export interface Submission {
  at: Date;
  /**
   * `sent`, or why not: `rejected` for what it is, `failed` where the provider cannot carry it. `queued`: nothing was
   * taken, and it can be handed over again; that is no attempt of the contact's. `unknown`: it may have been taken, so it
   * is never to be handed over again by itself.
   */
  state:
    | MessageState.Sent
    | MessageState.Rejected
    | MessageState.Failed
    | MessageState.Queued
    | MessageState.Unknown;
  /** Of each part that was taken, in order; the whole message where the provider cuts it itself. */
  ids: ProviderId[];
  /** The provider's own word for why it was not taken, for the message's record. */
  code: string | null;
  /** For people; null where the state says it all. */
  detail: string | null;
}

/** A report on a message, or on one part of it. Reports come late, twice, in any order, or before the submission. */
export interface Receipt {
  type: 'receipt';
  at: Date;
  id: ProviderId;
  state: MessageState;
  /** The provider's own word, for the message's record. */
  code: string | null;
}

/** A message that somebody sent to us. */
export interface Reply {
  type: 'reply';
  at: Date;
  /** The same however often it is told; the provider's, where it has one. */
  id: string;
  from: string;
  /** The number it was sent to. */
  to: string;
  text: string;
}

/** The answer to a message came after it was given up as `unknown`. */
export interface LateAnswer {
  type: 'late-answer';
  at: Date;
  /** Our own id of the message. */
  messageId: string;
  state: MessageState.Sent | MessageState.Rejected | MessageState.Failed;
  /** As of a {@link Submission}: receipts of it may have come before. */
  ids: ProviderId[];
  code: string | null;
}

export type Incoming = Receipt | Reply | LateAnswer;

/**
 * Keeps what comes in. Only when it resolves is the provider told that we have it; where it rejects, the provider is
 * asked to send it again. It may be told of the same more than once.
 */
export type Receive = (incoming: Incoming) => Promise<void>;

export interface MessagingHealth {
  status: GatewayStatus;
  /** What the other side said, for the person who asked. */
  detail: string;
}

/** What a provider posts to us, as it came. */
export interface WebhookRequest {
  method: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What it is answered. */
export interface WebhookAnswer {
  status: number;
  body: string;
}

/**
 * A connection to one gateway: one instance per gateway and process. Drivers carry out, whoever sends decides: nothing
 * is sent again of which the provider may have heard.
 */
export abstract class Messaging {
  /** On which parts of a long message it is told what became of them; null where that is never told. */
  abstract readonly reports: PartReports | null;

  /**
   * Hands a message over and tells what came of it. Never rejects. A second message under the id of one that is being
   * handed over is `failed` and sends nothing.
   */
  abstract send(message: OutboundMessage): Promise<Submission>;

  /**
   * Calls back a message that is being handed over: where the other side has heard nothing of it, it is `queued` at once.
   * One of which it may have heard goes on, but is not said again.
   */
  abstract cancel(id: string): void;

  /** What is known of a connection that stays open, without asking; null where there is none of that kind. */
  standing(): MessagingHealth | null {
    return null;
  }

  /** Asks the other side whether it can take messages. Never rejects. */
  abstract check(): Promise<MessagingHealth>;

  /**
   * What comes in is to be heard from now on, while nobody sends too. Called again every few seconds, of all processes in
   * the one that listens.
   */
  listen(): void {}

  /** Takes no more messages; what is being handed over is `unknown`, or `queued` where nothing of it was said yet. */
  abstract close(): Promise<void>;

  /** Takes what a provider posts; a driver to which nobody posts knows no such address. */
  webhook(_request: WebhookRequest): Promise<WebhookAnswer> {
    return Promise.resolve({ status: 404, body: 'Not found' });
  }
}

/** The code of a message that was called back. */
export const CANCELLED = 'cancelled';

/** What came of a message of which nothing was taken. */
export function notSent(
  at: Date,
  state: Submission['state'],
  code: string | null,
  detail: string | null = null,
): Submission {
  return { at, state, ids: [], code, detail };
}
