import { Public } from '@belltower/auth';
import { Notifications, Unavailable } from '@belltower/core';
import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { DataSource } from 'typeorm';

/** For load balancers and supervisors. */
@Controller('api/health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Notifications) private readonly notifications: Notifications,
  ) {}

  /** The process answers; whoever asks need not restart it. */
  @Get('live')
  @Public()
  live() {
    return { status: 'ok' };
  }

  /** The process can do its work: send it requests. */
  @Get('ready')
  @Public()
  async ready() {
    try {
      return await this.health.check([
        () => this.databaseAnswers(),
        () => this.hearsNotifications(),
      ]);
    } catch {
      // Terminus throws its own exception; ours has the shape that every other error has.
      throw new Unavailable('not-ready', 'The database does not answer.');
    }
  }

  private async databaseAnswers() {
    const indicator = this.indicators.check('database');
    try {
      await this.database.query('select 1');
      return indicator.up();
    } catch (error) {
      return indicator.down((error as Error).message);
    }
  }

  private hearsNotifications() {
    const indicator = this.indicators.check('notifications');
    return this.notifications.connected ? indicator.up() : indicator.down();
  }
}
