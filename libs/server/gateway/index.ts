export * from './dial-gateway';
export * from './dialled';
export * from './gateway-check';
export * from './gateway-uses';
export * from './gateway.entity';
export * from './gateway.module';
export * from './gateway.service';
