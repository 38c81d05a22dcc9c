import { Headers, SipRequest, SipResponse, cseqOf } from './message';
import { Timer, Timers } from '../timers';
import { NobodyThere } from './transport';

/** RFC 3261 §17.1.1.1 and appendix A, in milliseconds. */
export const T1 = 500;
export const T2 = 4_000;
export const T4 = 5_000;
/** How long a request is repeated, and an answer may come late. */
export const PATIENCE_MS = 64 * T1;

export interface ClientListener {
  /** Provisional answers, and final ones once each; of an INVITE every 2xx, repeated ones too (RFC 6026 §7.2). */
  answered(response: SipResponse): void;
  /** No final answer has come or can come. */
  failed(why: 'timeout' | 'transport', error?: Error): void;
}

/** What carries the messages of a transaction. */
export interface Carriage {
  reliable: boolean;
  send(request: SipRequest): void;
}

interface Wiring extends Carriage {
  timers: Timers;
  /** Another way for when nobody takes connections on the first (RFC 3261 §18.1.1). */
  otherwise?: () => Carriage;
  /** Something has been sent again. */
  repeated(): void;
  ended(): void;
}

type State = 'calling' | 'proceeding' | 'accepted' | 'completed' | 'terminated';

/**
 * A request and its answers (RFC 3261 §17.1): repeats the request until it is answered, acknowledges a final
 * answer other than 2xx, and swallows repeated answers.
 */
export class ClientTransaction {
  private state: State = 'calling';
  private repeat?: Timer;
  private end?: Timer;
  private acknowledgement?: SipRequest;
  private readonly invites: boolean;

  constructor(
    readonly request: SipRequest,
    private readonly listener: ClientListener,
    private wiring: Wiring,
  ) {
    this.invites = request.method === 'INVITE';
  }

  start(): void {
    const { timers, reliable } = this.wiring;
    this.end?.cancel();
    this.end = timers.after(PATIENCE_MS, () => this.fail('timeout')); // Timers B and F.
    if (!reliable) this.repeatAfter(T1); // Timers A and E.
    this.wiring.send(this.request);
  }

  receive(response: SipResponse): void {
    if (this.state === 'terminated') return;
    if (response.status < 200) return this.proceed(response);
    if (!this.invites) return this.complete(response, T4); // Timer K.
    if (response.status < 300) return this.accept(response);
    this.refuse(response);
  }

  /** The transport could not deliver the request. */
  transportFailed(error: Error): void {
    const { otherwise } = this.wiring;
    if (this.state === 'calling' && otherwise && error instanceof NobodyThere) {
      this.wiring = { ...this.wiring, ...otherwise(), otherwise: undefined };
      return this.start();
    }
    if (this.state === 'calling' || this.state === 'proceeding') this.fail('transport', error);
  }

  /** Forgets everything without telling anybody. */
  terminate(): void {
    if (this.state === 'terminated') return;
    this.state = 'terminated';
    this.repeat?.cancel();
    this.end?.cancel();
    this.wiring.ended();
  }

  private proceed(response: SipResponse): void {
    if (this.state !== 'calling' && this.state !== 'proceeding') return;
    if (this.invites) {
      // Answered in part: how long it may ring is for the caller to say, and there is no timer C here.
      this.repeat?.cancel();
      this.end?.cancel();
    }
    this.state = 'proceeding';
    this.listener.answered(response);
  }

  private accept(response: SipResponse): void {
    if (this.state === 'completed') return;
    if (this.state !== 'accepted') this.rest('accepted', PATIENCE_MS); // Timer M.
    this.listener.answered(response);
  }

  private refuse(response: SipResponse): void {
    if (this.state === 'accepted') return;
    const first = this.state !== 'completed';
    this.acknowledgement ??= acknowledgementOf(this.request, response);
    this.wiring.send(this.acknowledgement);
    if (first) this.complete(response, PATIENCE_MS); // Timer D.
  }

  private complete(response: SipResponse, restMs: number): void {
    if (this.state === 'completed') return;
    this.rest('completed', this.wiring.reliable ? 0 : restMs);
    this.listener.answered(response);
  }

  private rest(state: State, milliseconds: number): void {
    this.state = state;
    this.repeat?.cancel();
    this.end?.cancel();
    this.end = this.wiring.timers.after(milliseconds, () => this.terminate());
  }

  private repeatAfter(milliseconds: number): void {
    this.repeat = this.wiring.timers.after(milliseconds, () => {
      const doubled = milliseconds * 2;
      if (this.invites) this.repeatAfter(doubled);
      else this.repeatAfter(this.state === 'proceeding' ? T2 : Math.min(doubled, T2));
      this.wiring.repeated();
      this.wiring.send(this.request);
    });
  }

  private fail(why: 'timeout' | 'transport', error?: Error): void {
    this.terminate();
    this.listener.failed(why, error);
  }
}

/** The ACK of a refused INVITE: same branch, the To of the answer, the same route (RFC 3261 §17.1.1.3). */
function acknowledgementOf(request: SipRequest, response: SipResponse): SipRequest {
  const { headers } = request;
  const ack = new Headers([
    ['via', headers.first('via')!],
    ['max-forwards', '70'],
    ['from', headers.first('from')!],
    ['to', response.headers.first('to')!],
    ['call-id', headers.first('call-id')!],
    ['cseq', `${cseqOf(request).number} ACK`],
  ]);
  for (const route of headers.all('route')) ack.add('route', route);
  return new SipRequest('ACK', request.uri, ack);
}
