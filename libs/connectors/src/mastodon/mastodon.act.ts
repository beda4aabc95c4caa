import { z } from 'zod';
import { ConnectorError, type Action } from '../contract';
import { callApi, type MastodonContext } from './mastodon.client';
import { account as accountSchema, status as statusSchema } from './mastodon.payloads';
import { knownFacts } from './mastodon.server';
import { statusLength } from './mastodon.text';

const anything = z.unknown();

export async function actOn(ctx: MastodonContext, action: Action): Promise<void> {
  if (action.kind === 'typing') return;
  const id = action.externalId;
  if (!/^[\w-]{1,64}$/.test(id)) throw new ConnectorError('rejected', 'This is no post of Mastodon', { reason: 'message-gone' });
  switch (action.kind) {
    case 'read':
      return markRead(ctx, action.threadKey);
    case 'edit':
      return edit(ctx, id, action.text);
    case 'delete':
      return unlessGone(() => callApi(ctx, 'DELETE', `/api/v1/statuses/${id}`, { result: anything }));
    case 'like':
    case 'unlike':
      await callApi(ctx, 'POST', `/api/v1/statuses/${id}/${action.kind === 'like' ? 'favourite' : 'unfavourite'}`, { result: anything });
      return;
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'Mastodon lets nobody hide the answers of others', { reason: 'unsupported' });
  }
  action satisfies never;
}

const conversation = z.object({ id: z.string(), unread: z.boolean().optional(), accounts: z.array(accountSchema) });

/** Private conversations have a mark of their own on the server; public threads have none. */
async function markRead(ctx: MastodonContext, threadKey: string): Promise<void> {
  if (threadKey.includes(':')) return;
  const conversations = await callApi(ctx, 'GET', '/api/v1/conversations', { query: { limit: 40 }, result: z.array(conversation) });
  for (const { id, unread, accounts } of conversations) {
    if (unread === true && accounts.length === 1 && accounts[0]?.id === threadKey) await callApi(ctx, 'POST', `/api/v1/conversations/${id}/read`, { result: anything });
  }
}

/** A post is replaced whole: what is not said again is lost, so everything else is said again. */
async function edit(ctx: MastodonContext, id: string, text: string): Promise<void> {
  if (text.trim() === '') throw new ConnectorError('rejected', 'The new text is empty', { reason: 'empty' });
  const facts = await knownFacts(ctx);
  const source = await callApi(ctx, 'GET', `/api/v1/statuses/${id}/source`, { result: z.object({ text: z.string(), spoiler_text: z.string() }) });
  const status = await callApi(ctx, 'GET', `/api/v1/statuses/${id}`, { result: statusSchema });
  const names = /^(?:@\S+\s+)+/.exec(source.text)?.[0] ?? '';
  const whole = text.startsWith('@') ? text : `${names}${text}`;
  const length = statusLength(whole, facts.linkLength) + statusLength(source.spoiler_text, facts.linkLength);
  if (length > facts.maxCharacters) throw new ConnectorError('rejected', `The new text is too long: ${length} of at most ${facts.maxCharacters} characters`, { reason: 'text-too-long' });
  if (whole === source.text) return;
  await callApi(ctx, 'PUT', `/api/v1/statuses/${id}`, {
    body: {
      status: whole, spoiler_text: source.spoiler_text, sensitive: status.sensitive ?? false, media_ids: status.media_attachments.flatMap((media) => (media.id === undefined ? [] : [media.id])),
      ...(status.language === undefined ? {} : { language: status.language }),
    },
    result: anything,
  });
}

/** What is gone already has been deleted. */
async function unlessGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'message-gone') throw error;
  }
}
