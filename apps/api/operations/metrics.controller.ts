import { Credentials, Public } from '@belltower/auth';
import { Config, NotFound } from '@belltower/core';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RequestMetrics } from './request-metrics';
import { SystemService } from './system.service';

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** Prometheus' view of this process. */
@Controller('api/metrics')
export class MetricsController {
  constructor(
    private readonly metrics: RequestMetrics,
    private readonly system: SystemService,
    private readonly credentials: Credentials,
    @Inject(Config) private readonly config: Config,
  ) {}

  /** Open to nobody but whom METRICS_ACCESS names, and to operators. */
  @Get()
  @Public()
  async read(@Req() request: Request, @Res() response: Response) {
    if (!(await this.mayRead(request))) throw new NotFound('not-found', 'There is nothing here.');
    const { registry } = this.metrics;
    const own = await this.system.metrics();
    response.type(registry.contentType).send((await registry.metrics()) + own);
  }

  private async mayRead(request: Request): Promise<boolean> {
    const { METRICS_ACCESS } = this.config;
    if (METRICS_ACCESS === 'public') return true;
    // What a proxy on this machine passes on does not come from this machine.
    const isForwarded = 'x-forwarded-for' in request.headers || 'forwarded' in request.headers;
    const isLocal = !isForwarded && LOOPBACK.includes(request.socket.remoteAddress ?? '');
    if (METRICS_ACCESS === 'local' && isLocal) return true;
    return (await this.credentials.principalOf(request))?.operator ?? false;
  }
}
