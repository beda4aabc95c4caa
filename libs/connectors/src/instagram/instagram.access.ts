import { z } from 'zod';
import { ConnectorError, type Context } from '../contract';
import { callGraph, type MetaContext } from '../meta/meta.graph';
import type { InstagramSettings } from './instagram.settings';

export type InstagramContext = Context<InstagramSettings>;

/** The account speaks at another address in each product; only one of them knows proofs. */
export function ofAccount(ctx: InstagramContext): MetaContext {
  const { settings } = ctx;
  return settings.login === 'facebook' ? ctx : { ...ctx, settings: { ...settings, graphUrl: settings.instagramUrl, signCalls: false } };
}

const renewed = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const day = 24 * 3600 * 1000;
/** Tokens of Instagram Login live for sixty days, and are renewed long before: an outage of weeks then costs nothing. */
const renewBelowDays = 45;

/**
 * Renews the token when it is due. `learn`: also when nobody knows how long it lives, which the renewal tells. What goes wrong is only
 * noted: the old token may still do, and if not, the call that follows says so.
 */
export async function keepAccess(ctx: InstagramContext, { learn = false }: { learn?: boolean } = {}): Promise<InstagramContext> {
  const due = ({ login, tokenExpiresAt }: InstagramSettings): boolean =>
    login !== 'facebook' && (tokenExpiresAt === '' ? learn : Date.parse(tokenExpiresAt) - ctx.now().getTime() < renewBelowDays * day);
  if (!due(ctx.settings)) return ctx;
  try {
    const settings = await ctx.secrets.update(async (current) => {
      // Another process may have done it while we waited.
      if (!due(current)) return {};
      const mine = ofAccount({ ...ctx, settings: current });
      const answer = await callGraph(mine, { path: 'refresh_access_token', unversioned: true, query: { grant_type: 'ig_refresh_token', access_token: current.accessToken }, result: renewed, what: 'the renewal of the access' });
      return { accessToken: answer.access_token, tokenExpiresAt: new Date(ctx.now().getTime() + answer.expires_in * 1000).toISOString() };
    });
    return { ...ctx, settings };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    ctx.log.warn({ reason: error.reason, kind: error.kind }, 'the access to Instagram could not be renewed');
    return ctx;
  }
}
