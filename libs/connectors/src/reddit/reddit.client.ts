import { z } from 'zod';
import { askRepeatable, type Answered } from '../ask';
import { ConnectorError } from '../contract';
import { awaitAllowance, noteAllowance } from './reddit.allowance';
import { answeredError, refusedError, type Effect } from './reddit.errors';
import { userAgentOf } from './reddit.settings';
import { accessToken, type RedditContext } from './reddit.token';

export interface Call<T extends z.ZodType> {
  method?: 'GET' | 'POST';
  path: string;
  query?: Record<string, string | undefined>;
  form?: Record<string, string>;
  result: T;
  effect?: Effect;
  /** What 404 means here. */
  missing?: string;
}

const withErrors = z.object({ json: z.object({ errors: z.array(z.array(z.string().nullable().transform((text) => text ?? '')).min(1)) }) });

/** One call in the name of the account, once more with a new token when Reddit refused the old one. Throws ConnectorError, which never carries the request. */
export async function callReddit<T extends z.ZodType>(ctx: RedditContext, call: Call<T>): Promise<z.infer<T>> {
  const { method = 'GET', effect = 'repeatable' } = call;
  awaitAllowance(ctx.settings, ctx.now(), method === 'GET' ? 'look' : 'answer');
  const token = await accessToken(ctx);
  let answered = await askWith(ctx, call, token);
  if (answered.status === 401) answered = await askWith(ctx, call, await accessToken(ctx, token));
  noteAllowance(ctx.settings, answered, ctx.now());
  if (answered.status >= 300) throw answeredError(answered, { effect, now: ctx.now(), missing: call.missing ?? 'Reddit does not know this any more' });
  const [refusal] = withErrors.safeParse(answered.data).data?.json.errors ?? [];
  if (refusal !== undefined) throw refusedError(refusal);
  const { data, success } = call.result.safeParse(answered.data);
  if (success) return data as z.infer<T>;
  throw new ConnectorError(effect === 'once' ? 'ambiguous' : 'unavailable', 'What answered was not Reddit', { reason: 'not-understood' });
}

async function askWith(ctx: RedditContext, { method = 'GET', path, query, form, effect }: Call<z.ZodType>, token: string): Promise<Answered> {
  try {
    return await askRepeatable(ctx.http, 'Reddit', {
      method, url: `${ctx.settings.apiUrl}${path}`, query: { raw_json: '1', ...query }, ...(form === undefined ? {} : { form }),
      headers: { authorization: `Bearer ${token}`, 'user-agent': userAgentOf(ctx.settings) },
    });
  } catch (error) {
    if (effect !== 'once' || !(error instanceof ConnectorError) || error.reason !== 'no-answer') throw error;
    throw new ConnectorError('ambiguous', 'The connection to Reddit broke; the message may or may not have arrived', { reason: 'no-answer', cause: error.cause });
  }
}
