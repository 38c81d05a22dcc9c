import { Module } from '@nestjs/common';
import { NumberCheckController } from './number-check.controller';
import { NumberCheckService } from './number-check.service';

/** May this number be called? It reads the tables of every module and writes none. */
@Module({
  controllers: [NumberCheckController],
  providers: [NumberCheckService],
})
export class NumberCheckModule {}
