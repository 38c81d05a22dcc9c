import { Conflict, Queryable } from '@belltower/core';
import { Injectable } from '@nestjs/common';

/** Something for which a gateway is needed, in words that complete “It is used by …”. */
export interface GatewayUse {
  accountId: number;
  /** For example `the campaign “Reminders”`. */
  what: string;
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

  /** @throws Conflict `gateway.in-use`, naming who uses it */
  async refuse(
    db: Queryable,
    gatewayId: number,
    accountId: number | null,
    verb: string,
  ): Promise<void> {
    const uses = await this.of(db, gatewayId, accountId);
    if (!uses.length) return;
    throw inUse(verb, [...new Set(uses.map(({ what }) => what))]);
  }
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
