export * from './cause';
export * from './telephony';
export * from './telephony-drivers';
export * from './simulator';
export * from './sip';
