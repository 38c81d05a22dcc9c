import { Conflict, Queryable } from '@belltower/core';
import { CampaignStatus, GatewayUseView } from '@belltower/dto';
import { Injectable } from '@nestjs/common';

/** A campaign that calls over a gateway. */
export interface GatewayUse extends GatewayUseView {
  /** Whether the campaign has been deleted; its calls remain. */
  deleted: boolean;
}

/** Who uses this gateway: of one account, or of all. */
export type GatewayUsers = (
  db: Queryable,
  gatewayId: number,
  accountId: number | null,
) => Promise<GatewayUse[]>;

/** So many are named in a refusal; the rest is counted. */
const MOST_NAMED = 3;

/**
 * Who uses gateways. Modules that name them register themselves, as gateways know nothing of what stands
 * above them.
 */
@Injectable()
export class GatewayUses {
  private readonly users: GatewayUsers[] = [];

  register(users: GatewayUsers): void {
    this.users.push(users);
  }

  async of(db: Queryable, gatewayId: number, accountId: number | null): Promise<GatewayUse[]> {
    const uses = await Promise.all(this.users.map((users) => users(db, gatewayId, accountId)));
    return uses.flat();
  }

  /**
   * Refuses to take a gateway away from those who name it.
   * @throws Conflict `gateway.in-use`, naming who uses it
   */
  async refuseWhileNamed(db: Queryable, gatewayId: number, accountId: number): Promise<void> {
    refuse('taken away', await this.of(db, gatewayId, accountId));
  }

  /**
   * Refuses to delete a gateway over which calls are being made, or could be at any moment.
   * @throws Conflict `gateway.in-use`, naming who uses it
   */
  async refuseWhileCalling(db: Queryable, gatewayId: number): Promise<void> {
    const uses = await this.of(db, gatewayId, null);
    refuse(
      'deleted',
      uses.filter(({ status, callsNow }) => CALLING.includes(status) || callsNow > 0),
    );
  }
}

const CALLING = [CampaignStatus.Running, CampaignStatus.Paused];

function refuse(verb: string, uses: readonly GatewayUse[]): void {
  if (uses.length) throw inUse(verb, [...new Set(uses.map(wordsFor))]);
}

function wordsFor({ campaignName, callsNow, deleted }: GatewayUse): string {
  const calls = callsNow ? ` (${callsNow} ${callsNow === 1 ? 'call' : 'calls'} on the line)` : '';
  return `the campaign “${campaignName}”${calls}${deleted ? ' (deleted; its calls remain)' : ''}`;
}

/** The refusal when nobody can say by whom it is used. */
export function inUse(verb: string, uses: readonly string[] = ['a campaign']): Conflict {
  const named = uses.slice(0, MOST_NAMED).join(', ');
  const rest = uses.length > MOST_NAMED ? ` and ${uses.length - MOST_NAMED} more` : '';
  return new Conflict(
    'gateway.in-use',
    `The gateway cannot be ${verb}: it is used by ${named}${rest}. You can switch it off instead.`,
  );
}
