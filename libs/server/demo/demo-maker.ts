import { Principal } from '@belltower/auth';
import { CampaignActions, CampaignService } from '@belltower/campaign';
import { Channel, GatewayInput, SIMULATOR, SMS_SIMULATOR } from '@belltower/dto';
import { GatewayCheck, GatewayService } from '@belltower/gateway';
import { CALL_STEPS, reopenSteps } from '@belltower/report';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DEMO_CAMPAIGNS, DemoCampaign, firstDayOf, inputOf } from './demo-campaigns';
import { historyOf } from './demo-history';
import { demoPhonebooks } from './demo-people';
import {
  writeCalls,
  writeEnd,
  writeOptOuts,
  writeOutcomes,
  writePhonebook,
  writeSubscribers,
} from './demo-writing';

/** What the campaigns of a demonstration are made with. */
interface Stage {
  by: Principal;
  timeZone: string;
  now: Date;
  gateways: Readonly<Record<Channel, number>>;
  /** By name. */
  phonebooks: ReadonlyMap<string, number>;
}

/** Fills an empty account, so that every screen has something to show. */
@Injectable()
export class DemoMaker {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(GatewayService) private readonly gateways: GatewayService,
    @Inject(GatewayCheck) private readonly checks: GatewayCheck,
    @Inject(CampaignService) private readonly campaigns: CampaignService,
    @Inject(CampaignActions) private readonly actions: CampaignActions,
  ) {}

  async fill(by: Principal, timeZone: string, now: Date): Promise<void> {
    const gateways = {
      [Channel.Voice]: await this.addGateway(by, {
        name: 'Simulated trunk',
        driver: SIMULATOR.key,
        settings: { keyPressPercent: 15 },
        channels: 60,
        callsPerSecond: 5,
        callerId: '+12025550100',
      }),
      [Channel.Sms]: await this.addGateway(by, {
        name: 'Simulated text messages',
        channel: Channel.Sms,
        driver: SMS_SIMULATOR.key,
        channels: 20,
        callsPerSecond: 10,
        callerId: '+12025550100',
      }),
    };
    const phonebooks = await this.addPhonebooks(by);
    for (const campaign of DEMO_CAMPAIGNS) {
      await this.addCampaign(campaign, { by, timeZone, now, gateways, phonebooks });
    }
  }

  private async addGateway(by: Principal, values: Partial<GatewayInput>): Promise<number> {
    const input = Object.assign(new GatewayInput(), values);
    const { id } = await this.gateways.create(by, by.accountId, input);
    await this.checks.check(id);
    return id;
  }

  private addPhonebooks({ accountId }: Principal): Promise<Map<string, number>> {
    return this.database.transaction(async (db) => {
      const ids = new Map<string, number>();
      for (const phonebook of demoPhonebooks()) {
        ids.set(phonebook.name, await writePhonebook(db, accountId, phonebook));
      }
      return ids;
    });
  }

  private async addCampaign(campaign: DemoCampaign, stage: Stage): Promise<void> {
    const { by, now, timeZone, gateways, phonebooks } = stage;
    const input = inputOf(campaign, now, timeZone, {
      phonebookIds: campaign.phonebooks.map((name) => phonebooks.get(name)!),
      gatewayIds: [gateways[campaign.values.channel ?? Channel.Voice]],
    });
    const { id } = await this.campaigns.create(by, input);
    if (campaign.becomes === 'past') return this.addPast(campaign, id, stage);
    if (campaign.becomes === 'draft') return;
    await this.actions.start(by, id);
    if (campaign.becomes === 'paused') await this.actions.pause(by, id);
  }

  private async addPast(campaign: DemoCampaign, id: number, stage: Stage): Promise<void> {
    const { by, now, timeZone, gateways } = stage;
    const { accountId } = by;
    const first = firstDayOf(campaign, now, timeZone);
    await this.database.transaction(async (db) => {
      const people = await writeSubscribers(db, accountId, id, first.toJSDate());
      const terms = inputOf(campaign, now, timeZone, { phonebookIds: [], gatewayIds: [] });
      const { calls, subscribers } = historyOf(people, terms, first, campaign.days);
      await writeCalls(db, accountId, id, gateways[Channel.Voice], calls);
      await reopenSteps(db, CALL_STEPS, accountId, first.toJSDate());
      await writeOutcomes(db, accountId, id, subscribers);
      if (terms.optOutKey) await writeOptOuts(db, accountId, id, terms.optOutKey);
      await writeEnd(db, accountId, id, calls);
    });
  }
}
