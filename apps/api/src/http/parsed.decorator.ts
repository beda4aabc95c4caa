import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import { notFound } from '@kontuar/core';
import { z } from 'zod';

const parse = (schema: z.ZodType): PipeTransform => ({ transform: (value: unknown) => schema.parse(value ?? {}) });
const idPipe = (what: string): PipeTransform => ({
  // Something that can't be an id names nothing: the same 404 as for a foreign one.
  transform: (value: unknown) => {
    const parsed = z.uuid().safeParse(value);
    if (!parsed.success) throw notFound(what);
    return parsed.data;
  },
});

/** `@Input(schema) input`: the body, parsed once; faults answer 400 with the fields named. */
export const Input = (schema: z.ZodType): ParameterDecorator => Body(parse(schema));
export const Filter = (schema: z.ZodType): ParameterDecorator => Query(parse(schema));
export const Id = (what: string, name = 'id'): ParameterDecorator => Param(name, idPipe(what));
