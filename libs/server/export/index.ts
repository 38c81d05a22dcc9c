export * from './export.entity';
export * from './export.module';
export * from './exporter';
export * from './export-keeper';
