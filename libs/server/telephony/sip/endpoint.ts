import { randomBytes } from 'node:crypto';
import { parseVia, tagOf, writeHostPort } from './address';
import { ClientListener, ClientTransaction } from './client-transaction';
import { cseqOf, Headers, parseMessage, serialize, SipRequest, SipResponse } from './message';
import { ServerTransaction } from './server-transaction';
import { Timers } from '../timers';
import { Arrival, Target, Transport } from './transport';

/** What an endpoint hands up. */
export interface EndpointListener {
  /** A request that is no repetition; it has to be answered. */
  requested(transaction: ServerTransaction): void;
  /** The ACK of a 2xx. */
  acknowledged(request: SipRequest): void;
  /** A 2xx to an INVITE whose transaction is over: it still wants its ACK (RFC 3261 §13.2.2.4). */
  late(response: SipResponse): void;
}

const COOKIE = 'z9hG4bK';
/** Within 200 bytes of the usual 1,500 of a path, datagrams are cut to pieces, which get lost. */
const MOST_DATAGRAM_BYTES = 1_300;
const VIA_BYTES = 100;
/** A target that takes no streams is not asked again for so long. */
const NO_STREAM_MS = 300_000;
/** More transactions begun by others than this are dropped, so that a flood does not fill the memory. */
const MOST_SERVER_TRANSACTIONS = 20_000;

/** The transactions over one transport (RFC 3261 §17): gives every request a branch and every answer its request. */
export class Endpoint {
  private readonly clients = new Map<string, ClientTransaction>();
  private readonly servers = new Map<string, ServerTransaction>();
  /** Targets that take no streams, and until when that is believed. */
  private readonly noStream = new Map<string, number>();
  private closed = false;
  /** Messages that were sent again, because nothing or the same had come. */
  retransmissions = 0;

  constructor(
    readonly transport: Transport,
    readonly timers: Timers,
    private readonly listener: EndpointListener,
    /** Carries what is too long for a datagram (RFC 3261 §18.1.1); absent where nothing is. */
    private readonly large?: Transport,
  ) {
    for (const each of [transport, large ?? transport])
      each.arrived = (arrival) => this.arrived(arrival);
  }

  /** A request with a Via of its own, which is sent when the transaction is started. */
  request(request: SipRequest, target: Target, listener: ClientListener): ClientTransaction {
    request.headers.remove('via');
    const long = serialize(request).length + VIA_BYTES > MOST_DATAGRAM_BYTES;
    const carrier = (long && this.streamTo(target)) || this.transport;
    request.headers.prepend('via', viaOf(carrier));
    return this.follow(request, target, listener, () => this.byDatagram(request, target));
  }

  /**
   * Cancels a request that was sent to a target (RFC 3261 §9.1): same Via, so that it is known which. `done` is told when
   * that has been answered, or cannot be.
   */
  cancel(request: SipRequest, target: Target, done: () => void = () => undefined): void {
    const headers = new Headers([['cseq', `${cseqOf(request).number} CANCEL`]]);
    for (const name of ['via', 'max-forwards', 'from', 'to', 'call-id', 'route'])
      for (const value of request.headers.all(name)) headers.add(name, value);
    const cancel = new SipRequest('CANCEL', request.uri, headers);
    const answered = ({ status }: SipResponse) => void (status >= 200 && done());
    this.follow(cancel, target, { answered, failed: done }).start();
  }

  /** Sends what is never answered: the ACK of a 2xx, which is a transaction of its own (RFC 3261 §13.2.2.4). */
  sendAlone(request: SipRequest, target: Target): void {
    if (!request.headers.first('via')) request.headers.prepend('via', viaOf(this.transport));
    this.transport.send(serialize(request), target, () => undefined);
  }

  close(): void {
    this.closed = true;
    for (const transaction of [...this.clients.values()]) transaction.terminate();
    for (const transaction of [...this.servers.values()]) transaction.terminate();
  }

