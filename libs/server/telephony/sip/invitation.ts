import { Disposition } from '@belltower/dto';
import { verdictOf, verdictOfRingTimeout } from '../cause';
import { HungUp } from '../telephony';
import { parseUri, SipUri, tagOf } from './address';
import { ClientTransaction, PATIENCE_MS } from './client-transaction';
import { Dialog } from './dialog';
import { DigestAnswers } from './digest';
import { Endpoint } from './endpoint';
import { exchange, repetitionOf } from './exchange';
import { Callee, Identity } from './identity';
import { ALLOW } from './in-dialog';
import { Journal } from './journal';
import { cseqOf, Headers, SipRequest, SipResponse } from './message';
import { q850Of } from './reason';
import { redirectionsOf } from './redirection';
import { retryAfterSeconds } from './registration';
import { agree, AgreedMedia, Codec, LocalMedia, parseSdp, writeSdp } from './sdp';
import { Timer } from '../timers';
import { Target } from './transport';

/** How an unanswered call ended. */
export type Refusal = Pick<HungUp, 'disposition' | 'sipStatus' | 'q850' | 'detail'>;

/** How it was answered. */
export interface Answer {
  dialog: Dialog;
  response: SipResponse;
  agreed: AgreedMedia;
}

export interface InvitationListener {
  ringing(): void;
  /** Told once at most, and then nothing else is. */
  answered(answer: Answer): void;
  /** Told once at most, and then nothing else is. */
  refused(refusal: Refusal): void;
}

/** What calls of one trunk share. */
export interface Trunk {
  endpoint: Endpoint;
  identity: Identity;
  codecs: readonly Codec[];
  /** Where calls are written down for whoever has to end them when this process cannot any more. */
  journal?: Journal;
  /** Where INVITEs go, in turn. */
  targets(): readonly Target[];
  /** Where a URI of another's choosing is reached. */
  locate(uri: SipUri, found: (targets: readonly Target[]) => void): void;
  /** A target was silent. */
  silent(target: Target): void;
  /** A target wants to be left alone for so long. */
  wait(target: Target, seconds: number): void;
}

/** After so long without the end of a cancelled call it is taken as ended. */
const CANCEL_MS = 4_000;
const MOST_REDIRECTIONS = 3;

/**
 * An INVITE up to its answer (RFC 3261 §13.2): any mix of provisional answers, challenges, further targets, and
 * our giving up. Every 2xx gets its ACK each time it comes, and one that nobody wants any more also a BYE.
 */
export class Invitation {
  private digest: DigestAnswers;
  private readonly acknowledged = new Map<string, () => void>();
  private readonly early = new Map<string, Buffer>();
  /** Every INVITE of this call: another for each challenge, target and redirection. */
  private readonly sent: SipRequest[] = [];
  private transaction?: ClientTransaction;
  /** Where the call went, once it did. */
  target?: Target;
  private position = 0;
  /** Whether anything has come to the INVITE that is under way. */
  private provisional = false;
  private rang = false;
  private givingUp: 'ring-timeout' | 'hang-up' | null = null;
  private cancelled = false;
  private patience?: Timer;
  private over = false;
  private targets: readonly Target[] = [];
  /** Where redirections would have the call go that it has not gone to yet. */
  private elsewhere: string[] = [];
  private readonly visited = new Set<string>();
  /** BYEs that nobody has answered yet. */
  private byes = 0;

  constructor(
    private readonly call: Callee,
    readonly callId: string,
    private readonly trunk: Trunk,
    private readonly listener: InvitationListener,
  ) {
    this.digest = new DigestAnswers(trunk.identity.credentials);
  }

  /** Whether nothing is on its way any more but repetitions. */
  get quiet(): boolean {
    const uncancelled = this.givingUp === 'hang-up' && !this.cancelled && this.transaction;
    return this.over && this.byes === 0 && !uncancelled;
  }

  start(local: LocalMedia, tag: string): void {
    if (this.over) return;
    this.targets = this.trunk.targets();
    this.send(this.invite(local, tag));
  }

  /** Ends the wait: at once where nothing was sent or nobody said anything, else when the cancelled call has ended. */
  giveUp(why: 'ring-timeout' | 'hang-up'): void {
    if (this.over || this.givingUp) return;
    this.givingUp = why;
    if (!this.transaction) return this.refuse(this.givenUp());
    if (this.provisional) return this.cancel();
    // Only a provisional answer allows CANCEL (§9.1); one that comes late still gets it.
    if (this.target && why === 'ring-timeout') this.trunk.silent(this.target);
    this.refuse(this.givenUp());
  }

