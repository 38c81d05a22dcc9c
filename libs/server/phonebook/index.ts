export * from './phonebook.entity';
export * from './phonebook.module';
export * from './phonebook.service';
export * from './phonebook-uses';
export * from './phonebook-sizes';
