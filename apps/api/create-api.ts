import { Clock, Config, ProblemFilter } from '@belltower/core';
import { NotFoundException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
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
  await app.init();
  // Nest answers unknown addresses below the prefix of our routes only; Express would answer the others with HTML.
  const problems = new ProblemFilter();
  app.use((request: Request, response: Response) =>
    problems.answer(new NotFoundException(), request, response),
  );
  return app;
}
