import { GatewayModule } from '@belltower/gateway';
import { Module } from '@nestjs/common';
import { CampaignTestCallController } from './campaign-test-call.controller';
import { CampaignTestCalls } from './campaign-test-calls';
import { CampaignTrial } from './campaign-trial';

/** Test calls of campaigns, which the API places itself, whoever dials. */
@Module({
  imports: [GatewayModule],
  controllers: [CampaignTestCallController],
  providers: [CampaignTestCalls, CampaignTrial],
})
export class CampaignTestCallModule {}
