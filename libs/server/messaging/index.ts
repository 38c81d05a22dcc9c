export * from './messaging';
export * from './messaging-drivers';
export * from './provider-id';
export * from './http';
export * from './simulator';
export * from './smpp';
