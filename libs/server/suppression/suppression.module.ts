import { Module } from '@nestjs/common';
import { ListClearer } from './list-clearer';
import { ListedNumbers } from './listed-numbers';
import { OptOuts } from './opt-outs';
import { PlatformListController } from './platform-list.controller';
import { PlatformNumberController } from './platform-number.controller';
import { SuppressionBulk } from './suppression-bulk';
import { SuppressionController } from './suppression.controller';
import { SuppressionExport } from './suppression-export';
import { SuppressionListController } from './suppression-list.controller';
import { SuppressionListService } from './suppression-list.service';
import { SuppressionService } from './suppression.service';
import { SuppressionWatchers } from './suppression-watchers';

@Module({
  controllers: [
    SuppressionController,
    SuppressionListController,
    PlatformNumberController,
    PlatformListController,
  ],
  providers: [
    ListClearer,
    ListedNumbers,
    OptOuts,
    SuppressionBulk,
    SuppressionExport,
    SuppressionListService,
    SuppressionService,
    SuppressionWatchers,
  ],
  exports: [
    ListClearer,
    ListedNumbers,
    OptOuts,
    SuppressionExport,
    SuppressionListService,
    SuppressionService,
    SuppressionWatchers,
  ],
})
export class SuppressionModule {}
