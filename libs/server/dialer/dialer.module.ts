import { CampaignModule } from '@belltower/campaign';
import { Config } from '@belltower/core';
import { GatewayModule } from '@belltower/gateway';
import { SuppressionModule } from '@belltower/suppression';
import {
  Inject,
  Module,
  OnApplicationBootstrap,
  OnApplicationShutdown,
  OnModuleDestroy,
} from '@nestjs/common';
import { Caller } from './caller';
import { Clerk } from './clerk';
import { Departures } from './departures';
import { Dialer } from './dialer';
import { Hand } from './hand';
import { Leader } from './leader';
import { Office } from './office';
import { Recoverer } from './recoverer';
import { Registrar } from './registrar';
import { Reporter } from './reporter';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';
import { TransferChannels } from './transfer-channels';

/** Two write ended calls; the others beat, look and report. */
const CONNECTIONS = 5;

const sessionPool = {
  provide: SessionPool,
  useFactory: (config: Config) =>
    new SessionPool(config.DATABASE_DIRECT_URL ?? config.DATABASE_URL, CONNECTIONS),
  inject: [Config],
};

/** Dials, from the moment that the application has started until it is told to stop. */
@Module({
  imports: [CampaignModule, GatewayModule, SuppressionModule],
  providers: [
    sessionPool,
    ServerClock,
    Registrar,
    Clerk,
    Departures,
    TransferChannels,
    Caller,
    Hand,
    Leader,
    Recoverer,
    Reporter,
    Office,
    Dialer,
  ],
})
export class DialerModule
  implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown
{
  constructor(
    @Inject(Dialer) private readonly dialer: Dialer,
    @Inject(Clerk) private readonly clerk: Clerk,
    @Inject(Config) private readonly config: Config,
    @Inject(Registrar) private readonly registrar: Registrar,
    @Inject(SessionPool) private readonly pool: SessionPool,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.registrar.clearDead();
    await this.registrar.beat();
    this.dialer.start(this.clerk);
  }

  /** Before lines and connections are closed: calls still have to tell their end. */
  async onModuleDestroy(): Promise<void> {
    await this.dialer.stop(this.clerk, this.config.DIALER_DRAIN_SECONDS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }
}
