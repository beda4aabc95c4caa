import { z } from 'zod';
import { attributes, spanUnits, type AttributeShape, type AttributeTable, type Filter, type FilterOver } from './filter-words';
import { peopleAttributes, type PeopleFilter } from './people-filter-words';
import { id, instant } from './primitives';

const MAX_VALUES = 100;
const MAX_DEPTH = 8;
const MAX_CONDITIONS = 60;

const count = z.number().int().min(0).max(5000);
const unit = z.enum(spanUnits);
export const moment = z.union([
  z.strictObject({ ago: count, unit }),
  z.strictObject({ ahead: count, unit }),
  z.strictObject({ start: z.enum(['day', 'week', 'month']), back: z.number().int().min(-60).max(600).default(0) }),
  z.strictObject({ at: instant }),
]);

function valueOf({ of, words }: { of: 'words' | 'ids' | 'names'; words: readonly string[] }): z.ZodType<string> {
  switch (of) {
    case 'words': return z.enum(words as [string, ...string[]]);
    case 'ids': return words.length === 0 ? id : z.union([z.enum(words as [string, ...string[]]), id]);
    case 'names': return z.string().regex(/^[a-zA-Z0-9-]{1,40}$/);
    default: throw new Error(`no schema for ${JSON.stringify(of satisfies never)}`);
  }
}

function conditionOf(by: string, attribute: AttributeShape): z.ZodObject {
  const name = z.literal(by);
  switch (attribute.kind) {
    case 'choice': return z.strictObject({ by: name, is: z.enum(['any', 'none']), of: z.array(valueOf(attribute)).min(1).max(MAX_VALUES) });
    // Whether values are needed, depends on the question: looked at below.
    case 'several': return z.strictObject({ by: name, is: z.enum(['any', 'all', 'none', 'empty', 'filled']), of: z.array(valueOf(attribute)).min(1).max(MAX_VALUES).optional() });
    case 'time': return z.strictObject({ by: name, is: attribute.present === 'sometimes' ? z.enum(['before', 'after', 'empty', 'filled']) : z.enum(['before', 'after']), at: moment.optional() });
    case 'flag': return z.strictObject({ by: name, is: z.boolean() });
    case 'amount': return z.strictObject({ by: name, is: z.enum(['atLeast', 'atMost']), value: z.number().min(attribute.min).max(attribute.max) });
    case 'keyed': return z.strictObject({
      by: name, is: z.enum(['any', 'all', 'none', 'empty', 'filled', 'has', 'atLeast', 'atMost', 'before', 'after']), key: z.string().trim().min(1).max(100),
      of: z.array(z.string().max(200)).min(1).max(MAX_VALUES).optional(), text: z.string().trim().min(1).max(200).optional(), value: z.number().min(-1e15).max(1e15).optional(), at: moment.optional(),
    });
    case 'words': return z.strictObject({ by: name, has: z.string().trim().min(1).max(attribute.most ?? 200) });
    default: throw new Error(`no schema for ${JSON.stringify(attribute satisfies never)}`);
  }
}

interface AnyNode { by: string; of?: AnyNode | AnyNode[] }

/** The schema of filters over one table of attributes. Made from the table, which TypeScript can't follow; the type says the same, and tests hold both together. */
function filterOver<T extends AttributeTable>(table: T): z.ZodType<FilterOver<T>> {
  const tree = z.discriminatedUnion('by', [
    z.strictObject({ by: z.enum(['all', 'any']), get of(): z.ZodArray<z.ZodType<FilterOver<T>>> { return z.array(tree as unknown as z.ZodType<FilterOver<T>>).max(MAX_CONDITIONS); } }),
    z.strictObject({ by: z.literal('not'), get of(): z.ZodType<FilterOver<T>> { return tree as unknown as z.ZodType<FilterOver<T>>; } }),
    ...Object.entries(table).map(([by, attribute]) => conditionOf(by, attribute)),
  ] as never);
  return (tree as unknown as z.ZodType<FilterOver<T>>).superRefine((value, context) => {
    const waiting: { node: AnyNode; depth: number }[] = [{ node: value as AnyNode, depth: 1 }];
    let conditions = 0;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, depth } = next;
      if (depth > MAX_DEPTH) return void context.addIssue({ code: 'custom', message: `A filter nests at most ${MAX_DEPTH} deep.` });
      if (node.by === 'not') waiting.push({ node: node.of as AnyNode, depth: depth + 1 });
      else if (node.by === 'all' || node.by === 'any') waiting.push(...(node.of as AnyNode[]).map((inner) => ({ node: inner, depth: depth + 1 })));
      else {
        conditions += 1;
        const missing = missingIn(table, node as unknown as Asked);
        if (missing !== undefined) context.addIssue({ code: 'custom', message: `"${node.by}" needs "${missing}" for this question.` });
      }
      if (conditions > MAX_CONDITIONS) return void context.addIssue({ code: 'custom', message: `A filter has at most ${MAX_CONDITIONS} conditions.` });
    }
  });
}

/** One tree of conditions: `all` of them, `any` of them, `not` that one. `all` of nothing is everything, `any` of nothing is nothing. */
export const filter: z.ZodType<Filter> = filterOver(attributes);
/** The same over people. */
export const peopleFilter: z.ZodType<PeopleFilter> = filterOver(peopleAttributes);

const keyedNeeds = { any: 'of', all: 'of', none: 'of', empty: undefined, filled: undefined, has: 'text', atLeast: 'value', atMost: 'value', before: 'at', after: 'at' } as const;

/** A condition as the schema lets it through. */
interface Asked { by: string; is?: unknown; key?: string; of?: unknown; at?: unknown; text?: unknown; value?: unknown }

function missingIn(table: AttributeTable, condition: Asked): 'of' | 'at' | 'text' | 'value' | undefined {
  const kind = table[condition.by]?.kind;
  if (condition.is === undefined) return undefined;
  if (condition.key !== undefined) {
    const needed = keyedNeeds[condition.is as keyof typeof keyedNeeds];
    return needed === undefined || condition[needed] !== undefined ? undefined : needed;
  }
  if (kind === 'several' && condition.is !== 'empty' && condition.is !== 'filled' && condition.of === undefined) return 'of';
  return kind === 'time' && (condition.is === 'before' || condition.is === 'after') && condition.at === undefined ? 'at' : undefined;
}
