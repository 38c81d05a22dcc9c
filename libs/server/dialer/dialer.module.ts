import { CampaignModule } from '@belltower/campaign';
import { Config } from '@belltower/core';
import { GatewayModule } from '@belltower/gateway';
import { SuppressionModule } from '@belltower/suppression';
import { Inject, Module, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Branches, SmsBranch, VoiceBranch } from './branches';
import { CallRecovery } from './call-recovery';
import { Caller } from './caller';
import { Clerk } from './clerk';
import { Departures } from './departures';
import { Dialer } from './dialer';
import { Hand } from './hand';
import { Leader } from './leader';
import { LineKeeper } from './line-keeper';
import { MessageClerk } from './message-clerk';
import { MessageRecovery } from './message-recovery';
import { Office } from './office';
import { ReceiptModule } from './receipt.module';
import { Recoverer } from './recoverer';
import { Registrar } from './registrar';
import { Reporter } from './reporter';
import { Texter } from './texter';
import { TransferChannels } from './transfer-channels';

/** Calls and sends, from the moment that the application has started until it is told to stop. */
@Module({
  imports: [CampaignModule, GatewayModule, SuppressionModule, ReceiptModule],
  providers: [
    Registrar,
    Clerk,
    MessageClerk,
    Departures,
    TransferChannels,
    Caller,
    Texter,
    CallRecovery,
    MessageRecovery,
    VoiceBranch,
    SmsBranch,
    Branches,
    Hand,
    Leader,
    LineKeeper,
    Recoverer,
    Reporter,
    Office,
    Dialer,
  ],
})
export class DialerModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(Dialer) private readonly dialer: Dialer,
    @Inject(Branches) private readonly branches: Branches,
    @Inject(Config) private readonly config: Config,
    @Inject(Registrar) private readonly registrar: Registrar,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.registrar.clearDead();
    await this.registrar.beat();
    this.dialer.start(this.branches);
  }

  /** Before lines and connections are closed: what is under way still has to tell its end. */
  async onModuleDestroy(): Promise<void> {
    await this.dialer.stop(this.branches, this.config.DIALER_DRAIN_SECONDS);
  }
}
