import { Module } from '@nestjs/common';
import { OptOuts } from './opt-outs';
import { SuppressionController } from './suppression.controller';
import { SuppressionListController } from './suppression-list.controller';
import { SuppressionListService } from './suppression-list.service';
import { SuppressionService } from './suppression.service';

@Module({
  controllers: [SuppressionController, SuppressionListController],
  providers: [OptOuts, SuppressionListService, SuppressionService],
  exports: [OptOuts, SuppressionService],
})
export class SuppressionModule {}
