import { RequestMethod, type INestApplication, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { POLICY, type RoutePolicy } from '../http/allow.decorator';
import { ANSWER, type RouteAnswer } from '../http/answers.decorator';
import { INPUTS, type RouteInputs } from '../http/parsed.decorator';

export interface Route {
  method: string;
  /** With parameters as ':id'. */
  path: string;
  controller: string;
  handler: string;
  policy: RoutePolicy | undefined;
  inputs: RouteInputs;
  answer: RouteAnswer | undefined;
}

/** Every route of a running app, from what its controllers say about themselves. */
export function routesOf(app: INestApplication): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()].map((wrapper) => wrapper.metatype as Type));
  return routesOfControllers(controllers);
}

export function routesOfControllers(controllers: readonly Type[]): Route[] {
  const scanner = new MetadataScanner();
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => routesOfMethod(controller, name, prototype[name] as object));
  });
}

function routesOfMethod(controller: Type, handler: string, method: object): Route[] {
  const verb = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined;
  if (verb === undefined) return [];
  const paths = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, method)].map((path: unknown) => (Array.isArray(path) ? (path as string[]) : [String(path)]));
  return (paths[0] as string[]).flatMap((prefix) => (paths[1] as string[]).map((suffix) => ({
    method: RequestMethod[verb],
    path: `/${[prefix, suffix].flatMap((part) => part.split('/')).filter((part) => part !== '').join('/')}`,
    controller: controller.name,
    handler,
    policy: (Reflect.getMetadata(POLICY, method) ?? Reflect.getMetadata(POLICY, controller)) as RoutePolicy | undefined,
    inputs: (Reflect.getMetadata(INPUTS, method) ?? {}) as RouteInputs,
    answer: Reflect.getMetadata(ANSWER, method) as RouteAnswer | undefined,
  })));
}
