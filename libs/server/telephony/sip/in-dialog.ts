import { randomBytes } from 'node:crypto';
import { Dialog } from './dialog';
import { digitOfInfo } from './digits';
import { SipRequest } from './message';
import { q850Of } from './reason';
import {
  agree,
  AgreedMedia,
  answeringDirection,
  Codec,
  LocalMedia,
  parseSdp,
  writeSdp,
} from './sdp';
import { ServerTransaction } from './server-transaction';

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY';

/** What the requests of the other side do to a call. */
export interface InDialogListener {
  hungUp(q850: number | undefined): void;
  digit(digit: string): void;
  media(agreed: AgreedMedia): void;
  /** It wants to send a fax. */
  fax(): void;
  /** The session goes on (RFC 4028), on the terms of this request. */
  refreshed(request: SipRequest): void;
}

export interface InDialogOptions {
  dialog: Dialog;
  local: LocalMedia;
  contact: string;
  codecs: readonly Codec[];
  listener: InDialogListener;
}

/** Answers what the other side asks within an answered call (RFC 3261 §12.2.2 and §14.2). */
export class InDialog {
  /** A re-INVITE of theirs whose ACK is still to come. */
  private unacknowledged: ServerTransaction | null = null;
  /** Whether that ACK holds their description, because we made the offer. */
  private offered = false;
  /** Whether a re-INVITE or UPDATE of ours is under way. */
  busy = false;
  private version = 1;

  constructor(private readonly options: InDialogOptions) {}

  requested(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { dialog, listener } = this.options;
    if (!dialog.accepts(request)) return transaction.respond(500, 'Out of order');
    switch (request.method) {
      case 'BYE':
        transaction.respond(200, 'OK');
        return listener.hungUp(q850Of(request.headers));
      case 'INVITE':
      case 'UPDATE':
        return this.renegotiated(transaction);
      case 'INFO':
        return this.informed(transaction);
      case 'OPTIONS':
        return transaction.respond(200, 'OK', {
          headers: [
            ['allow', ALLOW],
            ['accept', 'application/sdp'],
          ],
        });
      case 'NOTIFY':
        return transaction.respond(200, 'OK');
      case 'REFER':
        return transaction.respond(603, 'Decline');
      default:
        return transaction.respond(405, 'Method Not Allowed', { headers: [['allow', ALLOW]] });
    }
  }

  acknowledged(request: SipRequest): void {
    this.unacknowledged?.acknowledged();
    this.unacknowledged = null;
    if (!this.offered) return;
    this.offered = false;
    const agreed = agree(parseSdp(request.body) ?? [], this.options.codecs);
    if (agreed) this.options.listener.media(agreed);
  }

  /** Our description once more, for a refresh of ours. */
  description(): Buffer {
    return writeSdp(this.options.local, this.version);
  }

  private renegotiated(transaction: ServerTransaction): void {
    const { request } = transaction;
    const invites = request.method === 'INVITE';
    // Both at the same time (RFC 3261 §14.2), or one before the last was settled.
    if (this.busy) return transaction.respond(491, 'Request Pending');
    if (this.unacknowledged && invites)
      return transaction.respond(500, 'Too soon', { headers: [['retry-after', '2']] });
    const { dialog, listener } = this.options;
    const answer = this.answerTo(request);
    if (!answer) return transaction.respond(488, 'Not Acceptable Here');
    dialog.refresh(request.headers);
    if (invites) this.unacknowledged = transaction;
    transaction.respond(200, 'OK', {
      headers: [
        ['contact', this.options.contact],
        ['allow', ALLOW],
        ['supported', 'timer'],
        ...sessionHeaders(request),
        ...(answer.body.length ? [['content-type', 'application/sdp'] as const] : []),
      ],
      body: answer.body,
    });
    if (answer.agreed) listener.media(answer.agreed);
    listener.refreshed(request);
  }

  /** Null where nothing they offer can be taken, such as a fax (RFC 3264 §6). */
  private answerTo(request: SipRequest): { body: Buffer; agreed?: AgreedMedia } | null {
    const { local, codecs, listener } = this.options;
    if (!request.body.length) {
      if (request.method === 'UPDATE') return { body: Buffer.alloc(0) };
      this.offered = true;
      return { body: writeSdp(local, this.version) };
    }
    const streams = parseSdp(request.body) ?? [];
    if (streams.some(({ media, port }) => media === 'image' && port > 0)) listener.fax();
    const agreed = agree(streams, codecs);
    // An answer has as many streams as the offer; with more than one we would have to refuse each by name.
    if (!agreed || streams.length > 1) return null;
    const direction = answeringDirection(streams);
    const answering = { ...local, codecs: [agreed.codec] };
    const { eventType } = agreed;
    return { body: writeSdp(answering, ++this.version, { direction, eventType }), agreed };
  }

  private informed(transaction: ServerTransaction): void {
    const { headers, body } = transaction.request;
    const digit = digitOfInfo(headers.first('content-type'), body);
    if (digit === null && body.length) return transaction.respond(415, 'Unsupported Media Type');
    transaction.respond(200, 'OK');
    if (digit !== null) this.options.listener.digit(digit);
  }
}

/** Their terms for the session's life are ours; where they name no refresher, they are it (RFC 4028 §9). */
function sessionHeaders({ headers }: SipRequest): (readonly [string, string])[] {
  const asked = headers.first('session-expires');
  if (!asked) return [];
  const terms = /refresher/i.test(asked) ? asked : `${asked};refresher=uac`;
  return [
    ['session-expires', terms],
    ['require', 'timer'],
  ];
}

/** A tag of ours (RFC 3261 §19.3). */
export function newTag(): string {
  return randomBytes(6).toString('hex');
}
