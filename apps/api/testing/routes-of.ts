import type { OpenAPIObject } from '@nestjs/swagger';
import { RouteFacts, routeFacts } from '../openapi/routes';
import type { TestApi } from './start-api';

/** One operation of the OpenAPI document. */
export interface Route extends RouteFacts {
  method: string;
  /** With its parameters in braces, from the host on. */
  path: string;
  /** The path below `/api/v1/`, which is how collections are named. */
  place: string;
  operationId: string;
  /** How a person would call it, for findings. */
  name: string;
}

/** Every route that the OpenAPI document tells of, with what its decorators say. */
export async function routesOf({ app, anonymous }: TestApi): Promise<Route[]> {
  const { body: document } = await anonymous.get<OpenAPIObject>('/api/openapi.json');
  const facts = routeFacts(app);
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => METHODS.includes(method))
      .map(([verb, operation]) => {
        const { operationId } = operation as { operationId: string };
        const method = verb.toUpperCase();
        const known = facts.get(operationId) ?? { open: false };
        const place = path.replace('/api/v1/', '');
        return { ...known, method, path, place, operationId, name: `${method} ${path}` };
      }),
  );
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
