import { MiddlewareConsumer, Module, NestModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { GracefulStop } from './graceful-stop';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { RequestMetrics } from './request-metrics';
import { SystemController } from './system.controller';
import { SystemService } from './system.service';

/** What those who run the process look at. */
@Module({
  imports: [TerminusModule.forRoot({ gracefulShutdownTimeoutMs: 0, logger: false })],
  controllers: [HealthController, MetricsController, SystemController],
  providers: [GracefulStop, RequestMetrics, SystemService],
})
export class OperationsModule implements NestModule {
  constructor(private readonly metrics: RequestMetrics) {}

  configure(consumer: MiddlewareConsumer): void {
    // The very instance that the metrics are read from: of a class, Nest would make another.
    consumer.apply(this.metrics.observe).forRoutes('{*path}');
  }
}
