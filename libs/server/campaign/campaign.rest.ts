import { Principal } from '@belltower/auth';
import { Conflict } from '@belltower/core';
import { CampaignRestInput, CHANNEL_WORDS, NEVER_CALLED, RestOutcome } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Campaign } from './campaign.entity';
import { findCampaign } from './campaign.find';
import { nameWith } from './campaign.input';
import { CampaignService } from './campaign.service';
import { hasEnded, isUnderWay } from './campaign.status';
import { outcomesLeft } from './roster-source';

/** Calling again what an ended campaign has left. */
@Injectable()
export class CampaignRest {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CampaignService) private readonly campaigns: CampaignService,
  ) {}

  /** By outcome, how many could be called again. @throws NotFound `campaign.not-found` */
  async left({ accountId }: Principal, id: number) {
    await findCampaign(this.database.manager, accountId, id);
    return outcomesLeft(this.database, accountId, id);
  }

  /**
   * Makes a draft like this campaign that calls those of its numbers that it left in one of these outcomes.
   * @throws Conflict `campaign.not-ended`, `campaign.nobody-left` or `limit.campaigns`
   */
  async callAgain(user: Principal, id: number, { outcomes }: CampaignRestInput) {
    const { accountId } = user;
    return this.database.transaction(async (db) => {
      // Locked, so that it is not deleted meanwhile, and its numbers with it.
      const original = await findCampaign(db, accountId, id, 'lock');
      refuseUnlessEnded(original);
      const numbers = await this.countOf(db, original, outcomes);
      const copy = await this.campaigns.copy(db, user, id, {
        name: nameWith(original.name, ' (rest)'),
        sourceCampaignId: id,
        sourceOutcomes: outcomes,
      });
      const { name } = await findCampaign(db, accountId, copy);
      const detail = { outcomes, numbers };
      await this.campaigns.record(db, user, copy, 'campaign.rest-of', {
        ...detail,
        of: id,
        ofName: original.name,
      });
      await this.campaigns.record(db, user, id, 'campaign.rest-called', {
        ...detail,
        by: copy,
        byName: name,
      });
      return this.campaigns.get(user, copy, db);
    });
  }

  private async countOf(
    db: EntityManager,
    { accountId, id, name, channel }: Campaign,
    outcomes: readonly RestOutcome[],
  ): Promise<number> {
    const left = await outcomesLeft(db, accountId, id);
    const meant = left.filter(({ outcome }) => outcomes.includes(outcome));
    const numbers = meant.reduce((sum, { subscribers }) => sum + subscribers, 0);
    if (numbers) return numbers;
    const how = outcomes.map((outcome) =>
      outcome === NEVER_CALLED
        ? `never ${CHANNEL_WORDS[channel].called}`
        : outcome.replaceAll('-', ' '),
    );
    throw new Conflict(
      'campaign.nobody-left',
      `“${name}” has left nobody like that (${how.join(', ')}) whose contact is still active.`,
    );
  }
}

function refuseUnlessEnded({ name, status, channel }: Campaign): void {
  if (hasEnded(status)) return;
  const how = isUnderWay(status)
    ? `is still under way and ${CHANNEL_WORDS[channel].calls} them itself`
    : 'has not been started';
  throw new Conflict('campaign.not-ended', `“${name}” ${how}.`);
}
