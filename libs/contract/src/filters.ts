import { z } from 'zod';
import { attributes, spanUnits, type Attribute, type Condition, type Filter } from './filter-words';
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

function conditionOf(by: Attribute): z.ZodObject {
  const attribute = attributes[by];
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
    case 'words': return z.strictObject({ by: name, has: z.string().trim().min(1).max(200) });
    default: throw new Error(`no schema for ${JSON.stringify(attribute satisfies never)}`);
  }
}

const tree = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['all', 'any']), get of(): z.ZodArray<z.ZodType<Filter>> { return z.array(tree as unknown as z.ZodType<Filter>).max(MAX_CONDITIONS); } }),
  z.strictObject({ by: z.literal('not'), get of(): z.ZodType<Filter> { return tree as unknown as z.ZodType<Filter>; } }),
  ...(Object.keys(attributes) as Attribute[]).map(conditionOf),
] as never);

/** One tree of conditions: `all` of them, `any` of them, `not` that one. `all` of nothing is everything, `any` of nothing is nothing. */
// The schema is made from a table, which TypeScript can't follow; `Filter` says the same by hand, and a test holds both together.
export const filter = (tree as unknown as z.ZodType<Filter>).superRefine((value, context) => {
  const waiting: { node: Filter; depth: number }[] = [{ node: value, depth: 1 }];
  let conditions = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    if (depth > MAX_DEPTH) return void context.addIssue({ code: 'custom', message: `A filter nests at most ${MAX_DEPTH} deep.` });
    if (node.by === 'not') waiting.push({ node: node.of, depth: depth + 1 });
    else if (node.by === 'all' || node.by === 'any') waiting.push(...node.of.map((inner) => ({ node: inner, depth: depth + 1 })));
    else {
      conditions += 1;
      const missing = missingIn(node);
      if (missing !== undefined) context.addIssue({ code: 'custom', message: `"${node.by}" needs "${missing}" for this question.` });
    }
    if (conditions > MAX_CONDITIONS) return void context.addIssue({ code: 'custom', message: `A filter has at most ${MAX_CONDITIONS} conditions.` });
  }
});

const keyedNeeds = { any: 'of', all: 'of', none: 'of', empty: undefined, filled: undefined, has: 'text', atLeast: 'value', atMost: 'value', before: 'at', after: 'at' } as const;

function missingIn(condition: Condition): 'of' | 'at' | 'text' | 'value' | undefined {
  const { kind } = attributes[condition.by];
  if (!('is' in condition)) return undefined;
  if ('key' in condition) {
    const needed = keyedNeeds[condition.is];
    return needed === undefined || needed in condition ? undefined : needed;
  }
  if (kind === 'several' && condition.is !== 'empty' && condition.is !== 'filled' && !('of' in condition)) return 'of';
  return kind === 'time' && (condition.is === 'before' || condition.is === 'after') && !('at' in condition) ? 'at' : undefined;
}
