import { HostPort } from '../address';
import { parseMessage, SipMessage } from '../message';
import { NobodyThere, Target, Transport, TransportKind } from '../transport';

/** Whoever is at the other end of the wire; what it sends goes through `send`. */
export interface Peer {
  receive(message: SipMessage, send: (bytes: Buffer) => void): void;
  /** Whether nothing listens there at all. */
  down?: boolean;
}

/** A wire without a network: what is sent arrives at once, in order, unless `lost` says otherwise. */
export class LoopTransport extends Transport {
  private readonly queue: (() => void)[] = [];
  private delivering = false;
  private closed = false;
  /** Everything that was sent by our side, lost or not. */
  readonly sent: SipMessage[] = [];

  constructor(
    private readonly peer: Peer,
    readonly kind: TransportKind = 'udp',
    private readonly lost: () => boolean = () => false,
  ) {
    super();
  }

  local(): Required<HostPort> {
    return { host: '192.0.2.1', port: 5060 };
  }

  send(bytes: Buffer, _target: Target, failed: (error: Error) => void): void {
    if (this.closed) return;
    const message = parseMessage(bytes);
    if (!message) throw new Error(`Not a message: ${bytes.toString()}`);
    this.sent.push(message);
    if (this.peer.down) return failed(new NobodyThere('connection refused'));
    if (this.lost()) return;
    this.deliver(() => this.peer.receive(message, (answer) => this.comeBack(answer)));
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private comeBack(bytes: Buffer): void {
    if (this.lost()) return;
    const source = { host: '192.0.2.9', port: 5060 };
    const reply = (answer: Buffer) =>
      this.send(answer, { kind: this.kind, ...source }, () => undefined);
    this.deliver(() => this.arrived({ bytes, source, reply }));
  }

  private deliver(run: () => void): void {
    this.queue.push(run);
    if (this.delivering) return;
    this.delivering = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) next();
    this.delivering = false;
  }
}
