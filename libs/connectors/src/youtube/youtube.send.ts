import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { googleToken } from '../google/google.token';
import { refuseBeyondLimits } from '../limits';
import { callYoutube, type YoutubeContext } from './youtube.client';
import { repliesTo } from './youtube.fetch';
import { parentIn } from './youtube.parse';
import { comment as commentSchema } from './youtube.payloads';
import { Meter } from './youtube.quota';
import { scope } from './youtube.settings';

/** Clocks of ours and of Google's differ. */
const clockMs = 10_000;
const showsWithinMs = 1_500;
/** What was not taken for certain, so that it may be sent again. */
const surelyNot = new Set(['unreachable', 'rate-limited', 'quota-used', 'oauth-busy', 'oauth-answer']);
const made = z.object({ id: z.string().min(1) });
const isId = (id: string | undefined): id is string => id !== undefined && /^[\w.-]{1,200}$/.test(id);

export async function send(ctx: YoutubeContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  if (message.text.trim() === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const text = addressed(message);
  refuseBeyondLimits(capabilities, { ...message, text });
  const answered = message.replyToExternalId;
  if (!isId(answered)) throw new ConnectorError('rejected', 'There is no comment to answer', { reason: 'cannot-write-first' });
  // Threads have one level: an answer to a reply stands beside it.
  const parentId = parentIn(answered) ?? answered;
  const meter = new Meter(ctx);
  // First, so that trouble with the access is not taken for trouble with the answer.
  await googleToken(ctx, scope);
  const began = ctx.now();
  try {
    const { id } = await callYoutube(ctx, { method: 'POST', path: 'comments', query: { part: 'snippet' }, json: { snippet: { parentId, textOriginal: text } }, result: made, meter });
    return { externalId: id, status: 'sent' };
  } catch (error) {
    const doubtful = error instanceof ConnectorError && error.kind === 'unavailable' && !surelyNot.has(error.reason ?? '');
    if (!doubtful) throw error;
    const found = await ownReplyLike(ctx, meter, { parentId, text, began });
    if (found !== undefined) return { externalId: found, status: 'sent' };
    throw new ConnectorError('ambiguous', `${error.message}; the answer may or may not have arrived`, { reason: 'no-answer', cause: error.cause });
  } finally {
    await meter.keep();
  }
}

/** Who wrote a reply is told of an answer only by their name in it. */
function addressed({ text, to, replyToExternalId }: Outbound): string {
  const { handle } = to;
  if (handle === undefined || !handle.startsWith('@') || replyToExternalId === undefined || parentIn(replyToExternalId) === undefined) return text;
  return text.toLowerCase().includes(handle.toLowerCase()) ? text : `${handle} ${text}`;
}

/** YouTube takes no key of ours. Where it did not say whether it took the answer, its own list does: what stands there has arrived. */
async function ownReplyLike(ctx: YoutubeContext, meter: Meter, { parentId, text, began }: { parentId: string; text: string; began: Date }): Promise<string | undefined> {
  const wanted = comparable(text);
  for (const waitMs of [0, showsWithinMs]) {
    if (waitMs > 0) await new Promise((wait) => setTimeout(wait, waitMs));
    const replies = await repliesTo(ctx, meter, parentId).catch(() => undefined);
    if (replies === undefined) return undefined;
    const found = replies.flatMap((raw) => commentSchema.safeParse(raw).data ?? []).find(({ snippet }) =>
      snippet.authorChannelId?.value === ctx.settings.channelId && Date.parse(snippet.publishedAt) >= began.getTime() - clockMs && comparable(snippet.textOriginal ?? snippet.textDisplay ?? '') === wanted);
    if (found !== undefined) return found.id;
  }
  return undefined;
}

const comparable = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

export async function act(ctx: YoutubeContext, action: Action): Promise<void> {
  if (action.kind === 'typing' || action.kind === 'read') return;
  if (!isId(action.externalId)) throw new ConnectorError('rejected', 'This is no comment of YouTube', { reason: 'message-gone' });
  const meter = new Meter(ctx);
  try {
    await change(ctx, meter, action);
  } finally {
    await meter.keep();
  }
}

async function change(ctx: YoutubeContext, meter: Meter, action: Exclude<Action, { kind: 'typing' | 'read' }>): Promise<void> {
  const { externalId: id } = action;
  switch (action.kind) {
    case 'edit':
      if (action.text.trim() === '') throw new ConnectorError('rejected', 'The new text is empty', { reason: 'empty' });
      await callYoutube(ctx, { method: 'PUT', path: 'comments', query: { part: 'snippet' }, json: { id, snippet: { textOriginal: action.text } }, result: made, meter });
      return;
    case 'delete':
      return unlessGone(() => callYoutube(ctx, { method: 'DELETE', path: 'comments', query: { id }, result: z.unknown(), meter }));
    case 'hide':
    case 'unhide':
      await callYoutube(ctx, { method: 'POST', path: 'comments/setModerationStatus', query: { id, moderationStatus: action.kind === 'hide' ? 'heldForReview' : 'published' }, result: z.unknown(), meter });
      return;
    case 'like':
    case 'unlike':
      throw new ConnectorError('rejected', 'YouTube does not let programs like comments', { reason: 'unsupported' });
  }
  action satisfies never;
}

/** What is gone already has been deleted. */
async function unlessGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'message-gone') throw error;
  }
}
