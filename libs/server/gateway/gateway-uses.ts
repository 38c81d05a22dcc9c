import { Conflict, Queryable } from '@belltower/core';
import { CampaignStatus, Channel, CHANNEL_WORDS, GatewayUseView } from '@belltower/dto';
import { Injectable } from '@nestjs/common';

/** A campaign that calls or sends over a gateway. */
export interface GatewayUse extends GatewayUseView {
  channel: Channel;
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
   * Refuses to take a gateway away from an account that may still call over it. Answers whether any campaign, if only
   * of the past, names it.
   * @throws Conflict `gateway.in-use`, naming who uses it
   */
  async refuseWhileNeeded(db: Queryable, gatewayId: number, accountId: number): Promise<boolean> {
    const uses = await this.of(db, gatewayId, accountId);
    const needed = uses.filter(({ status, callsNow }) => !OVER.includes(status) || callsNow > 0);
    if (needed.length)
      throw inUse(
        'taken away',
        namesOf(needed),
        'Its campaigns have to end first, or choose another gateway',
      );
    return uses.length > 0;
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
const OVER = [CampaignStatus.Stopped, CampaignStatus.Finished, CampaignStatus.Expired];

function refuse(verb: string, uses: readonly GatewayUse[]): void {
  if (uses.length) throw inUse(verb, namesOf(uses));
}

const namesOf = (uses: readonly GatewayUse[]) => [...new Set(uses.map(wordsFor))];

function wordsFor({ campaignName, callsNow, channel, deleted, status }: GatewayUse): string {
  const { one, many } = CHANNEL_WORDS[channel];
  const underWay = channel === Channel.Sms ? 'being sent' : 'on the line';
  const calls = callsNow ? ` (${callsNow} ${callsNow === 1 ? one : many} ${underWay})` : '';
  const what = status === CampaignStatus.Draft ? 'the draft' : 'the campaign';
  return `${what} “${campaignName}”${calls}${deleted ? ` (deleted; its ${many} remain)` : ''}`;
}

/** The refusal when nobody can say by whom it is used. */
export function inUse(
  verb: string,
  uses: readonly string[] = ['a campaign'],
  remedy = 'You can switch it off instead',
): Conflict {
  const named = uses.slice(0, MOST_NAMED).join(', ');
  const rest = uses.length > MOST_NAMED ? ` and ${uses.length - MOST_NAMED} more` : '';
  return new Conflict(
    'gateway.in-use',
    `The gateway cannot be ${verb}: it is used by ${named}${rest}. ${remedy}.`,
  );
}
