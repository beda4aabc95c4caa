import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callLinkedin, callWithHeaders } from './linkedin.client';
import { comment as commentSchema, list } from './linkedin.payloads';
import type { LinkedinContext } from './linkedin.token';
import { commentOf, commentUrn, encoded, isPost, normalComment, organizationUrn, type CommentName } from './linkedin.urns';

const nested = z.looseObject({ parent: z.string() });

/** A comment of the page below the comment that it answers, or below the post that names us. */
export async function send(ctx: LinkedinContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits({ ...capabilities, maxTextLength: ctx.settings.maxLength }, message);
  if (message.text.trim() === '') throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const answered = normalComment(message.replyToExternalId);
  // LinkedIn shows two levels: what answers an answer hangs below the comment above both.
  const parent = answered === undefined ? undefined : (normalComment(nested.safeParse(message.replyToExtra).data?.parent) ?? answered);
  const object = commentOf(parent)?.thread ?? [message.replyToExternalId, message.postExternalId].find(isPost);
  if (object === undefined) throw new ConnectorError('rejected', 'A public answer needs a comment or a post that it answers', { reason: 'chat-not-found' });
  const begun = ctx.now().getTime();
  try {
    return await post(ctx, message.text, { object, parent });
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'ambiguous') throw error;
    const externalId = await appeared(ctx, message, { above: parent ?? object, begun }).catch(() => undefined);
    if (externalId === undefined) throw error;
    return { externalId, status: 'sent' };
  }
}

async function post(ctx: LinkedinContext, text: string, { object, parent }: { object: string; parent: string | undefined }): Promise<Sent> {
  const { data, header } = await callWithHeaders(ctx, {
    method: 'POST', path: `socialActions/${encoded(object)}/comments`, once: true, result: commentSchema.nullish(),
    json: { actor: organizationUrn(ctx.settings.organizationId), object, ...(parent === undefined ? {} : { parentComment: parent }), message: { text } },
  });
  const id = data?.id ?? header('x-restli-id') ?? header('x-linkedin-id');
  const externalId = normalComment(data?.commentUrn ?? data?.$URN) ?? normalComment(id) ?? (id == null || id === '' ? undefined : commentUrn({ thread: object, id }));
  if (externalId === undefined) throw new ConnectorError('ambiguous', 'LinkedIn did not confirm the comment; it may or may not have appeared', { reason: 'no-answer' });
  const alias = id == null || !/^[\w-]+$/.test(id) ? undefined : commentUrn({ thread: object, id });
  // The post has several names; by which of them an echo will call the comment is not known.
  return { externalId, status: 'sent', ...(alias === undefined || alias === externalId ? {} : { otherExternalIds: [alias] }) };
}

/** Clocks differ by so much. */
const skewMs = 60_000;

/** After silence LinkedIn can be asked: our own words, there since we said them, and not one of those that the thread knows already. */
async function appeared(ctx: LinkedinContext, { text, references }: Outbound, { above, begun }: { above: string; begun: number }): Promise<string | undefined> {
  const { elements } = await callLinkedin(ctx, { path: `socialActions/${encoded(above)}/comments?start=0&count=100`, result: list });
  return elements
    .map((one) => commentSchema.safeParse(one).data)
    .filter((one) => one?.actor === organizationUrn(ctx.settings.organizationId) && one.message?.text === text && (one.created?.time ?? 0) >= begun - skewMs)
    .map((one) => normalComment(one?.commentUrn ?? one?.$URN))
    .find((urn) => urn !== undefined && !references.includes(urn));
}

export async function act(ctx: LinkedinContext, action: Action, capabilities: Capabilities): Promise<void> {
  if (action.kind === 'typing' || action.kind === 'read') return;
  const actor = encoded(organizationUrn(ctx.settings.organizationId));
  const named = commentOf(action.externalId);
  const confirm = async (call: { method: 'POST' | 'DELETE'; path: string; json?: unknown; headers?: Record<string, string> }): Promise<void> => {
    await callLinkedin(ctx, { ...call, result: z.unknown() });
  };
  switch (action.kind) {
    case 'edit':
      refuseBeyondLimits({ ...capabilities, maxTextLength: ctx.settings.maxLength }, { text: action.text, attachments: [] });
      if (action.text.trim() === '') throw new ConnectorError('rejected', 'The new text is empty', { reason: 'empty' });
      return confirm({ method: 'POST', path: `${pathOf(named)}?actor=${actor}`, headers: { 'x-restli-method': 'PARTIAL_UPDATE' }, json: { patch: { message: { $set: { text: action.text } } } } });
    case 'delete':
      return unlessGone(() => confirm({ method: 'DELETE', path: `${pathOf(named)}?actor=${actor}` }));
    case 'like':
      return unlessThere(() => confirm({ method: 'POST', path: `reactions?actor=${actor}`, json: { root: action.externalId, reactionType: 'LIKE' } }));
    case 'unlike':
      return unlessGone(() => confirm({ method: 'DELETE', path: `reactions/(actor:${actor},entity:${encoded(action.externalId)})` }));
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'LinkedIn lets nobody hide comments from outside', { reason: 'unsupported' });
  }
  action satisfies never;
}

function pathOf(named: CommentName | undefined): string {
  if (named === undefined) throw new ConnectorError('rejected', 'Only comments can be changed here', { reason: 'unsupported' });
  return `socialActions/${encoded(named.thread)}/comments/${encoded(named.id)}`;
}

const unlessGone = (run: () => Promise<void>): Promise<void> => unless('gone', run);
const unlessThere = (run: () => Promise<void>): Promise<void> => unless('duplicate', run);

/** What is already as we want it needs no further act. */
async function unless(reason: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== reason) throw error;
  }
}
