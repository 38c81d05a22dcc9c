export * from './opt-outs';
export * from './suppressed.sql';
export * from './suppression.entity';
export * from './suppression.module';
export * from './suppression.service';
export * from './suppression-list.entity';
