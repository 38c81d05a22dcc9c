import { GatewayModule } from '@belltower/gateway';
import { Module } from '@nestjs/common';
import { CampaignTestCallController } from './campaign-test-call.controller';
import { CampaignTestCalls } from './campaign-test-calls';

/** Test calls of campaigns, which the API places itself, whoever dials. */
@Module({
  imports: [GatewayModule],
  controllers: [CampaignTestCallController],
  providers: [CampaignTestCalls],
})
export class CampaignTestCallModule {}
