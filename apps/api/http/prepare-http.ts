import { Config } from '@belltower/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { contentSecurity } from './content-security';
import { refuseDeepJson } from './deep-json';
import { slowDownRefused } from './refused-callers';
import { explainUnreadable } from './unreadable';

/** Every route of ours begins with it, except what watches the process. */
export const API_PREFIX = 'api/v1';

/** What providers post is read by the gateway's driver, whatever it says it is. */
const WEBHOOKS = /^\/api\/v1\/webhooks\//;
/** Reports come one by one, or some hundreds together. */
const LARGEST_REPORT = '64kb';

/** Enough for the longest list of ids that a bulk action takes. */
const LARGEST_JSON = '1mb';

/** A file of a gigabyte over a slow line; requests of other kinds are small, and limited in their size. */
const SLOWEST_UPLOAD_MS = 3_600_000;

/** Where requests come in and how they are read. */
export function prepareHttp(app: NestExpressApplication, config: Readonly<Config>): void {
  app.getHttpServer().requestTimeout = SLOWEST_UPLOAD_MS;
  app.set('trust proxy', config.TRUSTED_PROXIES);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(contentSecurity(config));
  app.use(slowDownRefused(config));
  app.useBodyParser('raw', {
    limit: LARGEST_REPORT,
    type: ({ url }) => WEBHOOKS.test(url ?? ''),
  });
  app.useBodyParser('json', { limit: LARGEST_JSON });
  app.use(explainUnreadable);
  app.use(refuseDeepJson);
  app.setGlobalPrefix(API_PREFIX, { exclude: ['api/health/*path', 'api/metrics'] });
}
