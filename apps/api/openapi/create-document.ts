import type { ReturnShape } from '@belltower/core';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeDtos, DTOS } from './describe-dtos';
import { PROBLEM_RESPONSES, PROBLEM_SCHEMAS } from './problems';
import { operationId, RouteFacts, routeFacts } from './routes';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = { in?: string; schema?: Record<string, unknown> };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const DESCRIPTION = `Everything the panel does. Sign in with an API key (Settings → API keys) by “Authorize”.
Lists are paged: send \`next\` of one page as \`after\` for the following one, or its \`previous\` as \`before\`.
Errors are problem details (RFC 9457) with a stable \`code\` and a message for each field at fault.`;

/** The OpenAPI 3.1 document of all routes, from decorators and DTO classes alone. */
export function createDocument(app: INestApplication): OpenAPIObject {
  describeDtos();
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Belltower')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' }, 'key')
    .addCookieAuth('belltower_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    extraModels: [...DTOS],
    operationIdFactory: operationId,
  });
  Object.assign((document.components!.schemas ??= {}), PROBLEM_SCHEMAS);
  const facts = routeFacts(app);
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) complete(operation, facts.get(operation.operationId ?? ''));
    }
  }
  return document;
}

/** Adds what Nest's module cannot know: who may, what comes back, and how it fails. */
function complete(operation: Operation, facts: RouteFacts | undefined): void {
  const { open = false, demand, returns } = facts ?? {};
  const [controller = '', method = ''] = operation.operationId?.split('.') ?? [];
  operation.tags = [inWords(controller)];
  operation.summary ??= inWords(method);
  operation.security = open ? [] : [{ key: [] }, { session: [] }];
  if (demand && demand !== 'any') Object.assign(operation, { 'x-permission': demand });
  for (const parameter of (operation.parameters ?? []) as Parameter[]) readIds(parameter);
  const [status = '200', success] = Object.entries(operation.responses)[0] ?? [];
  const answer = { ...success, description: successOf(status, returns) };
  operation.responses = {
    [status]: returns
      ? { ...answer, content: { 'application/json': { schema: schemaOf(returns) } } }
      : answer,
    ...PROBLEM_RESPONSES(open),
  };
}

/** `PlatformAccount` and `resetLink` as people say them. */
function inWords(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/^pi /, 'PI ');
}

function readIds(parameter: Parameter): void {
  if (parameter.in === 'path' && parameter.schema?.['type'] === 'number') {
    parameter.schema = { type: 'integer', minimum: 1 };
  }
}

function successOf(status: string, returns?: ReturnShape): string {
  if (status === '204') return 'Done; there is nothing to add.';
  if (!returns) return 'Done.';
  return { one: 'The record.', many: 'All of them.', page: 'One page of the list.' }[returns.shape];
}

function schemaOf({ dto, shape }: ReturnShape): object {
  const one = { $ref: `#/components/schemas/${dto.name}` };
  if (shape === 'one') return one;
  const many = { type: 'array', items: one };
  if (shape === 'many') return many;
  return {
    type: 'object',
    required: ['items', 'next', 'previous', 'total', 'estimated'],
    properties: {
      items: many,
      next: {
        type: ['string', 'null'],
        description: 'Cursor of the following page; null on the last',
      },
      previous: {
        type: ['string', 'null'],
        description: 'Cursor of the page before it; null on the first',
      },
      total: {
        type: ['integer', 'null'],
        description: 'Rows that match; null where nobody counted',
      },
      estimated: { type: 'boolean', description: 'Whether `total` is an estimate' },
    },
  };
}
