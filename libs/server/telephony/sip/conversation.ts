import { OutboundCall } from '../telephony';
import { tagOf } from './address';
import { exchange, Outcome } from './exchange';
import { InDialog } from './in-dialog';
import { Answer, reach, Trunk } from './invitation';
import { MediaLine, Speech } from './media';
import { SipRequest } from './message';
import { LocalMedia } from './sdp';
import { ServerTransaction } from './server-transaction';
import { SessionTimer, termsOf } from './session-timer';
import { Timer } from './timers';
import { Target } from './transport';

/** Why an answered call ended. */
export type Farewell = 'far' | 'near' | 'longest' | 'said' | 'sound-timeout' | 'session-expired';

export interface ConversationListener {
  digit(digit: string): void;
  machine(): void;
  /** Told once. */
  ended(why: Farewell, q850?: number): void;
}

export interface ConversationOptions {
  call: OutboundCall;
  answer: Answer;
  local: LocalMedia;
  /** Where the INVITE went. */
  target: Target;
  trunk: Trunk;
  media: MediaLine;
  speech: Speech;
  listener: ConversationListener;
}

/** How long to wait for a key once everything has been said, and where no key means anything. */
const KEYS_MS = 10_000;
const NO_KEYS_MS = 1_000;
/** A re-INVITE that crossed theirs is tried again after so long (RFC 3261 §14.1: 2.1 to 4 seconds). */
const CROSSED_MS = 3_000;

/** An answered call: says what is to be said, hears keys, and ends with a BYE of either side (RFC 3261 §15). */
export class Conversation {
  private readonly inDialog: InDialog;
  private readonly session: SessionTimer;
  private longest?: Timer;
  private listening?: Timer;
  private retry?: Timer;
  private over = false;
  private byeUnderWay = false;
  /** Whether keys come as RFC 4733 events; the same keys as INFO would be counted twice. */
  private events = false;

  constructor(private readonly options: ConversationOptions) {
    const { answer, local, trunk, media, listener } = options;
    const { timers } = trunk.endpoint;
    this.session = new SessionTimer(
      timers,
      () => this.refresh(),
      () => this.end('session-expired'),
    );
    this.inDialog = new InDialog({
      dialog: answer.dialog,
      local,
      contact: trunk.identity.contact(trunk.endpoint.transport.local()),
      codecs: trunk.codecs,
      listener: {
        hungUp: (q850) => this.finish('far', q850),
        digit: (digit) => !this.events && this.pressed(digit),
        media: (agreed) => media.update(agreed),
        fax: () => !this.over && listener.machine(),
        refreshed: (request) => this.refreshedBy(request),
      },
    });
  }

  /** Whether nothing is on its way any more. */
  get quiet(): boolean {
    return this.over && !this.byeUnderWay;
  }

  /** Whether a request of the other side is of this conversation, not of a fork that lost. */
  includes({ headers }: SipRequest): boolean {
    const { dialog } = this.options.answer;
    return dialog.isOf(tagOf(headers.first('to')), tagOf(headers.first('from')));
  }

  start(): void {
    const { answer, call, media, speech, trunk } = this.options;
    this.longest = trunk.endpoint.timers.after(call.maxCallSeconds * 1_000, () =>
      this.end('longest'),
    );
    this.session.start(termsOf(answer.response));
    media.start(answer.agreed, speech);
  }

  hangUp(): void {
    this.end('near');
  }

  /** A key, heard as an RFC 4733 event. */
  event(digit: string): void {
    this.events = true;
    this.pressed(digit);
  }

  played(): void {
    const { call } = this.options;
    this.listenFor(call.keys.length ? KEYS_MS : NO_KEYS_MS);
  }

  silent(): void {
    this.end('sound-timeout');
  }

  requested(transaction: ServerTransaction): void {
    const { method } = transaction.request;
    if (!this.over) this.inDialog.requested(transaction);
    // Both hung up at the same time, or ours was lost on its way.
    else if (method === 'BYE') transaction.respond(200, 'OK');
    else transaction.respond(481, 'Call/Transaction Does Not Exist');
  }

  acknowledged(request: SipRequest): void {
    this.inDialog.acknowledged(request);
  }

  private pressed(digit: string): void {
    if (this.over) return;
    this.options.listener.digit(digit);
    // Whoever is pressing keys may press another.
    if (this.listening) this.listenFor(KEYS_MS);
  }

  private listenFor(milliseconds: number): void {
    if (this.over) return;
    this.listening?.cancel();
    const { timers } = this.options.trunk.endpoint;
    this.listening = timers.after(milliseconds, () => this.end('said'));
  }

  /** Keeps the session alive where that is ours (RFC 4028 §7.4). */
  private refresh(): void {
    const { dialog, response } = this.options.answer;
    const updates = /\bUPDATE\b/.test(response.headers.all('allow').join(' '));
    const request = dialog.request(updates ? 'UPDATE' : 'INVITE');
    const { trunk } = this.options;
    const { seconds } = termsOf(response) ?? { seconds: 1_800 };
    request.headers
      .add('contact', trunk.identity.contact(trunk.endpoint.transport.local()))
      .add('supported', 'timer')
      .add('session-expires', `${seconds};refresher=uac`);
    if (!updates) {
      request.headers.add('content-type', 'application/sdp');
      request.body = this.inDialog.description();
    }
    this.inDialog.busy = true;
    this.ask(request, (outcome, last) => this.refreshed(outcome, last));
  }

  private refreshed(outcome: Outcome, request: SipRequest): void {
    this.inDialog.busy = false;
    const { response } = outcome;
    if (response && response.status < 300 && request.method === 'INVITE') {
      this.options.answer.dialog.refresh(response.headers);
      this.acknowledge(request);
    }
    if (this.over) return;
    if (!response || [408, 481].includes(response.status)) return this.end('session-expired');
    const { timers } = this.options.trunk.endpoint;
    if (response.status === 491) this.retry = timers.after(CROSSED_MS, () => this.refresh());
    // A refusal ends nothing: the session lives until its time is over, which the other side watches.
    else this.session.start(termsOf(response) ?? termsOf(this.options.answer.response));
  }

  private acknowledge(request: SipRequest): void {
    const { answer, target, trunk } = this.options;
    const ack = answer.dialog.acknowledgement(request);
    reach(trunk, answer.dialog, target, ([hop]) => trunk.endpoint.sendAlone(ack, hop!));
  }

  private refreshedBy(request: SipRequest): void {
    const terms = termsOf(request);
    // In a request “uac” is who sent it, and where nobody is named it is the sender as well.
    if (terms) {
      const ours = /refresher\s*=\s*uas/i.test(request.headers.first('session-expires') ?? '');
      this.session.start({ ...terms, ours });
    }
  }

  private end(why: Farewell): void {
    if (this.over) return;
    this.byeUnderWay = true;
    this.ask(this.options.answer.dialog.request('BYE'), () => (this.byeUnderWay = false));
    this.finish(why);
  }

  private ask(request: SipRequest, done: (outcome: Outcome, last: SipRequest) => void): void {
    const { answer, target, trunk } = this.options;
    const { endpoint, identity } = trunk;
    reach(trunk, answer.dialog, target, (targets) =>
      exchange(request, {
        endpoint,
        targets,
        credentials: identity.credentials,
        done: (outcome, last) => done(outcome, last),
      }),
    );
  }

  private finish(why: Farewell, q850?: number): void {
    if (this.over) return;
    this.over = true;
    for (const timer of [this.longest, this.listening, this.retry]) timer?.cancel();
    this.session.stop();
    this.options.media.close();
    this.options.listener.ended(why, q850);
  }
}
