import { ALLOW, Demand, PUBLIC } from '@belltower/auth';
import { RETURNS, ReturnShape } from '@belltower/core';
import { Dto, fieldOptionsOf } from '@belltower/dto';
import type { INestApplication } from '@nestjs/common';
import { METHOD_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** What the decorators of a route say about it. */
export interface RouteFacts {
  open: boolean;
  demand?: Demand;
  returns?: ReturnShape;
  /** Classes of what it reads, where they are of the contract. */
  body?: Dto;
  query?: Dto;
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
        [operationId(controller.name, name), factsOf(controller, name, handler)] as const,
    );
  });
  return new Map(facts);
}

export function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}.${method}`;
}

function methodsOf({ prototype }: Function): [string, Function][] {
  return Object.getOwnPropertyNames(prototype)
    .map((name): [string, Function] => [name, prototype[name]])
    .filter(([, handler]) => Reflect.hasMetadata(METHOD_METADATA, handler));
}

function factsOf(controller: Function, name: string, handler: Function): RouteFacts {
  const fact = <T>(key: string) =>
    (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
  return {
    open: fact<boolean>(PUBLIC) ?? false,
    demand: fact<Demand>(ALLOW),
    returns: fact<ReturnShape>(RETURNS),
    body: argumentOf(controller, name, RouteParamtypes.BODY),
    query: argumentOf(controller, name, RouteParamtypes.QUERY),
  };
}

/** The contract's class of a handler's body or query; undefined where it has none. */
function argumentOf(controller: Function, name: string, kind: RouteParamtypes): Dto | undefined {
  const places = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as object;
  const place = Object.keys(places).find((key) => key.startsWith(`${kind}:`));
  if (!place) return undefined;
  const classes = Reflect.getMetadata('design:paramtypes', controller.prototype, name) as Dto[];
  const dto = classes[Number(place.split(':')[1])];
  return dto && fieldOptionsOf(dto).size ? dto : undefined;
}
