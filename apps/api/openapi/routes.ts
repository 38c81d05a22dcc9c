import { ALLOW, Demand, PUBLIC } from '@belltower/auth';
import { RETURNS, ReturnShape } from '@belltower/core';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** What the decorators of a route say about it. */
export interface RouteFacts {
  open: boolean;
  demand?: Demand;
  returns?: ReturnShape;
}

/** The facts of every handler, by `PhonebookController.list`, which is its operation id. */
export function routeFacts(app: INestApplication): Map<string, RouteFacts> {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const facts = controllers.flatMap(({ metatype }) => {
    const controller = metatype as Function | null;
    if (!controller) return [];
    return methodsOf(controller).map(
      ([name, handler]) =>
        [operationId(controller.name, name), factsOf(controller, handler)] as const,
    );
  });
  return new Map(facts);
}

export function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}.${method}`;
}

function methodsOf({ prototype }: Function): [string, Function][] {
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => [name, prototype[name]]);
}

function factsOf(controller: Function, handler: Function): RouteFacts {
  const fact = <T>(key: string) =>
    (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
  return {
    open: fact<boolean>(PUBLIC) ?? false,
    demand: fact<Demand>(ALLOW),
    returns: fact<ReturnShape>(RETURNS),
  };
}
