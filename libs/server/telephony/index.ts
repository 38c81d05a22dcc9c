export * from './cause';
export * from './telephony';
export * from './telephony-drivers';
export * from './sound';
export * from './simulator';
export * from './sip';
export * from './freeswitch';
export * from './asterisk';
