export * from './decorators';
export * from './permission';
export * from './principal';
