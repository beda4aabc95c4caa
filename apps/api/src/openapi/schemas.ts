import * as contract from '@kontuar/contract';
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** Things that have a name in the contract keep it in the document; small ones (an id, an instant) are written out where they stand. */
const named = z.registry<{ id: string }>();
for (const [name, schema] of Object.entries(contract)) {
  if (schema instanceof z.ZodObject || schema instanceof z.ZodDiscriminatedUnion || schema instanceof z.ZodEnum) {
    if (!named.has(schema)) named.add(schema, { id: `${name.charAt(0).toUpperCase()}${name.slice(1)}` });
  }
}

/** Gathers the named schemas that a document refers to. */
export class SchemaShelf {
  readonly schemas: Record<string, JsonSchema> = {};

  /** What a client sends: defaults make a field optional. */
  input(schema: z.ZodType): JsonSchema {
    return this.place(schema, 'input');
  }

  /** What we answer: fields may be added later, so nothing is said about others. */
  output(schema: z.ZodType): JsonSchema {
    return this.place(schema, 'output');
  }

  private place(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { metadata: named, io, unrepresentable: 'any' }) as JsonSchema & { $defs?: Record<string, JsonSchema> };
    const names = new Map(Object.keys($defs).map((name) => [name, name]));
    // The same thing may look different coming in and going out: the one that comes in gets a name of its own then.
    for (const name of names.keys()) {
      const known = this.schemas[name];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(pointed($defs[name], names, io))) names.set(name, `${name}${io === 'input' ? 'Given' : 'Shown'}`);
    }
    for (const [name, definition] of Object.entries($defs)) this.schemas[names.get(name) as string] = pointed(definition, names, io) as JsonSchema;
    return pointed(root, names, io) as JsonSchema;
  }
}

function pointed(value: unknown, names: ReadonlyMap<string, string>, io: 'input' | 'output'): unknown {
  if (Array.isArray(value)) return value.map((inner) => pointed(inner, names, io));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(io === 'output' && key === 'additionalProperties' && inner === false))
      .map(([key, inner]) => {
        const name = key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '') : undefined;
        return [key, name === undefined ? pointed(inner, names, io) : `#/components/schemas/${names.get(name) ?? name}`];
      }),
  );
}
