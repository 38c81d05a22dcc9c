import { tagOf } from './address';
import { bodyOfInfo } from './digits';
import { exchange, Outcome } from './exchange';
import { InDialog } from './in-dialog';
import { Answer, reach, Trunk } from './invitation';
import { MediaLine } from './media';
import { SipRequest } from './message';
import { LocalMedia } from './sdp';
import { ServerTransaction } from './server-transaction';
import { SessionTimer, termsOf } from './session-timer';
import { Timer } from '../timers';
import { Target } from './transport';

/** Why an answered call ended. */
export type Farewell = 'far' | 'near' | 'longest' | 'sound-timeout' | 'session-expired';

export interface ConversationListener {
  digit(digit: string): void;
  machine(): void;
  /** Told once. */
  ended(why: Farewell, q850?: number): void;
}

export interface ConversationOptions {
  maxCallSeconds: number;
  answer: Answer;
  local: LocalMedia;
  /** Where the INVITE went. */
  target: Target;
  trunk: Trunk;
  media: MediaLine;
  listener: ConversationListener;
}

/** A re-INVITE that crossed theirs is tried again after so long (RFC 3261 §14.1: 2.1 to 4 seconds). */
const CROSSED_MS = 3_000;

/** An answered call: keeps to what both sides agree, hears keys, and ends with a BYE of either side (RFC 3261 §15). */
export class Conversation {
  private readonly inDialog: InDialog;
  private readonly session: SessionTimer;
  private longest?: Timer;
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
        media: (agreed) => media.use(agreed),
        fax: () => !this.over && listener.machine(),
        refreshed: (request) => this.refreshedBy(request),
      },
    });
  }

  /** Whether nothing is on its way any more. */
  get quiet(): boolean {
    return this.over && !this.byeUnderWay;
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Whether a request of the other side is of this conversation, not of a fork that lost. */
  includes({ headers }: SipRequest): boolean {
    const { dialog } = this.options.answer;
    return dialog.isOf(tagOf(headers.first('to')), tagOf(headers.first('from')));
  }

  start(): void {
    const { answer, maxCallSeconds, media, trunk } = this.options;
    this.longest = trunk.endpoint.timers.after(maxCallSeconds * 1_000, () => this.end('longest'));
    this.session.start(termsOf(answer.response));
    media.use(answer.agreed);
  }

  hangUp(): void {
    this.end('near');
  }

  /** A key, heard as an RFC 4733 event. */
  event(digit: string): void {
    this.events = true;
    this.pressed(digit);
  }

  /** Presses a key for the other side, as INFO. */
  press(digit: string): void {
    if (this.over) return;
    const info = this.options.answer.dialog.request('INFO');
    info.headers.add('content-type', 'application/dtmf-relay');
    info.body = bodyOfInfo(digit);
    // Whoever takes no INFO hears no key: nothing else depends on it.
    this.ask(info, () => undefined);
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
    if (!this.over) this.options.listener.digit(digit);
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
    for (const timer of [this.longest, this.retry]) timer?.cancel();
    this.session.stop();
    this.options.listener.ended(why, q850);
  }
}
