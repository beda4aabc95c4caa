import { z } from 'zod';
import { ConnectorError, type Action } from '../contract';
import { callX, type XContext } from './x.client';
import { accountOf } from './x.fetch';

export async function act(ctx: XContext, action: Action): Promise<void> {
  if (action.kind === 'typing' || action.kind === 'read') return;
  const { externalId: id, threadKey } = action;
  if (!/^\d{1,25}$/.test(id)) throw new ConnectorError('rejected', 'This is no post of X', { reason: 'message-gone' });
  // The keys of public threads name the post above and the author.
  if (!threadKey.includes(':') || threadKey.startsWith('group:')) throw new ConnectorError('rejected', 'X offers this for posts only, not for direct messages', { reason: 'unsupported' });
  switch (action.kind) {
    case 'delete':
      return unlessGone(() => callX(ctx, { method: 'DELETE', path: `/2/tweets/${id}`, result: z.object({ data: z.object({ deleted: z.literal(true) }) }) }));
    case 'hide':
    case 'unhide':
      return hide(ctx, id, action.kind === 'hide');
    case 'like':
    case 'unlike':
      return like(ctx, id, action.kind === 'like');
    case 'edit':
      throw new ConnectorError('rejected', 'X lets no program change a post', { reason: 'unsupported' });
  }
  action satisfies never;
}

async function hide(ctx: XContext, id: string, hidden: boolean): Promise<void> {
  await callX(ctx, { method: 'PUT', path: `/2/tweets/${id}/hidden`, json: { hidden }, result: z.object({ data: z.object({ hidden: z.literal(hidden) }) }) });
}

async function like(ctx: XContext, id: string, liked: boolean): Promise<void> {
  if (!ctx.settings.likes) throw new ConnectorError('rejected', 'Likes are switched off for this channel: most tariffs of X do not allow them', { reason: 'act-not-offered' });
  const path = `/2/users/${accountOf(ctx)}/likes`;
  const answered = (state: boolean) => z.object({ data: z.object({ liked: z.literal(state) }) });
  if (liked) await callX(ctx, { method: 'POST', path, json: { tweet_id: id }, result: answered(true) });
  else await callX(ctx, { method: 'DELETE', path: `${path}/${id}`, result: answered(false) });
}

/** What is gone already has been deleted. */
async function unlessGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'message-gone') throw error;
  }
}
