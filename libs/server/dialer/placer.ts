import { DialGateway } from '@belltower/gateway';
import { ClaimedCall } from './claim';
import { Script } from './script';

/** An attempt that waits for its instant, is under way, or is over and waits to be written. */
export interface Held {
  readonly call: ClaimedCall;
  /** Whether it was handed to its gateway, by which it is told what came of it. */
  placed: boolean;
  ended: boolean;
}

/** A gateway that has been reached: attempts are handed to it at once. */
export interface Outlet<H extends Held = Held> {
  place(held: H, gateway: DialGateway): void;
}

/** Makes the attempts of one channel and follows each to its one end. What it keeps of them is its own matter. */
export abstract class Placer<H extends Held = Held> {
  abstract hold(call: ClaimedCall, script: Script): H;

  /** @throws where the gateway is gone, or its driver cannot be made */
  abstract reach(gatewayId: number): Promise<Outlet<H>>;

  /** Ends an attempt whose driver has forgotten it; called every second. */
  abstract watch(held: H): void;

  /** Whether its gateway may not have been told of it yet, so that it can be called back. */
  abstract mayRecall(held: H): boolean;

  /** Calls an attempt back that is not to be made any more, where its gateway has not been told of it. */
  abstract recall(held: H): void;

  /** Somebody wants an attempt that is under way to end, as far as it can. */
  abstract hangUp(held: H): void;

  /** The same because this process stops. */
  abstract cutShort(held: H): void;

  /** Ends an attempt in spite of its driver, because this process has no more time. */
  abstract abandon(held: H): void;

  /** Resolves when every attempt that is over is with whoever writes it. */
  abstract handedIn(): Promise<void>;
}
