export * from './saved-view.entity';
export * from './saved-view.module';
