import { Clock, Config } from '@belltower/core';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { prepareHttp } from './http/prepare-http';
import { serveDocumentation } from './openapi/serve-documentation';
import { servePanel } from './panel/serve-panel';

/**
 * The API, ready to listen: `await (await createApi(config)).listen(config.PORT, config.HOST)`. The database
 * must have been migrated. Closing it ends its jobs, streams and connections.
 */
export async function createApi(
  config: Readonly<Config>,
  clock?: Clock,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config, clock), {
    abortOnError: false,
    bodyParser: false,
    bufferLogs: true,
  });
  app.useLogger(app.get(Logger));
  app.flushLogs();
  prepareHttp(app, config);
  servePanel(app, config);
  serveDocumentation(app);
  return app.init();
}
