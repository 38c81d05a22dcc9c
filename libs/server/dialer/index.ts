export * from './dialer';
export * from './dialer.module';
