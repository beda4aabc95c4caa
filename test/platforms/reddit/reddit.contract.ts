/** What Reddit's API takes, written from its documentation: every call is held against it. */
import { z } from 'zod';
import { Violation, type ApiAnswer, type ApiCall } from '../platform';

const fullname = z.string().regex(/^t\d_[a-z0-9]+$/);
const json = { api_type: z.literal('json') };
const raw = { raw_json: z.literal('1') };
const page = { ...raw, limit: z.coerce.number().int().min(1).max(100), before: fullname.optional(), after: fullname.optional() };
const bothWays = (query: { before?: string | undefined; after?: string | undefined }): boolean => query.before === undefined || query.after === undefined;

export const queries = {
  inbox: z.strictObject({ ...page, mark: z.enum(['true', 'false']).optional() }).refine(bothWays, 'only one of before and after'),
  sorted: z.strictObject({ ...page, sort: z.enum(['new']).optional() }).refine(bothWays, 'only one of before and after'),
  search: z.strictObject({ ...page, q: z.string().min(1).max(512), sort: z.literal('new'), type: z.literal('link') }).refine(bothWays, 'only one of before and after'),
  info: z.strictObject({ ...raw, id: z.string().refine((ids) => ids.split(',').length <= 100 && ids.split(',').every((id) => fullname.safeParse(id).success), 'up to a hundred names') }),
  plain: z.strictObject(raw),
};

export const forms = {
  comment: z.strictObject({ ...json, thing_id: fullname, text: z.string() }),
  compose: z.strictObject({ ...json, to: z.string().regex(/^(r\/)?[\w-]{2,30}$/), subject: z.string().min(1).max(100), text: z.string() }),
  edit: z.strictObject({ ...json, thing_id: fullname, text: z.string() }),
  one: z.strictObject({ id: fullname }),
  remove: z.strictObject({ id: fullname, spam: z.enum(['true', 'false']) }),
  refresh: z.strictObject({ grant_type: z.literal('refresh_token'), refresh_token: z.string() }),
  code: z.strictObject({ grant_type: z.literal('authorization_code'), code: z.string(), redirect_uri: z.url() }),
};

export const refusal = (status: number, message: string, more: ApiAnswer['headers'] = {}): ApiAnswer => ({ status, headers: more, body: { message, error: status } });
/** Said with status 200. */
export const errors = (code: string, words: string, field = ''): ApiAnswer => ({ status: 200, body: { json: { errors: [[code, words, field]] } } });

export function held<T extends z.ZodType>(schema: T, given: unknown, { method, path }: ApiCall): z.infer<T> {
  const { data, error } = schema.safeParse(given);
  if (error !== undefined) throw new Violation(`${method} ${path}: ${z.prettifyError(error)}`, refusal(400, 'Bad Request'));
  return data as z.infer<T>;
}

/** Applications that borrow another's name are slowed down. */
export function mustNameItself({ headers }: ApiCall): void {
  if (!/^[a-z]+:[\w.-]+:[\w.]+( \(by \/u\/[\w-]+\))?$/.test(headers['user-agent'] ?? '')) throw new Violation(`User-Agent "${headers['user-agent'] ?? ''}"`, refusal(429, 'Too Many Requests'));
}

export const failures = {
  'rate-limited': errors('RATELIMIT', "Looks like you've been doing that a lot. Take a break for 1 second before trying again.", 'ratelimit'),
  'server-error': refusal(500, 'Internal Server Error'),
  'token-expired': refusal(401, 'Unauthorized'),
  forbidden: refusal(403, 'Forbidden'),
  blocked: errors('NOT_WHITELISTED_BY_USER_MESSAGE', "can't send message to that user", 'to'),
  'too-long': errors('TOO_LONG', 'this is too long (max: 10000)', 'text'),
};
