import { z } from 'zod';
import { ConnectorError, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { multipart } from '../multipart';
import { callApi, callWithStatus, type MastodonContext } from './mastodon.client';
import { account as accountSchema, status as statusSchema } from './mastodon.payloads';
import { knownFacts } from './mastodon.server';
import type { ServerFacts } from './mastodon.settings';
import { addressed, statusLength } from './mastodon.text';
import { capabilitiesFrom } from './mastodon.limits';

/** A film is worked on for a while before a post may carry it. */
const processingMs = 50_000;
const askEveryMs = 1_000;

const threadState = z.object({ acct: z.string(), visibility: z.string(), warning: z.string() });

export async function sendMessage(ctx: MastodonContext, message: Outbound): Promise<Sent> {
  const facts = await knownFacts(ctx);
  refuseBeyondLimits(capabilitiesFrom(facts), message);
  const state = threadState.safeParse(message.threadState).data;
  if (message.text.trim() === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  refuseLongText(addressed(message.text, state?.acct ?? ''), state?.warning ?? '', facts);
  refuseMixed(message.attachments);
  refuseHeavy(message.attachments, facts);

  const acct = state?.acct ?? (await acctOf(ctx, message));
  const text = addressed(message.text, acct);
  refuseLongText(text, state?.warning ?? '', facts);
  const mediaIds: string[] = [];
  for (const file of message.attachments) mediaIds.push(await upload(ctx, file));
  const sent = await callApi(ctx, 'POST', '/api/v1/statuses', {
    body: {
      status: text,
      ...(message.replyToExternalId === undefined ? {} : { in_reply_to_id: message.replyToExternalId }),
      visibility: visibilityOf(ctx, message, state?.visibility),
      ...(mediaIds.length === 0 ? {} : { media_ids: mediaIds }),
      // Who was warned before the question is warned before the answer.
      ...((state?.warning ?? '') === '' ? {} : { spoiler_text: state?.warning, sensitive: true }),
      ...(message.language === undefined ? {} : { language: message.language.split('-')[0] }),
    },
    key: message.messageId,
    result: statusSchema,
  });
  const opensPrivate = message.visibility === 'private' && (message.threadKey === undefined || message.threadKey.includes(':'));
  return { externalId: sent.id, status: 'sent', ...(opensPrivate ? { threadKey: message.to.id } : {}) };
}

function visibilityOf(ctx: MastodonContext, message: Outbound, asked: string | undefined): string {
  // What only followers could read is answered to its author alone: our own followers are other people.
  if (message.visibility === 'private') return 'direct';
  return ctx.settings.answers === 'unlisted' || asked === 'unlisted' ? 'unlisted' : 'public';
}

function refuseLongText(text: string, warning: string, facts: ServerFacts): void {
  const length = statusLength(text, facts.linkLength) + statusLength(warning, facts.linkLength);
  if (length > facts.maxCharacters) {
    throw new ConnectorError('rejected', `The text is too long: ${length} of at most ${facts.maxCharacters} characters, with the name of whom it answers`, { reason: 'text-too-long' });
  }
}

/** Pictures go together; a film, a recording or an animation goes alone. */
function refuseMixed(files: OutboundAttachment[]): void {
  const moving = files.filter(({ contentType }) => /^(video|audio)\//i.test(contentType));
  if (moving.length > 0 && files.length > 1) throw new ConnectorError('rejected', 'Mastodon takes one video or recording in a post, and nothing beside it', { reason: 'too-many-attachments' });
}

function refuseHeavy(files: OutboundAttachment[], facts: ServerFacts): void {
  for (const { name, sizeBytes, contentType } of files) {
    const most = /^image\//i.test(contentType) ? facts.imageBytes : facts.videoBytes;
    if (sizeBytes > most) throw new ConnectorError('rejected', `"${name}" is too big for this server: ${(sizeBytes / 1_048_576).toFixed(1)} MB of at most ${(most / 1_048_576).toFixed(1)} MB`, { reason: 'attachment-too-big' });
  }
}

/** The account's name as our server writes it; without it nobody would be told of the answer. */
async function acctOf(ctx: MastodonContext, message: Outbound): Promise<string> {
  if (!/^\d{1,32}$/.test(message.to.id)) throw new ConnectorError('rejected', 'There is nobody to write to', { reason: 'unknown-recipient' });
  return (await callApi(ctx, 'GET', `/api/v1/accounts/${message.to.id}`, { result: accountSchema })).acct;
}

const uploaded = z.object({ id: z.string(), url: z.string().nullish() });

async function upload(ctx: MastodonContext, file: OutboundAttachment): Promise<string> {
  const { status, data } = await callWithStatus(ctx, 'POST', '/api/v2/media', { upload: multipart({ description: describe(file) }, [{ field: 'file', file }]), result: uploaded });
  if (status !== 202) return data.id;
  const until = Date.now() + processingMs;
  for (;;) {
    await new Promise((wait) => setTimeout(wait, askEveryMs));
    const asked = await callWithStatus(ctx, 'GET', `/api/v1/media/${data.id}`, { result: uploaded });
    if (asked.status === 200) return data.id;
    if (Date.now() > until) throw new ConnectorError('unavailable', 'The server is still working on the file', { reason: 'media-processing', retryAfterMs: 30_000 });
  }
}

/** People who can't see a picture hear this. A camera's number says nothing to them; words of a file name do. */
function describe({ name }: OutboundAttachment): string | undefined {
  const words = name.replace(/\.\w{1,5}$/, '').replaceAll('_', ' ').trim();
  return /\p{L}{3,}/u.test(words) && !/^(img|dsc|dscn|pxl|image|photo|screenshot|scan|zdj[eę]cie)[\s\d._-]*$/iu.test(words) ? words : undefined;
}
