export * from './reply-export';
export * from './reply.entity';
export * from './reply.module';
