import { ConnectorError, type Capabilities, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callViber, type ViberContext } from './viber.client';
import { sent as sentSchema } from './viber.payloads';

const bodyBytes = 30 * 1024;
const pictureBytes = 1024 * 1024;
const videoBytes = 26 * 1024 * 1024;
const fileNameLength = 256;

type Part = { type: 'text' | 'picture' | 'video' | 'file' } & Record<string, unknown>;

/** Viber shows one thing in each message. When a later one fails, the customer has read the beginning: a person decides. */
export async function sendMessage(ctx: ViberContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const common = { receiver: message.threadKey ?? message.to.id, min_api_version: 1, sender: senderOf(ctx, message), tracking_data: message.messageId };
  const bodies = partsOf(ctx, message).map((part) => ({ ...common, ...part }));
  if (bodies.some((body) => Buffer.byteLength(JSON.stringify(body)) > bodyBytes)) throw new ConnectorError('rejected', 'The text is too long for Viber, which takes 30 KB in all', { reason: 'text-too-long' });
  const ids: string[] = [];
  for (const body of bodies) {
    try {
      const { message_token: token } = await callViber(ctx, 'send_message', { body, result: sentSchema, effect: 'once' });
      ids.push(token);
    } catch (error) {
      if (ids.length === 0 || !(error instanceof ConnectorError)) throw error;
      throw new ConnectorError(error.kind === 'unavailable' ? 'ambiguous' : error.kind, `${ids.length} of ${bodies.length} parts of this answer arrived, then: ${error.message}`, { reason: 'partly-sent', cause: error });
    }
  }
  const [externalId = '', ...otherExternalIds] = ids;
  return { externalId, ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }), status: 'sent' };
}

function senderOf(ctx: ViberContext, { author }: Outbound): object {
  const { senderName, senderAvatar } = ctx.settings;
  const name = [...(senderName === '' ? author.workspace : senderName)].slice(0, 28).join('').trim();
  return { name: name === '' ? 'Support' : name, ...(senderAvatar === '' ? {} : { avatar: senderAvatar }) };
}

function partsOf(ctx: ViberContext, message: Outbound): Part[] {
  const text = message.text.trim() === '' ? '' : message.text;
  const files = message.attachments.map((file) => filePart(ctx, file));
  const [first, ...others] = files;
  if (first === undefined) {
    if (text === '') throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
    return [{ type: 'text', text }];
  }
  if (first.type === 'picture' && text.length <= ctx.settings.captionLength) return [{ ...first, text }, ...others];
  return text === '' ? files : [{ type: 'text', text }, ...files];
}

function filePart(ctx: ViberContext, file: OutboundAttachment): Part {
  const media = addressOf(ctx, file);
  const type = file.contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  if (/^image\/(jpeg|png|gif)$/.test(type) && file.sizeBytes <= pictureBytes) return { type: 'picture', text: '', media };
  if (type === 'video/mp4' && file.sizeBytes <= videoBytes) return { type: 'video', media, size: file.sizeBytes };
  return { type: 'file', media, size: file.sizeBytes, file_name: shortName(file.name) };
}

/** The ending tells phones what it is, so it stays. */
function shortName(name: string): string {
  if (name.length <= fileNameLength) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot === -1 || name.length - dot > 20 ? '' : name.slice(dot);
  return name.slice(0, fileNameLength - ending.length) + ending;
}

/** Viber fetches files itself, so there must be an address that it can reach. */
function addressOf(ctx: ViberContext, { url }: OutboundAttachment): string {
  if (url === undefined) throw new ConnectorError('rejected', 'Viber fetches files from us, which needs a public address of Kontuar (KONTUAR_PUBLIC_URL)', { reason: 'no-public-url' });
  if (!url.startsWith('https:') && !ctx.allowPrivateHosts) throw new ConnectorError('rejected', 'Viber fetches files over https only; the public address of Kontuar begins with http', { reason: 'no-public-url' });
  return url;
}
