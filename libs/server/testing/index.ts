export * from './baresip';
export * from './describe-with';
export * from './fixed-clock';
export * from './rows';
export * from './sipp';
export * from './sipp-scenario';
export * from './test-database';
