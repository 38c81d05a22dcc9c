import { Incoming, Receive } from '@belltower/messaging';
import { Injectable } from '@nestjs/common';

type Kind = Incoming['type'];

/** Keeps what came in over a gateway. It resolves once that is committed, and may be told of the same more than once. */
export type Keep<K extends Kind> = (
  gatewayId: number,
  incoming: Extract<Incoming, { type: K }>,
) => Promise<void>;

/**
 * Where everything goes that comes in over gateways for messages, in whichever process. Modules that keep it register
 * themselves, as gateways know nothing of what stands above them.
 */
@Injectable()
export class MessageReceiver {
  private readonly keepers = new Map<Kind, (gatewayId: number, incoming: never) => Promise<void>>();

  register<K extends Kind>(kind: K, keep: Keep<K>): void {
    this.keepers.set(kind, keep);
  }

  /** What the driver of a gateway is given. What nobody keeps is refused, so that it comes again. */
  of(gatewayId: number): Receive {
    return async (incoming) => {
      const keep = this.keepers.get(incoming.type);
      if (!keep) throw new Error(`Nobody keeps what is a ${incoming.type}`);
      await keep(gatewayId, incoming as never);
    };
  }
}
