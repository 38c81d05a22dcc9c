import { Module } from '@nestjs/common';
import { OptOuts } from './opt-outs';

@Module({ providers: [OptOuts], exports: [OptOuts] })
export class SuppressionModule {}
