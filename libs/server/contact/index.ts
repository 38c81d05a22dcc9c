export * from './contact-watchers';
export * from './phone-number';
