export * from './dial-gateway';