  private follow(
    request: SipRequest,
    target: Target,
    listener: ClientListener,
    otherwise?: () => Transport,
  ): ClientTransaction {
    const via = request.headers.first('via')!;
    const key = clientKey(via, request.method);
    // A CANCEL and an ACK go the way of their request, which its Via tells.
    const long = this.large && parseVia(via)?.transport === this.large.kind.toUpperCase();
    const carriageOver = (carrier: Transport) => ({
      reliable: carrier.reliable,
      send: (message: SipRequest) =>
        carrier.send(serialize(message), { ...target, kind: carrier.kind }, (error) =>
          transaction.transportFailed(error),
        ),
    });
    const transaction: ClientTransaction = new ClientTransaction(request, listener, {
      timers: this.timers,
      ...carriageOver(long ? this.large! : this.transport),
      ...(long && otherwise ? { otherwise: () => carriageOver(otherwise()) } : {}),
      repeated: () => this.retransmissions++,
      ended: () => this.clients.delete(key),
    });
    this.clients.set(key, transaction);
    return transaction;
  }

  /** What carries long requests to a target; undefined where nothing does, or nobody takes that there. */
  private streamTo({ host, port }: Target): Transport | undefined {
    const until = this.noStream.get(writeHostPort({ host, port })) ?? -Infinity;
    return until > this.timers.now() ? undefined : this.large;
  }

  /** Nobody takes streams there: the request goes by datagram after all, under the same branch (RFC 3261 §18.1.1). */
  private byDatagram({ headers }: SipRequest, { host, port }: Target): Transport {
    const now = this.timers.now();
    for (const [key, until] of this.noStream) if (until <= now) this.noStream.delete(key);
    this.noStream.set(writeHostPort({ host, port }), now + NO_STREAM_MS);
    const branch = parseVia(headers.first('via')!)?.parameters.get('branch');
    headers.remove('via').prepend('via', viaOf(this.transport, branch));
    return this.transport;
  }

  private arrived(arrival: Arrival): void {
    if (this.closed) return;
    const message = parseMessage(arrival.bytes);
    if (message?.kind === 'response') this.answered(message);
    else if (message) this.requested(message, arrival);
  }

  private answered(response: SipResponse): void {
    const { method } = cseqOf(response);
    // One Via, and that is ours: whatever else came here by mistake (RFC 3261 §8.1.3.3).
    const vias = response.headers.values('via');
    const transaction = vias.length === 1 && this.clients.get(clientKey(vias[0]!, method));
    if (transaction) transaction.receive(response);
    else if (method === 'INVITE' && response.status >= 200 && response.status < 300)
      this.listener.late(response);
  }

  private requested(request: SipRequest, { reply }: Arrival): void {
    const key = serverKey(request);
    if (key === null) return;
    const known = this.servers.get(key);
    if (request.method === 'ACK') {
      known?.acknowledged();
      return this.listener.acknowledged(request);
    }
    if (known) return known.repeated();
    if (this.servers.size >= MOST_SERVER_TRANSACTIONS) return;
    const transaction = new ServerTransaction(request, {
      timers: this.timers,
      reliable: this.transport.reliable,
      send: reply,
      repeated: () => this.retransmissions++,
      ended: () => this.servers.delete(key),
    });
    this.servers.set(key, transaction);
    this.listener.requested(transaction);
  }
}

function viaOf(transport: Transport, branch = newBranch()): string {
  const sentBy = writeHostPort(transport.local());
  // rport: answers come back to where the request came from (RFC 3581).
  return `SIP/2.0/${transport.kind.toUpperCase()} ${sentBy};branch=${branch};rport`;
}

function newBranch(): string {
  return COOKIE + randomBytes(9).toString('base64url');
}

/** RFC 3261 §17.1.3. */
function clientKey(via: string, method: string): string {
  return `${parseVia(via)?.parameters.get('branch') ?? ''} ${method}`;
}

/** RFC 3261 §17.2.3; the ACK of a refused INVITE belongs to it. Null without a readable Via. */
function serverKey(request: SipRequest): string | null {
  const via = parseVia(request.headers.values('via')[0] ?? '');
  if (!via) return null;
  const method = request.method === 'ACK' ? 'INVITE' : request.method;
  const branch = via.parameters.get('branch') ?? '';
  // A branch without the cookie comes from before this standard and identifies nothing.
  const identity = branch.startsWith(COOKIE)
    ? branch
    : [
        request.headers.first('call-id'),
        tagOf(request.headers.first('from')),
        cseqOf(request).number,
      ].join(' ');
  return `${identity} ${writeHostPort(via)} ${method}`;
}
