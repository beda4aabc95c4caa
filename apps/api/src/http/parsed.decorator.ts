import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import { notFound } from '@kontuar/core';
import { z } from 'zod';
import { cleanText } from './clean-text';

/** Schemas of a route by where they apply: the OpenAPI document is made from them. */
export const INPUTS = 'kontuar:inputs';
export interface RouteInputs { body?: z.ZodType; query?: z.ZodType; ids?: Record<string, string> }

const parse = (schema: z.ZodType): PipeTransform => ({ transform: (value: unknown) => schema.parse(cleanText(value ?? {})) });
const uuid = z.uuid();

/** Something that can't be an id names nothing: the same 404 as for a foreign one. */
export function parseId(what: string, value: unknown): string {
  const parsed = uuid.safeParse(value);
  if (!parsed.success) throw notFound(what);
  return parsed.data;
}

/** A parameter that is parsed, and says so on its method. */
function remembered(apply: ParameterDecorator, add: (inputs: RouteInputs) => RouteInputs): ParameterDecorator {
  return (target, key, index) => {
    apply(target, key, index);
    const method: unknown = key === undefined ? undefined : (target as Record<string | symbol, unknown>)[key];
    if (typeof method !== 'function') throw new Error('only methods of controllers have parsed parameters');
    Reflect.defineMetadata(INPUTS, add((Reflect.getMetadata(INPUTS, method) as RouteInputs | undefined) ?? {}), method);
  };
}

/** `@Input(schema) input`: the body, parsed once; faults answer 400 with the fields named. */
export const Input = (schema: z.ZodType): ParameterDecorator => remembered(Body(parse(schema)), (inputs) => ({ ...inputs, body: schema }));
export const Filter = (schema: z.ZodType): ParameterDecorator => remembered(Query(parse(schema)), (inputs) => ({ ...inputs, query: schema }));
export const Id = (what: string, name = 'id'): ParameterDecorator => remembered(Param(name, { transform: (value: unknown) => parseId(what, value) }), (inputs) => ({ ...inputs, ids: { ...inputs.ids, [name]: what } }));
