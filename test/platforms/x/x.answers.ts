/** How X words its answers, and how it proves itself. */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Violation, type ApiAnswer, type ApiCall } from '../platform';

export const problem = (status: number, title: string, detail: string, more: { type?: string; headers?: Record<string, string> } = {}): ApiAnswer => ({
  status, headers: { 'content-type': 'application/problem+json', ...more.headers }, body: { title, detail, type: more.type ?? 'about:blank', status },
});

/** X says 200 to a question about something that it does not show. */
export const notShown = (what: string, value: string): ApiAnswer => ({ status: 200, body: { errors: [{ value, detail: `Could not find ${what} with id: [${value}].`, title: 'Not Found Error', resource_type: what, parameter: 'id', resource_id: value, type: 'https://api.twitter.com/2/problems/resource-not-found' }] } });

export const refusedToken = problem(401, 'Unauthorized', 'Unauthorized');
export const unprivileged = problem(403, 'Forbidden', 'You are not permitted to perform this action.');

/** The parameters, or what X answers to others. */
export function read<T extends z.ZodType>(what: string, schema: T, given: unknown): z.infer<T> {
  const { data, error } = schema.safeParse(given);
  if (error !== undefined) throw new Violation(`${what}: ${z.prettifyError(error)}`, problem(400, 'Invalid Request', 'One or more parameters to your request was invalid.', { type: 'https://api.twitter.com/2/problems/invalid-request' }));
  return data;
}

export const sha = (secret: string, content: Buffer | string): string => `sha256=${createHmac('sha256', secret).update(content).digest('base64')}`;

export interface Route { method: string; path: RegExp; as?: 'account' | 'app'; run(call: ApiCall, ...parts: string[]): ApiAnswer | Promise<ApiAnswer> }

const fields = { 'tweet.fields': z.string().optional(), 'user.fields': z.string().optional(), 'media.fields': z.string().optional(), 'poll.fields': z.string().optional(), expansions: z.string().optional() };
const paging = { pagination_token: z.string().regex(/^\d+$/).optional(), max_results: z.coerce.number().int().min(5).max(100).default(10) };
const since = { since_id: z.string().regex(/^\d+$/).optional(), start_time: z.iso.datetime({ precision: 0 }).optional() };
export const timelineQuery = z.strictObject({ ...fields, ...paging, ...since, exclude: z.enum(['retweets', 'replies', 'retweets,replies']).optional() });
export const postQuery = z.strictObject(fields);
export const postsQuery = z.strictObject({ ...fields, ids: z.string().regex(/^\d+(,\d+){0,99}$/) });
export const dmQuery = z.strictObject({ ...fields, ...paging, max_results: z.coerce.number().int().min(1).max(100).default(100), 'dm_event.fields': z.string().optional(), event_types: z.string().optional() });

/** As X counts; written down once more so that a mistake of the product's is seen. */
export function weighs(text: string): number {
  let weight = 0;
  for (const letter of text.replace(/https?:\/\/\S+/g, 'u'.repeat(23))) weight += (letter.codePointAt(0) ?? 0) > 0x10ff && !/[\u2000-\u200d\u2010-\u201f\u2032-\u2037]/.test(letter) ? 2 : 1;
  return weight;
}
