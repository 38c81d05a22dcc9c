import { randomBytes } from 'node:crypto';
import { parseNameAddress, writeNameAddress } from './address';
import { Endpoint } from './endpoint';
import { exchange, Outcome } from './exchange';
import { Identity } from './identity';
import { Headers, SipRequest, SipResponse } from './message';
import { Timer } from '../timers';
import { Target } from './transport';

/** What has become of a registration. */
export interface RegistrationState {
  registered: boolean;
  /** For people. */
  detail: string;
}

const FIRST_BACK_OFF_MS = 4_000;
const LONGEST_BACK_OFF_MS = 300_000;
const LONGEST_SECONDS = 86_400;
/** A request takes a sequence number, and so does each repetition of it that answers a challenge. */
const NUMBERS_OF_ONE = 10;
const MOST_RAISES = 3;

export interface RegistrationOptions {
  endpoint: Endpoint;
  identity: Identity;
  targets(): Promise<readonly Target[]> | readonly Target[];
  /** How long to ask for. */
  seconds: number;
  random?: () => number;
}

/**
 * Keeps us registered (RFC 3261 §10.2): refreshes in time, asks for as long as the registrar wants (423), and after a
 * refusal tries again ever more slowly, or when the registrar says (Retry-After).
 */
export class Registration {
  private readonly callId = randomBytes(12).toString('hex');
  private readonly tag = randomBytes(6).toString('hex');
  private sequence = 0;
  private seconds: number;
  private failures = 0;
  /** Of all that were tried, in vain. */
  failed = 0;
  private raises = 0;
  private next?: Timer;
  private lapse?: Timer;
  private stopped = false;
  private busy = false;
  private waiting: (() => void)[] = [];
  state: RegistrationState = { registered: false, detail: 'Not registered yet' };

  constructor(private readonly options: RegistrationOptions) {
    this.seconds = options.seconds;
  }

  /** Registers now, unless that is under way; `done` is told when it has succeeded or failed. */
  refresh(done: () => void = () => undefined): void {
    this.waiting.push(done);
    if (this.busy || this.stopped) return this.stopped ? this.tell() : undefined;
    this.busy = true;
    this.next?.cancel();
    this.send(this.seconds, (outcome) => this.heard(outcome));
  }

  /** Takes back the registration; what was asked before gets no answer any more. */
  stop(done: () => void): void {
    this.stopped = true;
    this.next?.cancel();
    this.lapse?.cancel();
    this.tell();
    if (!this.state.registered) return done();
    this.state = { registered: false, detail: 'Closed' };
    this.send(0, done);
  }

  private send(seconds: number, done: (outcome: Outcome) => void): void {
    const { endpoint, identity, targets } = this.options;
    const go = (places: readonly Target[]) =>
      exchange(this.request(seconds), {
        endpoint,
        targets: places,
        credentials: identity.credentials,
        done,
      });
    const places = targets();
    if (places instanceof Promise) void places.then(go);
    else go(places);
  }

  private request(seconds: number): SipRequest {
    const { endpoint, identity } = this.options;
    const own = identity.ownUri();
    const headers = new Headers();
    identity.addRoute(headers);
    headers
      .add('max-forwards', '70')
      .add('from', writeNameAddress(own, '', this.tag))
      .add('to', writeNameAddress(own))
      .add('call-id', this.callId)
      .add('cseq', `${(this.sequence += NUMBERS_OF_ONE)} REGISTER`)
      .add('contact', identity.contact(endpoint.transport.local()))
      .add('expires', String(seconds));
    return new SipRequest('REGISTER', identity.domainUri(), headers);
  }

  private heard(outcome: Outcome): void {
    this.busy = false;
    if (this.stopped) return;
    const { response } = outcome;
    if (response?.status === 423 && this.askLonger(response)) return this.refresh();
    if (response && response.status < 300) this.succeed(this.grantedSeconds(response));
    else this.fail(outcome);
    this.tell();
  }

  /** The registrar wants fewer registrations that last longer (§10.3). */
  private askLonger({ headers }: SipResponse): boolean {
    const least = Number(headers.first('min-expires'));
    const usable = least > this.seconds && least <= LONGEST_SECONDS;
    if (!usable || this.raises++ >= MOST_RAISES) return false;
    this.seconds = Math.ceil(least);
    return true;
  }

  private succeed(granted: number): void {
    const { timers } = this.options.endpoint;
    this.failures = 0;
    this.raises = 0;
    this.state = { registered: true, detail: `Registered for ${granted} seconds` };
    this.lapse?.cancel();
    this.lapse = timers.after(granted * 1_000, () => this.lapsed());
    this.next = timers.after(granted * 800, () => this.refresh());
  }

  private lapsed(): void {
    const { detail } = this.state;
    if (this.state.registered) this.state = { registered: false, detail: `Lapsed. ${detail}` };
  }

  private fail(outcome: Outcome): void {
    const { endpoint, random = Math.random } = this.options;
    const { response } = outcome;
    const detail = `Registration ${wordsFor(outcome)}`;
    this.failed++;
    // Silence says nothing of what the registrar still knows; a refusal does.
    const registered = this.state.registered && response === null;
    this.state = { registered, detail };
    const backOff = Math.min(FIRST_BACK_OFF_MS * 2 ** this.failures++, LONGEST_BACK_OFF_MS);
    const asked = retryAfterSeconds(response) * 1_000;
    const milliseconds = Math.max(backOff * (0.75 + random() / 2), asked);
    this.next = endpoint.timers.after(milliseconds, () => this.refresh());
  }

  /** For how long: by our own contact in the answer, else by Expires (§10.2.4). */
  private grantedSeconds({ headers }: SipResponse): number {
    const own = parseNameAddress(
      this.options.identity.contact(this.options.endpoint.transport.local()),
    );
    const contact = headers
      .values('contact')
      .map(parseNameAddress)
      .find((one) => one?.uri === own?.uri);
    const given = Number(contact?.parameters.get('expires') ?? headers.first('expires'));
    return given >= 1 ? Math.min(given, LONGEST_SECONDS) : this.seconds;
  }

  private tell(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const done of waiting) done();
  }
}

/** How a request ended, to stand behind its name: `was answered 200 OK`. */
export function wordsFor(outcome: Outcome): string {
  const { response } = outcome;
  if (response) {
    const words = `${response.status} ${response.reason}`.trim();
    return response.status < 300 ? `was answered ${words}` : `was refused: ${words}`;
  }
  const why = outcome.error ? `: ${outcome.error.message}` : '';
  return outcome.why === 'timeout' ? 'had no answer' : `could not be sent${why}`;
}

/** Seconds of a Retry-After (RFC 3261 §20.33), at most five minutes; 0 without one. */
export function retryAfterSeconds(response: SipResponse | null): number {
  const seconds = parseInt(response?.headers.first('retry-after') ?? '', 10);
  return seconds > 0 ? Math.min(seconds, 300) : 0;
}
