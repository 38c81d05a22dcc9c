import { Clock, Config, CoreModule, databaseOptions } from '@belltower/core';
import { DialerModule } from '@belltower/dialer';
import { DynamicModule, Module, Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LoggerModule } from 'nestjs-pino';
import { EventsModule } from './events/events.module';
import { entities, FEATURES } from './features';
import { HttpModule } from './http/http.module';
import { loggerOptions } from './http/logger-options';
import { OperationsModule } from './operations/operations.module';

/** What dials in this process, where DIALER_IN_PROCESS says so. */
const DIALER: (Type | DynamicModule)[] = [DialerModule];

/** The whole API: wiring only. A new feature is a line in `features.ts`. */
@Module({})
export class AppModule {
  static with(config: Readonly<Config>, clock?: Clock): DynamicModule {
    const { DATABASE_URL: url, DATABASE_POOL: pool } = config;
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(loggerOptions(config)),
        CoreModule.with(config, clock),
        TypeOrmModule.forRoot(databaseOptions({ url, pool, entities, name: 'api' })),
        ...FEATURES.map(({ module }) => module),
        HttpModule.with(config),
        EventsModule,
        OperationsModule,
        ...(config.DIALER_IN_PROCESS ? DIALER : []),
      ],
    };
  }
}
