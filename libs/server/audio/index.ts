export * from './audio.entity';
export * from './audio.module';
export * from './audio.service';
export * from './audio-uses';
