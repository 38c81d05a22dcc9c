import { Audio } from '@belltower/audio';
import { authEntities, AuthModule } from '@belltower/auth';
import { campaignEntities } from '@belltower/campaign';
import { Clock, Config, CoreModule, databaseOptions } from '@belltower/core';
import { DialerModule } from '@belltower/dialer';
import { Gateway, GatewayGrant } from '@belltower/gateway';
import { Phonebook } from '@belltower/phonebook';
import { Reply, ReplyModule } from '@belltower/reply';
import { DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LoggerModule } from 'nestjs-pino';

/** What a dialing process is made of. */
@Module({})
export class DialerAppModule {
  static with(config: Readonly<Config>, clock?: Clock): DynamicModule {
    const entities = [
      ...authEntities,
      Audio,
      Gateway,
      GatewayGrant,
      Phonebook,
      Reply,
      ...campaignEntities,
    ];
    const { DATABASE_URL: url, DATABASE_POOL: pool, LOG_LEVEL: level } = config;
    return {
      module: DialerAppModule,
      imports: [
        // JSON lines as the API writes them; there are no requests here, and so no headers to hide.
        LoggerModule.forRoot({ pinoHttp: { level } }),
        CoreModule.with(config, clock),
        TypeOrmModule.forRoot(databaseOptions({ url, pool, entities, name: 'dialer' })),
        AuthModule,
        DialerModule,
        ReplyModule,
      ],
    };
  }
}
