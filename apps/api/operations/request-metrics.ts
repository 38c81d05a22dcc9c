import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5, 30];

/** How many requests there were, how they ended and how long they took, by route. */
@Injectable()
export class RequestMetrics {
  /** Of its own, as several applications can live in one process. */
  readonly registry = new Registry();

  private readonly durations = new Histogram({
    name: 'belltower_http_request_seconds',
    help: 'Duration of requests in seconds',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Middleware. */
  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const stop = this.durations.startTimer({ method: request.method });
    response.once('finish', () => {
      // The pattern, not the address: ids would make a series each.
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      stop({ route, status: response.statusCode });
    });
    next();
  };
}
