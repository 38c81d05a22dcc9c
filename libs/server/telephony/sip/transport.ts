import { HostPort } from './address';

export type TransportKind = 'udp' | 'tcp' | 'tls';

/** Where a message goes. */
export interface Target {
  kind: TransportKind;
  /** An IP address. */
  host: string;
  port: number;
  /** The name that a TLS certificate has to hold. */
  serverName?: string;
}

/** What arrived and how it is answered: from where it came (RFC 3581 §4, RFC 3261 §18.2.2). */
export interface Arrival {
  bytes: Buffer;
  source: Required<HostPort>;
  reply(bytes: Buffer): void;
}

/** Nobody takes connections there: certainly nothing has been sent. */
export class NobodyThere extends Error {}

/** Carries whole messages (RFC 3261 §18). Neither method throws. */
export abstract class Transport {
  abstract readonly kind: TransportKind;

  /** Our address as peers see it, for Via and Contact. */
  abstract local(): Required<HostPort>;

  /** `failed` is told when the message certainly did not leave or nobody is there to take it. */
  abstract send(bytes: Buffer, target: Target, failed: (error: Error) => void): void;

  /** Set once by whoever reads. */
  arrived: (arrival: Arrival) => void = () => undefined;

  /** Told when our address has changed because a connection was made anew. */
  moved: () => void = () => undefined;

  abstract close(): Promise<void>;

  /** Whether messages arrive without being repeated. */
  get reliable(): boolean {
    return this.kind !== 'udp';
  }
}
