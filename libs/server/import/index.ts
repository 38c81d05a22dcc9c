export * from './batch-writer';
export * from './import.entity';
export * from './import.module';
export * from './import-reject.entity';
export * from './importer';
export * from './upload-store';
