import { PlaceholderValues, RetryPolicy } from '@belltower/dto';
import { ClaimedCall } from './claim';

/** A ledger row that a dead process has left, with what its campaign says. */
export interface Orphan extends ClaimedCall, RetryPolicy {
  message: string;
  /** Whether that is what the attempt was made with. */
  isUnchanged: boolean;
  values: PlaceholderValues | null;
  ringTimeoutSeconds: number;
  maxCallSeconds: number;
  placedOn: Date;
}

/** Ends attempts of one channel that a dead process has left in the ledger. */
export abstract class Recovery {
  /**
   * Hands attempts over one gateway to whoever writes them; answers those that it has. The others are asked about again.
   */
  abstract recover(gatewayId: number, orphans: readonly Orphan[]): Promise<readonly Orphan[]>;
}
