export * from './fixed-clock';
export * from './rows';
export * from './test-database';
