import { GatewayModule } from '@belltower/gateway';
import { Module } from '@nestjs/common';
import {
  OwnGatewayTestMessageController,
  PlatformGatewayTestMessageController,
} from './gateway-test-message.controller';
import { CampaignTestMessageController } from './campaign-test-message.controller';
import { CampaignTestMessages } from './campaign-test-messages';
import { CampaignTrial } from './campaign-trial';
import { TestMessages } from './test-messages';

/** Test messages, which the API sends itself, whoever sends those of campaigns. */
@Module({
  imports: [GatewayModule],
  controllers: [
    OwnGatewayTestMessageController,
    PlatformGatewayTestMessageController,
    CampaignTestMessageController,
  ],
  providers: [TestMessages, CampaignTestMessages, CampaignTrial],
  exports: [TestMessages],
})
export class TestMessageModule {}
