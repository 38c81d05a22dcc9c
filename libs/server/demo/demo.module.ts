import { CampaignModule } from '@belltower/campaign';
import { GatewayModule } from '@belltower/gateway';
import { Module } from '@nestjs/common';
import { DemoController } from './demo.controller';
import { DemoMaker } from './demo-maker';
import { DemoService } from './demo.service';

/** Demonstration data, for a first look at an empty installation. */
@Module({
  imports: [CampaignModule, GatewayModule],
  controllers: [DemoController],
  providers: [DemoMaker, DemoService],
})
export class DemoModule {}
