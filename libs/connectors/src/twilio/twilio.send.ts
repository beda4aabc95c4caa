import { z } from 'zod';
import { ConnectorError, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { accountUrl, callTwilio, type TwilioContext } from './twilio.client';
import { meaningOf } from './twilio.reasons';
import { isService, numberOf, type Flavour } from './twilio.settings';

const created = z.object({ sid: z.string().min(1), status: z.string().nullish(), error_code: z.number().nullish(), num_segments: z.string().nullish() });
const stateSchema = z.object({ to: z.string().optional().catch(undefined), last: z.string().optional().catch(undefined) });

/** One request to Twilio. */
export interface Part { text: string; media: string[]; template?: { id: string; values: Record<string, string> } }

export interface Leaving { message: Outbound; parts: Part[]; flavour: Flavour; fields?: [string, string][] }

/** Sends the parts in order. When a later one fails, the customer has read the beginning: a person decides. */
export async function leave(ctx: TwilioContext, { message, parts, flavour, fields = [] }: Leaving): Promise<Sent> {
  const to = numberOf(message.threadKey ?? message.to.id) ?? (flavour.kind === 'whatsapp' ? bare(message.threadKey ?? message.to.id) : undefined);
  if (to === undefined) throw new ConnectorError('rejected', 'This is no phone number that can be written to; it needs the country’s code, as in +48 600 100 200', { reason: 'unknown-recipient' });
  const ids: string[] = [];
  for (const [index, part] of parts.entries()) {
    try {
      ids.push(await create(ctx, { message, part, to, flavour, fields }));
    } catch (error) {
      if (index === 0 || !(error instanceof ConnectorError)) throw error;
      throw new ConnectorError(error.kind === 'unavailable' ? 'ambiguous' : error.kind, `${index} of ${parts.length} parts of this answer arrived, then: ${error.message}`, { reason: 'partly-sent', cause: error });
    }
  }
  const [externalId = '', ...otherExternalIds] = ids;
  return {
    externalId,
    ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }),
    status: 'sent',
    // Who was written to first answers under the number, however it was typed.
    ...(message.threadKey === undefined ? { threadKey: to } : {}),
  };
}

async function create(ctx: TwilioContext, { message, part, to, flavour, fields }: { message: Outbound; part: Part; to: string; flavour: Flavour; fields: [string, string][] }): Promise<string> {
  const { sender } = ctx.settings;
  const theirs = stateSchema.safeParse(message.threadState).data?.to;
  const form: [string, string][] = [['To', `${flavour.prefix}${to}`]];
  if (isService(sender)) form.push(['MessagingServiceSid', sender]);
  // Of several numbers, the one that they wrote to answers.
  const from = isService(sender) ? (theirs === undefined ? undefined : numberOf(theirs)) : sender;
  if (from !== undefined) form.push(['From', `${flavour.prefix}${from}`]);
  if (part.template) form.push(['ContentSid', part.template.id], ['ContentVariables', JSON.stringify(part.template.values)]);
  else if (part.text !== '') form.push(['Body', part.text]);
  for (const url of part.media) form.push(['MediaUrl', url]);
  // Twilio takes no id of ours; the address of its reports does, and so proves a send of which we heard nothing.
  if (ctx.webhookUrl !== undefined) form.push(['StatusCallback', `${ctx.webhookUrl}?message=${message.messageId}`]);
  const made = await callTwilio(ctx, { method: 'POST', url: accountUrl(ctx, '/Messages.json'), form: [...form, ...fields], result: created, effect: 'once' });
  if (made.status === 'failed' || made.status === 'undelivered') {
    const meaning = meaningOf(made.error_code ?? undefined);
    throw new ConnectorError('rejected', meaning?.words ?? `Twilio could not send it (${made.error_code ?? 'no reason given'})`, { reason: meaning?.reason ?? 'undelivered' });
  }
  return made.sid;
}

/** WhatsApp is beginning to name people by ids of its own instead of numbers. */
function bare(written: string): string | undefined {
  const id = written.replace(/^whatsapp:/, '');
  return /^[\w.:+-]{3,200}$/.test(id) ? id : undefined;
}

/** Twilio fetches files itself, so there must be an address that it can reach. */
export function addressOf(ctx: TwilioContext, { url }: OutboundAttachment): string {
  if (url === undefined) throw new ConnectorError('rejected', 'Twilio fetches files from us, which needs a public address of Kontuar (KONTUAR_PUBLIC_URL)', { reason: 'no-public-url' });
  if (!url.startsWith('https:') && !ctx.allowPrivateHosts) throw new ConnectorError('rejected', 'Files are fetched over https only; the public address of Kontuar begins with http', { reason: 'no-public-url' });
  return url;
}

export function wordsOf(message: Outbound): string {
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && message.attachments.length === 0 && message.template === undefined) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  return text;
}

/** The last message of the customer in the thread. */
export function lastOf(threadState: Outbound['threadState']): string | undefined {
  return stateSchema.safeParse(threadState).data?.last;
}
