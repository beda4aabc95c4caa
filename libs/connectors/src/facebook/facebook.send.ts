import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { multipart } from '../multipart';
import { callGraph, confirmed, segment, type GraphCall } from '../meta/meta.graph';
import { isPublicKey } from '../meta/meta.ids';
import { id } from '../meta/meta.json';
import { actPrivately, sendPrivate, uploadAttachment, type Messages } from '../meta/meta.send';
import type { FacebookContext } from './facebook.fetch';
import { meanings } from './facebook.errors';

function messages(ctx: FacebookContext, capabilities: Capabilities): Messages {
  const { pageId, humanAgent, takeOver } = ctx.settings;
  const page = segment(pageId);
  return {
    capabilities, meanings, humanAgent,
    path: `${page}/messages`,
    upload: (file, type) => uploadAttachment(ctx, file, { type, path: `${page}/message_attachments`, meanings }),
    takeOver: async (to) => {
      if (!takeOver) return false;
      await callGraph(ctx, { method: 'POST', path: `${page}/take_thread_control`, body: { recipient: { id: to } }, result: z.looseObject({}), what: 'the taking over', meanings });
      return true;
    },
  };
}

export function send(ctx: FacebookContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  return message.visibility === 'public' ? comment(ctx, message, { ...capabilities, ...capabilities.publicly }) : sendPrivate(ctx, message, messages(ctx, capabilities));
}

const made = z.object({ id });

async function comment(ctx: FacebookContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const { replyToExternalId: target, attachments: [photo] } = message;
  if (target === undefined) throw new ConnectorError('rejected', 'A public answer needs a comment that it answers', { reason: 'chat-not-found' });
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && !photo) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const call: GraphCall<typeof made> = { method: 'POST', path: `${segment(target)}/comments`, result: made, effect: 'once', what: 'the comment', meanings };
  const { id: externalId } = photo
    ? await callGraph(ctx, { ...call, upload: multipart({ message: text === '' ? undefined : text }, [{ field: 'source', file: photo }]), timeoutMs: 180_000 })
    : await callGraph(ctx, { ...call, body: { message: text } });
  return { externalId, status: 'sent' };
}

export async function act(ctx: FacebookContext, action: Action, capabilities: Capabilities): Promise<void> {
  if (!isPublicKey(action.threadKey)) return actPrivately(ctx, action, { path: `${segment(ctx.settings.pageId)}/messages`, meanings });
  if (action.kind === 'typing' || action.kind === 'read') return;
  const path = segment(action.externalId);
  const confirm = async (call: Pick<GraphCall<typeof confirmed>, 'method' | 'path' | 'body'>): Promise<void> => {
    await callGraph(ctx, { ...call, result: confirmed, what: 'the act', meanings });
  };
  switch (action.kind) {
    case 'edit':
      refuseBeyondLimits({ ...capabilities, ...capabilities.publicly }, { text: action.text, attachments: [] });
      if (action.text.trim() === '') throw new ConnectorError('rejected', 'The new text is empty', { reason: 'empty' });
      return confirm({ method: 'POST', path, body: { message: action.text } });
    case 'delete':
      return unlessGone(() => confirm({ method: 'DELETE', path }));
    case 'like':
      return confirm({ method: 'POST', path: `${path}/likes`, body: {} });
    case 'unlike':
      return confirm({ method: 'DELETE', path: `${path}/likes` });
    case 'hide':
    case 'unhide':
      return confirm({ method: 'POST', path, body: { is_hidden: action.kind === 'hide' } });
  }
  action satisfies never;
}

/** What is deleted already is as deleted as we wanted it. */
async function unlessGone(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'gone') throw error;
  }
}
