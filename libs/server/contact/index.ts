export * from './contact-load';
export * from './contact.module';
export * from './contact-watchers';
export { readNumber, type ReadNumber } from '@belltower/phone-number';
