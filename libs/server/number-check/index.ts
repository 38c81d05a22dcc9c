export * from './number-check.module';
