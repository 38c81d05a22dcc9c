import {
  BlanksPipe,
  Config,
  IdPipe,
  ProblemFilter,
  QueryPipe,
  StorablePipe,
  validationPipe,
} from '@belltower/core';
import { DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { JsonGuard } from './json.guard';
import { RateLimitGuard } from './rate-limit.guard';
import { RequestGrace } from './request-grace';

const MINUTE_MS = 60_000;

/** What every request passes through: limits, reading, checking, and words for whatever goes wrong. */
@Module({})
export class HttpModule {
  static with({ RATE_LIMIT_PER_MINUTE: limit }: Readonly<Config>): DynamicModule {
    return {
      module: HttpModule,
      imports: [
        ThrottlerModule.forRoot({
          throttlers: [{ ttl: MINUTE_MS, limit }],
          skipIf: () => limit === 0,
        }),
      ],
      providers: [
        RequestGrace,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: JsonGuard },
        { provide: APP_PIPE, useClass: StorablePipe },
        { provide: APP_PIPE, useClass: IdPipe },
        { provide: APP_PIPE, useClass: QueryPipe },
        { provide: APP_PIPE, useClass: BlanksPipe },
        { provide: APP_PIPE, useFactory: validationPipe },
      ],
    };
  }
}
