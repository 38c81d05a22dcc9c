export * from './contact-load';
export * from './contact.entity';
export * from './contact-changes';
export * from './contact-download';
export * from './contact.module';
export * from './contact.service';
export * from './contact-watchers';
export { readNumber, type ReadNumber } from '@belltower/phone-number';
