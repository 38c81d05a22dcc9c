import { Disposition } from '@belltower/dto';
import { OutboundCall } from '../telephony';
import type { Happening, OutgoingCall } from './outgoing-call';

/** What one leg of a connection is called with. */
export type LegCall = Omit<OutboundCall, 'opening' | 'prompts' | 'keys'>;

/** Places a call to another party over the same trunk; null where that cannot take one now. */
export type PlaceLeg = (call: LegCall, happened: (event: Happening) => void) => OutgoingCall | null;

export interface TransferListener {
  /** The other party has answered. */
  connected(other: OutgoingCall): void;
  /** It cannot be had; told once, and nothing after. */
  failed(disposition: Disposition): void;
  /** A key that the other party has pressed, where keys do not come with the sound. */
  pressed(digit: string): void;
  /** The other party has hung up. */
  left(): void;
}

/** Another party that an answered call is to be connected with, from its INVITE until either hangs up. */
export class Transfer {
  private other: OutgoingCall | null = null;
  private connected = false;
  private over = false;

  constructor(private readonly listener: TransferListener) {}

  /** Lets the other phone ring. */
  start(call: LegCall, place: PlaceLeg): void {
    const other = place(call, (event) => this.happened(event));
    this.other = other;
    if (!other) return this.end(() => this.listener.failed(Disposition.Congestion));
    other.start();
  }

  /** A key of the callee, where keys do not come with the sound. */
  press(digit: string): void {
    if (this.connected) this.other?.press(digit);
  }

  /** The callee has hung up: so does the other side, which may be ringing still. */
  close(): void {
    if (this.over) return;
    this.over = true;
    this.other?.hangUp();
  }

  private happened(event: Happening): void {
    if (this.over) return;
    if (event.type === 'answered') {
      this.connected = true;
      this.listener.connected(this.other!);
    } else if (event.type === 'digit') this.listener.pressed(event.digit);
    else if (event.type === 'hung-up') {
      const { disposition } = event;
      this.end(() => (this.connected ? this.listener.left() : this.listener.failed(disposition)));
    }
  }

  private end(tell: () => void): void {
    this.over = true;
    tell();
  }
}
