export * from './dialer';
export * from './dialer.module';
export * from './test-call.module';
export * from './call-months';
export { forgetRecording, forgetRecordings } from './recording';
export { finish, type FinishedCall } from './finish';
