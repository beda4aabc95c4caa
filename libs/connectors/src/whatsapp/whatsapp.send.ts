import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Context, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { multipart } from '../multipart';
import { partlySent } from '../meta/meta.errors';
import { callGraph, confirmed, segment } from '../meta/meta.graph';
import { id } from '../meta/meta.json';
import { meanings } from './whatsapp.errors';
import { address, isUserId } from './whatsapp.people';
import type { WhatsAppSettings } from './whatsapp.settings';
import { templateBody } from './whatsapp.templates';

export type WhatsAppContext = Context<WhatsAppSettings>;

const windowMs = 24 * 3_600_000;
const captionUnits = 1024;
const megabyte = 1024 * 1024;

const sent = z.looseObject({
  messages: z.array(z.looseObject({ id, message_status: z.string().nullish().catch(undefined) })).min(1),
  contacts: z.array(z.looseObject({ wa_id: id.nullish().catch(undefined), user_id: id.nullish().catch(undefined) })).nullish().catch(undefined),
});

type Kind = 'image' | 'video' | 'audio' | 'document';

/** What WhatsApp shows as such, within its limits for it; everything else travels as a document. */
export function mediaKind({ contentType, sizeBytes }: Pick<OutboundAttachment, 'contentType' | 'sizeBytes'>): Kind {
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  if (['image/jpeg', 'image/png'].includes(type) && sizeBytes <= 5 * megabyte) return 'image';
  if (['video/mp4', 'video/3gpp'].includes(type) && sizeBytes <= 16 * megabyte) return 'video';
  if (['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'].includes(type) && sizeBytes <= 16 * megabyte) return 'audio';
  return 'document';
}

export async function send(ctx: WhatsAppContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(message.template ? { ...capabilities, attachments: { maxCount: 1, maxBytes: 100 * megabyte } } : capabilities, message.template ? { ...message, text: '' } : message);
  if (!message.template && message.lastInboundAt !== undefined && ctx.now().getTime() - Date.parse(message.lastInboundAt) > windowMs) {
    throw new ConnectorError('rejected', 'The customer last wrote more than 24 hours ago: WhatsApp now takes approved templates only', { reason: 'window-closed' });
  }
  const parts = message.template ? [await templatePart(ctx, message.template, message.attachments)] : await partsOf(ctx, message);
  const head = {
    messaging_product: 'whatsapp',
    ...(message.threadKey?.startsWith('group:') === true ? { recipient_type: 'group', to: message.threadKey.slice('group:'.length) } : { recipient_type: 'individual', ...address(message.to.id) }),
    // Comes back with each status: it proves that a send of which nobody knows did arrive.
    biz_opaque_callback_data: message.messageId,
  };
  const answers: z.infer<typeof sent>[] = [];
  for (const [index, part] of parts.entries()) {
    const context = index === 0 && message.replyToExternalId !== undefined ? { context: { message_id: message.replyToExternalId } } : {};
    try {
      answers.push(await callGraph(ctx, { method: 'POST', path: `${segment(ctx.settings.phoneNumberId)}/messages`, body: { ...head, ...context, ...part }, result: sent, effect: 'once', what: 'the message', meanings, timeoutMs: 30_000 }));
    } catch (error) {
      throw index === 0 || !(error instanceof ConnectorError) ? error : partlySent(error, { arrived: index, of: parts.length });
    }
  }
  return sentOf(answers, message);
}

function sentOf(answers: z.infer<typeof sent>[], message: Outbound): Sent {
  const [externalId, ...otherExternalIds] = answers.flatMap(({ messages }) => messages.map((one) => one.id));
  if (externalId === undefined) throw new ConnectorError('ambiguous', 'WhatsApp took the message but did not confirm it; it may or may not have arrived', { reason: 'no-answer' });
  const [contact] = answers.flatMap(({ contacts }) => contacts ?? []);
  // Written to a number, answered under a name: what comes back belongs here.
  const threadKey = contact?.user_id ?? (isUserId(message.to.id) ? undefined : contact?.wa_id) ?? undefined;
  const isGroup = message.threadKey?.startsWith('group:') === true;
  const state = answers[0]?.messages[0]?.message_status;
  return {
    externalId,
    ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }),
    ...(isGroup || threadKey === undefined || threadKey === message.threadKey ? {} : { threadKey }),
    status: 'sent',
    ...(state === 'held_for_quality_assessment' ? { warning: 'WhatsApp holds this template back while it looks at its quality; it may arrive later or never' } : state === 'paused' ? { warning: 'WhatsApp has paused this template; it may never arrive' } : {}),
  };
}

