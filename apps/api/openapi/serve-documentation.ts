import type { NestExpressApplication } from '@nestjs/platform-express';
import { OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { createDocument } from './create-document';

export const API_DOCS_PATH = 'api/docs';
export const OPENAPI_PATH = 'api/openapi.json';

/** Swagger UI, where requests can be tried with an API key, and the document behind it. */
export function serveDocumentation(app: NestExpressApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup(API_DOCS_PATH, app, () => (document ??= createDocument(app)), {
    jsonDocumentUrl: OPENAPI_PATH,
    raw: ['json'],
    customSiteTitle: 'Belltower API',
    swaggerOptions: { persistAuthorization: true, docExpansion: 'none', filter: true },
  });
}