  /** A 2xx whose transaction is over. */
  late(response: SipResponse): void {
    const { number } = cseqOf(response);
    const request = this.sent.find((one) => cseqOf(one).number === number);
    if (request) this.accepted(response, request);
  }

  /** Lets go of what still waits. */
  dispose(): void {
    this.patience?.cancel();
    this.transaction?.terminate();
  }

  private invite({ address, port, codecs }: LocalMedia, tag: string): SipRequest {
    const { identity, endpoint } = this.trunk;
    const uri = identity.requestUri(this.call.number);
    const headers = new Headers();
    identity.addRoute(headers);
    headers.add('max-forwards', '70');
    identity.addCaller(headers, this.call, tag);
    headers
      .add('to', `<${uri}>`)
      .add('call-id', this.callId)
      .add('cseq', '1 INVITE')
      .add('contact', identity.contact(endpoint.transport.local()))
      .add('allow', ALLOW)
      .add('supported', 'timer')
      .add('user-agent', 'Belltower')
      .add('content-type', 'application/sdp');
    return new SipRequest('INVITE', uri, headers, writeSdp({ address, port, codecs }, 1));
  }

  private send(request: SipRequest): void {
    const target = this.targets[this.position];
    if (!target) return this.refuse(verdictOfRingTimeout(false));
    this.target = target;
    this.provisional = false;
    this.sent.push(request);
    const transaction = this.trunk.endpoint.request(request, target, {
      answered: (response) => this.heard(response, request),
      failed: () => this.failed(target, request),
    });
    this.transaction = transaction;
    this.trunk.journal?.invited(target, request);
    transaction.start();
  }

  private heard(response: SipResponse, request: SipRequest): void {
    if (response.status < 200) this.proceeding(response);
    else if (response.status < 300) this.accepted(response, request);
    else this.declined(response, request);
  }

  private proceeding(response: SipResponse): void {
    this.provisional = true;
    if (this.givingUp) return this.cancel();
    if (this.over) return;
    const tag = tagOf(response.headers.first('to'));
    // Early media is no answer, but some leave the description out of the answer that follows.
    if (tag && response.body.length && this.early.size < 10) this.early.set(tag, response.body);
    if (response.status < 180 || this.rang) return;
    this.rang = true;
    this.listener.ringing();
  }

  private accepted(response: SipResponse, request: SipRequest): void {
    const tag = tagOf(response.headers.first('to')) ?? '';
    const again = this.acknowledged.get(tag);
    if (again) return again();
    const dialog = new Dialog(request, response);
    this.acknowledge(dialog, request, tag);
    // One that was taken for silent answers at last, and the call has gone on.
    const outdated = request !== this.sent.at(-1);
    if (outdated) return this.hangUp(dialog);
    if (this.over || this.givingUp) {
      this.hangUp(dialog);
      return this.refuse({ ...this.givenUp(), sipStatus: response.status });
    }
    const description = response.body.length ? response.body : this.early.get(tag);
    const agreed = description && agree(parseSdp(description) ?? [], this.trunk.codecs);
    if (!agreed) {
      this.hangUp(dialog);
      const { disposition, detail } = verdictOf({ sipStatus: 488 });
      return this.refuse({ disposition, detail, sipStatus: response.status });
    }
    this.finish();
    this.trunk.journal?.answered(response);
    this.listener.answered({ dialog, response, agreed });
  }

  private declined(response: SipResponse, request: SipRequest): void {
    if (this.over) return;
    const { status, headers } = response;
    if (this.givingUp) return this.refuse({ ...this.givenUp(), ...rawOf(response) });
    const next = repetitionOf(request);
    if (this.digest.answer(response, next)) return this.send(next);
    const seconds = [503, 429].includes(status) ? retryAfterSeconds(response) : 0;
    if (seconds && this.target) this.trunk.wait(this.target, seconds);
    if (status === 503 && this.goOn(request)) return;
    const found = redirectionsOf(response, {
      number: this.call.number,
      kind: this.trunk.endpoint.transport.kind,
    }).filter((uri) => !this.visited.has(uri) && !this.elsewhere.includes(uri));
    this.elsewhere.unshift(...found);
    if (found.length && this.goElsewhere(request)) return;
    const reason = [response.reason, ...headers.all('reason')].join(' ');
    const raw = rawOf(response);
    const tooMany = found.length > 0;
    const redirected =
      status < 400 ? { detail: tooMany ? 'too-many-redirections' : 'redirected' } : {};
    this.refuse({ ...verdictOf({ ...raw, reason, provisional: true }), ...redirected, ...raw });
  }

