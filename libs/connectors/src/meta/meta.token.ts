import { z } from 'zod';
import { appToken, callGraph, type MetaContext } from './meta.graph';
import { id } from './meta.json';

const seconds = z.number().int().nonnegative().optional().catch(undefined);
const debugged = z.object({ data: z.looseObject({
  is_valid: z.boolean().optional(), app_id: id.optional().catch(undefined), expires_at: seconds, data_access_expires_at: seconds, scopes: z.array(z.string()).optional().catch(undefined),
}) });

export interface TokenFacts { valid: boolean; appId?: string; scopes?: string[]; expiresAt?: string }

/** What Meta says of the channel's token: whose app, which permissions, how long. A zero is "never". */
export async function tokenFacts(ctx: MetaContext): Promise<TokenFacts> {
  const { data } = await callGraph(ctx, { path: 'debug_token', query: { input_token: ctx.settings.accessToken }, token: appToken(ctx.settings), result: debugged, what: 'the look at the token' });
  const ends = [data.expires_at, data.data_access_expires_at].filter((time): time is number => time !== undefined && time > 0);
  return {
    valid: data.is_valid !== false,
    ...(data.app_id === undefined ? {} : { appId: data.app_id }),
    ...(data.scopes === undefined ? {} : { scopes: data.scopes }),
    ...(ends.length === 0 ? {} : { expiresAt: new Date(Math.min(...ends) * 1000).toISOString() }),
  };
}
