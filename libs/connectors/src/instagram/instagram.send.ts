import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callGraph, confirmed, segment, type GraphCall } from '../meta/meta.graph';
import { isPublicKey } from '../meta/meta.ids';
import { id } from '../meta/meta.json';
import { actPrivately, attachmentType, sendPrivate, uploadAttachment, type Messages } from '../meta/meta.send';
import { keepAccess, ofAccount, type InstagramContext } from './instagram.access';
import { meanings, replyMeanings } from './instagram.errors';
import { mentionState } from './instagram.payloads';

const imageBytes = 8 * 1024 * 1024;

export async function send(given: InstagramContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  if (message.visibility === 'public') return reply(given, message, { ...capabilities, ...capabilities.publicly });
  refuseBeyondLimits(capabilities, message);
  const image = message.attachments.find((file) => attachmentType(file) === 'image' && file.sizeBytes > imageBytes);
  if (image) throw new ConnectorError('rejected', `"${image.name}" is too big: Instagram takes pictures of up to 8 MB`, { reason: 'attachment-too-big' });
  const ctx = await keepAccess(given);
  const mine = ofAccount(ctx);
  const { login, humanAgent } = ctx.settings;
  const how: Messages = {
    capabilities, meanings, replyMeanings, humanAgent,
    path: 'me/messages',
    ...(login === 'facebook' ? { upload: (file, type) => uploadAttachment(mine, file, { type, path: 'me/message_attachments', query: { platform: 'instagram' }, meanings }) } : {}),
  };
  return sendPrivate(mine, message, how);
}

const made = z.object({ id });

async function reply(given: InstagramContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const { replyToExternalId: target } = message;
  if (target === undefined) throw new ConnectorError('rejected', 'A public answer needs a comment that it answers', { reason: 'chat-not-found' });
  if (message.text.trim() === '') throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const ctx = await keepAccess(given);
  const { data: state } = mentionState.safeParse(message.threadState);
  const mentioned = state !== undefined && target === (state.mention.comment ?? state.mention.media) ? state.mention : undefined;
  const call: Pick<GraphCall<typeof made>, 'path' | 'body'> = mentioned
    ? { path: `${segment(ctx.settings.accountId)}/mentions`, body: { media_id: mentioned.media, comment_id: mentioned.comment, message: message.text } }
    : { path: `${segment(target)}/replies`, body: { message: message.text } };
  const { id: externalId } = await callGraph(ofAccount(ctx), { ...call, method: 'POST', result: made, effect: 'once', what: 'the comment', meanings });
  return { externalId, status: 'sent' };
}

export async function act(given: InstagramContext, action: Action): Promise<void> {
  const ctx = action.kind === 'typing' ? given : await keepAccess(given);
  const mine = ofAccount(ctx);
  if (!isPublicKey(action.threadKey)) return actPrivately(mine, action, { path: 'me/messages', meanings });
  if (action.kind === 'typing' || action.kind === 'read') return;
  const path = segment(action.externalId);
  switch (action.kind) {
    case 'hide':
    case 'unhide':
      await callGraph(mine, { method: 'POST', path, body: { hide: action.kind === 'hide' }, result: confirmed, what: 'the act', meanings });
      return;
    case 'delete':
      await callGraph(mine, { method: 'DELETE', path, result: confirmed, what: 'the act', meanings }).catch((error: unknown) => {
        // What is deleted already is as deleted as we wanted it.
        if (!(error instanceof ConnectorError) || error.reason !== 'gone') throw error;
      });
      return;
    case 'edit':
    case 'like':
    case 'unlike':
      throw new ConnectorError('rejected', 'Instagram lets apps neither like nor change comments', { reason: 'unsupported' });
  }
  action satisfies never;
}
