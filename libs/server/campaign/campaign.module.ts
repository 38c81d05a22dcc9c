import { AudioModule, AudioUses } from '@belltower/audio';
import { ContactModule } from '@belltower/contact';
import { Queryable } from '@belltower/core';
import { GatewayModule } from '@belltower/gateway';
import { PhonebookModule, PhonebookUse, PhonebookUses } from '@belltower/phonebook';
import { SuppressionModule } from '@belltower/suppression';
import { Inject, Module, OnModuleInit } from '@nestjs/common';
import { CallingRuleController } from './calling-rule.controller';
import { CampaignActionController } from './campaign-action.controller';
import { CampaignInsightController } from './campaign-insight.controller';
import { CampaignActions } from './campaign.actions';
import { campaignAudio } from './campaign.audio';
import { CampaignActivity } from './campaign.activity';
import { CampaignConclusion } from './campaign.conclusion';
import { CampaignController } from './campaign.controller';
import { CampaignExplanation } from './campaign.explanation';
import { CampaignForecast } from './campaign.forecast';
import { CampaignGatewayUses } from './campaign.gateway-uses';
import { CampaignGateways } from './campaign.gateways';
import { CampaignHolds } from './campaign.holds';
import { CampaignHoldLog } from './campaign.hold-log';
import { CampaignMeters } from './campaign.meters';
import { CampaignOutlook } from './campaign.outlook';
import { CampaignRestController } from './campaign-rest.controller';
import { CampaignRest } from './campaign.rest';
import { CampaignPlaceholders } from './campaign.placeholders';
import { CampaignService } from './campaign.service';
import { transitionProblems } from './campaign.status';
import { MessagePreview } from './message-preview';
import { CampaignWatch } from './campaign.watch';
import { Roster } from './roster';
import { RosterFollowing } from './roster-following';
import { SubscriberBulk } from './subscriber.bulk';
import { SubscriberExport } from './subscriber.export';
import { SubscriberController } from './subscriber.controller';
import { SubscriberRetries } from './subscriber.retries';
import { SubscriberService } from './subscriber.service';

/** What is said to whom and when, and where every number stands. */
@Module({
  imports: [AudioModule, GatewayModule, PhonebookModule, ContactModule, SuppressionModule],
  controllers: [
    CampaignController,
    CampaignInsightController,
    CampaignActionController,
    CampaignRestController,
    SubscriberController,
    CallingRuleController,
  ],
  providers: [
    CampaignActions,
    CampaignActivity,
    CampaignConclusion,
    CampaignExplanation,
    CampaignForecast,
    CampaignGatewayUses,
    CampaignGateways,
    CampaignHoldLog,
    CampaignHolds,
    CampaignMeters,
    CampaignOutlook,
    CampaignPlaceholders,
    CampaignRest,
    CampaignService,
    CampaignWatch,
    MessagePreview,
    Roster,
    RosterFollowing,
    SubscriberBulk,
    SubscriberExport,
    SubscriberRetries,
    SubscriberService,
  ],
  exports: [
    CampaignConclusion,
    CampaignHoldLog,
    CampaignHolds,
    CampaignService,
    CampaignActions,
    CampaignRest,
    Roster,
    SubscriberExport,
  ],
})
export class CampaignModule implements OnModuleInit {
  constructor(
    @Inject(PhonebookUses) private readonly uses: PhonebookUses,
    @Inject(AudioUses) private readonly audioUses: AudioUses,
  ) {}

  /** @throws where the table of statuses contradicts itself */
  onModuleInit(): void {
    const problems = transitionProblems();
    if (problems.length)
      throw new Error(`The statuses of a campaign do not fit together: ${problems.join('; ')}`);
    this.uses.register(usesOf);
    this.audioUses.register(campaignAudio);
  }
}

/** Campaigns that have not ended and name these phonebooks. */
async function usesOf(
  db: Queryable,
  accountId: number,
  phonebookIds: readonly number[],
): Promise<PhonebookUse[]> {
  return db.query<PhonebookUse[]>(
    `select link.phonebook_id as "phonebookId", campaign.id as "campaignId",
            campaign.name as "campaignName", campaign.status in ('running', 'paused') as "underWay"
       from campaign_phonebook link
       join campaign on campaign.account_id = link.account_id and campaign.id = link.campaign_id
      where link.account_id = $1 and link.phonebook_id = any($2)
        and campaign.status in ('draft', 'running', 'paused') and campaign.deleted_at is null
      order by campaign.name, campaign.id`,
    [accountId, phonebookIds],
  );
}
