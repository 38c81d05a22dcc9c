import { CampaignConclusion } from '@belltower/campaign';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Helm } from './helm';
import type { Leader } from './leader';
import { AttemptOver } from './attempt-over';
import { campaignKey } from './survey';
import { makePartitions } from './partitions';
import { Recoverer } from './recoverer';
import { Registrar } from './registrar';
import { Reporter } from './reporter';
import { ServerClock } from './server-clock';

const PARTITIONS_MS = 6 * 60 * 60 * 1_000;

/** What the leader does every second besides claiming: who lives, who was left behind, what is done, how it looks. */
@Injectable()
export class Office {
  private readonly logger = new Logger(Office.name);
  private partitionsAt = 0;

  constructor(
    @Inject(Registrar) private readonly registrar: Registrar,
    @Inject(Recoverer) private readonly recoverer: Recoverer,
    @Inject(Reporter) private readonly reporter: Reporter,
    @Inject(CampaignConclusion) private readonly conclusion: CampaignConclusion,
    @Inject(ServerClock) private readonly clock: ServerClock,
  ) {}

  async round(leader: Leader): Promise<void> {
    const { helm } = leader;
    if (!helm) return;
    const { living, hands } = await this.registrar.roll();
    leader.crew.set(hands.length ? hands : [this.registrar.id]);
    await this.recoverer.sweep(living);
    await this.conclude(helm);
    await this.reporter.report(helm);
    if (performance.now() >= this.partitionsAt) await this.partitions();
  }

  /** Attempts are over: a campaign whose last they were is finished there and then. */
  async wrote(leader: Leader, batch: readonly AttemptOver[]): Promise<void> {
    const { helm } = leader;
    const keys = new Set(batch.map(({ call }) => campaignKey(call.accountId, call.campaignId)));
    if (helm) await this.conclude(helm, (key) => keys.has(key));
  }

  private async conclude(helm: Helm, isMeant = (_key: string) => true): Promise<void> {
    const campaigns = helm.campaigns.filter(({ key }) => isMeant(key));
    for (const campaign of campaigns.filter((campaign) => helm.mayBeDone(campaign)))
      await this.conclusion.concludeIfDone(campaign.accountId, campaign.id, this.clock.now());
  }

  private async partitions(): Promise<void> {
    const failed = await makePartitions(this.registrar.db, this.clock.now());
    this.partitionsAt = performance.now() + PARTITIONS_MS;
    if (failed.length) this.logger.warn(`${failed.join(', ')} stay in a default partition`);
  }
}
