export * from './opt-outs';
export * from './suppressed.sql';
export * from './suppression.module';
