import { GatewayModule } from '@belltower/gateway';
import { SuppressionModule } from '@belltower/suppression';
import { Module } from '@nestjs/common';
import { ReplyExport } from './reply-export';
import { ReplyKeeper } from './reply-keeper';
import { ReplyController } from './reply.controller';
import { ReplyService } from './reply.service';
import { StopConfirmations } from './stop-confirmations';

/** What people send to us, in every process in which gateways hear it: kept, obeyed and shown. */
@Module({
  imports: [GatewayModule, SuppressionModule],
  controllers: [ReplyController],
  providers: [ReplyExport, ReplyKeeper, ReplyService, StopConfirmations],
  exports: [ReplyExport],
})
export class ReplyModule {}