  private failed(target: Target, request: SipRequest): void {
    this.trunk.silent(target);
    if (this.over) {
      this.transaction = undefined;
      return;
    }
    if (this.givingUp) return this.refuse(this.givenUp());
    if (this.goOn(request)) return;
    this.refuse(verdictOf({ sipStatus: 408, provisional: false }));
  }

  /** To the next target, or to the next place of a redirection; false where there is none. */
  private goOn(request: SipRequest): boolean {
    if (this.position + 1 >= this.targets.length) return this.goElsewhere(request);
    this.position++;
    this.send(repetitionOf(request));
    return true;
  }

  private goElsewhere(request: SipRequest): boolean {
    const uri = this.visited.size < MOST_REDIRECTIONS ? this.elsewhere.shift() : undefined;
    const place = uri === undefined ? null : parseUri(uri);
    if (!uri || !place) return false;
    this.visited.add(uri);
    const { trunk } = this;
    // Whoever is there may ask for our password as well.
    this.digest = new DigestAnswers(trunk.identity.credentials);
    // Until it is known where that is, there is nothing to cancel.
    this.transaction = undefined;
    const next = readdressed(request, uri);
    const go = (targets: readonly Target[]) => {
      if (this.over) return;
      this.targets = targets;
      this.position = 0;
      this.send(next);
    };
    // An outbound proxy is asked, wherever a call is to go (RFC 3261 §8.1.2).
    if (request.headers.first('route')) go(trunk.targets());
    else trunk.locate(place, go);
    return true;
  }

  private cancel(): void {
    if (this.cancelled || !this.transaction || !this.target) return;
    this.cancelled = true;
    const { endpoint } = this.trunk;
    const { transaction } = this;
    this.patience = endpoint.timers.after(CANCEL_MS, () => {
      this.refuse(this.givenUp());
      // Whoever never ends a cancelled call is not waited for for ever (§9.1).
      this.patience = endpoint.timers.after(PATIENCE_MS, () => transaction.terminate());
    });
    endpoint.cancel(transaction.request, this.target);
  }

  private acknowledge(dialog: Dialog, request: SipRequest, tag: string): void {
    const ack = dialog.acknowledgement(request);
    const { endpoint } = this.trunk;
    const again = () => this.reach(dialog, ([target]) => endpoint.sendAlone(ack, target!));
    this.acknowledged.set(tag, again);
    again();
  }

  private hangUp(dialog: Dialog): void {
    const { endpoint, identity } = this.trunk;
    this.byes++;
    this.reach(dialog, (targets) =>
      exchange(dialog.request('BYE'), {
        endpoint,
        targets,
        credentials: identity.credentials,
        done: () => this.byes--,
      }),
    );
  }

  private reach(dialog: Dialog, go: (targets: readonly Target[]) => void): void {
    reach(this.trunk, dialog, this.target!, go);
  }

  private givenUp(): Refusal {
    if (this.givingUp === 'hang-up') return { disposition: Disposition.Cancelled };
    return verdictOfRingTimeout(this.provisional);
  }

  private refuse(refusal: Refusal): void {
    if (this.over) return;
    this.finish();
    this.listener.refused(refusal);
  }

  private finish(): void {
    this.over = true;
    this.patience?.cancel();
  }
}

/** Where requests of a dialog go; where nobody knows the address it names, where the call went. */
export function reach(
  trunk: Trunk,
  dialog: Dialog,
  otherwise: Target,
  go: (targets: readonly Target[]) => void,
): void {
  const hop = dialog.nextHop();
  if (!hop) return go([otherwise]);
  trunk.locate(hop, (targets) => go(targets.length ? targets : [otherwise]));
}

/** The same INVITE to another URI, as a new request (RFC 3261 §8.1.3.4). */
function readdressed(request: SipRequest, uri: string): SipRequest {
  const headers = new Headers(request.headers);
  for (const name of ['via', 'authorization', 'proxy-authorization']) headers.remove(name);
  headers.set('cseq', `${cseqOf(request).number + 1} INVITE`);
  return new SipRequest('INVITE', uri, headers, request.body);
}

function rawOf({ status, headers }: SipResponse): { sipStatus: number; q850?: number } {
  const q850 = q850Of(headers);
  return { sipStatus: status, ...(q850 === undefined ? {} : { q850 }) };
}
