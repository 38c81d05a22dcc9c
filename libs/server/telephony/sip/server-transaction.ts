import { PATIENCE_MS, T1, T2 } from './client-transaction';
import { Headers, serialize, SipRequest, SipResponse } from './message';
import { Timer, Timers } from '../timers';

interface Wiring {
  timers: Timers;
  reliable: boolean;
  send(bytes: Buffer): void;
  /** The answer has been sent again. */
  repeated(): void;
  ended(): void;
}

/**
 * A request that came to us and our one answer (RFC 3261 §17.2). A repeated request gets the same answer again;
 * the final answer to an INVITE is repeated until its ACK comes.
 */
export class ServerTransaction {
  private answer?: Buffer;
  private repeat?: Timer;
  private end: Timer;

  constructor(
    readonly request: SipRequest,
    private readonly wiring: Wiring,
  ) {
    // Whoever never answers is not remembered for ever.
    this.end = wiring.timers.after(PATIENCE_MS, () => this.terminate());
  }

  /** Sends the final answer; a second one is not sent. `tag` goes into the To of whoever had none. */
  respond(
    status: number,
    reason: string,
    {
      headers = [],
      body,
      tag,
    }: {
      headers?: readonly (readonly [string, string])[];
      body?: Buffer;
      tag?: string;
    } = {},
  ): void {
    if (this.answer) return;
    const answer = responseTo(this.request, status, reason, tag);
    for (const [name, value] of headers) answer.headers.add(name, value);
    if (body) answer.body = body;
    this.answer = serialize(answer);
    this.wiring.send(this.answer);
    const { timers, reliable } = this.wiring;
    this.end.cancel();
    const invites = this.request.method === 'INVITE';
    if (invites) this.repeatAfter(T1); // Timer G, and the repeated 2xx of §13.3.1.4.
    const restMs = invites || !reliable ? PATIENCE_MS : 0; // Timers H and J.
    this.end = timers.after(restMs, () => this.terminate());
  }

  /** The same request again. */
  repeated(): void {
    if (!this.answer) return;
    this.wiring.send(this.answer);
    this.wiring.repeated();
  }

  acknowledged(): void {
    this.repeat?.cancel();
  }

  terminate(): void {
    this.repeat?.cancel();
    this.end.cancel();
    this.wiring.ended();
  }

  private repeatAfter(milliseconds: number): void {
    this.repeat = this.wiring.timers.after(milliseconds, () => {
      this.repeatAfter(Math.min(milliseconds * 2, T2));
      this.repeated();
    });
  }
}

/** An answer with what it has to copy from the request (RFC 3261 §8.2.6). */
export function responseTo(
  request: SipRequest,
  status: number,
  reason: string,
  tag?: string,
): SipResponse {
  const headers = new Headers();
  for (const name of ['via', 'from', 'to', 'call-id', 'cseq', 'record-route', 'timestamp']) {
    for (const value of request.headers.all(name)) {
      const untagged = name === 'to' && tag !== undefined && !/;\s*tag\s*=/i.test(value);
      headers.add(name, untagged ? `${value};tag=${tag}` : value);
    }
  }
  return new SipResponse(status, reason, headers);
}