/** Files go up first, which may be done twice; what the customer sees begins only after that. */
async function partsOf(ctx: WhatsAppContext, message: Outbound): Promise<Record<string, unknown>[]> {
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const files: { kind: Kind; file: OutboundAttachment; id: string }[] = [];
  for (const file of message.attachments) files.push({ kind: mediaKind(file), file, id: await upload(ctx, file) });
  const [first] = files;
  const captioned = first !== undefined && first.kind !== 'audio' && text !== '' && text.length <= captionUnits;
  return [
    ...(text === '' || captioned ? [] : [{ type: 'text', text: { body: text, preview_url: /https?:\/\//i.test(text) } }]),
    ...files.map(({ kind, file, id: mediaId }, index) => ({ type: kind, [kind]: { id: mediaId, ...(index === 0 && captioned ? { caption: text } : {}), ...(kind === 'document' ? { filename: file.name } : {}) } })),
  ];
}

async function templatePart(ctx: WhatsAppContext, template: NonNullable<Outbound['template']>, [file]: OutboundAttachment[]): Promise<Record<string, unknown>> {
  templateBody(template, file && { kind: 'document', id: 'checked before the upload' });
  const kind = file && mediaKind(file);
  return { type: 'template', template: templateBody(template, file && kind !== undefined ? { kind: kind === 'audio' ? 'document' : kind, id: await upload(ctx, file) } : undefined) };
}

async function upload(ctx: WhatsAppContext, file: OutboundAttachment): Promise<string> {
  const form = multipart({ messaging_product: 'whatsapp', type: file.contentType.split(';')[0] }, [{ field: 'file', file }]);
  const { id: mediaId } = await callGraph(ctx, { method: 'POST', path: `${segment(ctx.settings.phoneNumberId)}/media`, upload: form, result: z.looseObject({ id }), what: 'the upload', meanings, timeoutMs: 180_000 });
  return mediaId;
}

const threadState = z.object({ last: id });

export async function act(ctx: WhatsAppContext, action: Action): Promise<void> {
  const path = `${segment(ctx.settings.phoneNumberId)}/messages`;
  switch (action.kind) {
    case 'typing':
    case 'read': {
      // WhatsApp shows typing below a message of the customer's, and takes that one for read.
      const messageId = action.kind === 'read' ? action.externalId : threadState.safeParse(action.threadState).data?.last;
      if (messageId === undefined) return;
      const typing = action.kind === 'typing' ? { typing_indicator: { type: 'text' } } : {};
      await callGraph(ctx, { method: 'POST', path, body: { messaging_product: 'whatsapp', status: 'read', message_id: messageId, ...typing }, result: confirmed, what: 'the read mark', meanings, timeoutMs: action.kind === 'typing' ? 5_000 : 20_000 });
      return;
    }
    case 'like':
    case 'unlike': {
      const isGroup = action.threadKey.startsWith('group:');
      const to = isGroup ? { recipient_type: 'group', to: action.threadKey.slice('group:'.length) } : { recipient_type: 'individual', ...address(action.threadKey) };
      const body = { messaging_product: 'whatsapp', ...to, type: 'reaction', reaction: { message_id: action.externalId, emoji: action.kind === 'like' ? '👍' : '' } };
      await callGraph(ctx, { method: 'POST', path, body, result: sent, what: 'the reaction', meanings });
      return;
    }
    case 'edit':
    case 'delete':
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'WhatsApp lets nobody change or take back a message of a business', { reason: 'unsupported' });
  }
  action satisfies never;
}
