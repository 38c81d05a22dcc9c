export * from './person.module';
