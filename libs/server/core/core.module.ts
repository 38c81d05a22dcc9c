import {
  BeforeApplicationShutdown,
  DynamicModule,
  Global,
  Inject,
  Module,
  OnApplicationShutdown,
  OnModuleInit,
} from '@nestjs/common';
import { Clock } from './clock';
import { Config } from './config';
import { Jobs } from './jobs';
import { Notifications } from './notifications';
import { Secrets } from './secrets';

/** The clock, the configuration, jobs and notifications, for every other module. */
@Global()
@Module({})
export class CoreModule implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  static with(config: Readonly<Config>, clock = new Clock()): DynamicModule {
    const directUrl = config.DATABASE_DIRECT_URL ?? config.DATABASE_URL;
    const providers = [
      { provide: Config, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: Secrets, useValue: new Secrets(config.SECRET_KEY) },
      { provide: Jobs, useValue: new Jobs(config.DATABASE_URL) },
      { provide: Notifications, useValue: new Notifications(directUrl) },
    ];
    return { module: CoreModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onModuleInit(): Promise<void> {
    await this.notifications.listen();
    await this.jobs.start();
  }

  /** Jobs end before the connections that they work with. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.notifications.close();
  }
}
