import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Context, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callTwilio } from '../twilio/twilio.client';
import { addressOf, lastOf, leave, wordsOf, type Part } from '../twilio/twilio.send';
import { whatsappFlavour } from '../twilio/twilio.settings';
import type { TwilioWhatsappSettings } from './twilio-whatsapp.settings';

export async function sendWhatsapp(ctx: Context<TwilioWhatsappSettings>, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  const { template } = message;
  if (template) {
    const part: Part = { text: '', media: [], template: { id: template.id, values: template.values } };
    return leave(ctx, { message, parts: [part], flavour: whatsappFlavour });
  }
  refuseBeyondLimits(capabilities, message);
  refuseClosedWindow(ctx, message);
  return leave(ctx, { message, parts: partsOf(ctx, message), flavour: whatsappFlavour });
}

/** Twilio would take it and tell only later that WhatsApp did not. */
function refuseClosedWindow(ctx: Context<TwilioWhatsappSettings>, { lastInboundAt }: Outbound): void {
  const { windowHours } = ctx.settings;
  if (lastInboundAt === undefined || ctx.now().getTime() - Date.parse(lastInboundAt) <= windowHours * 3_600_000) return;
  throw new ConnectorError('rejected', `More than ${windowHours} hours have passed since the customer wrote, so WhatsApp takes only an approved template`, { reason: 'window-closed' });
}

/** A message holds one file. Words stand below a picture or a video; other files show no words, so these go first. */
function partsOf(ctx: Context<TwilioWhatsappSettings>, message: Outbound): Part[] {
  const text = wordsOf(message);
  const files = message.attachments.map((file) => ({ url: addressOf(ctx, file), takesWords: /^(image\/(jpeg|png)|video\/)/.test(file.contentType.toLowerCase()) }));
  const [first, ...others] = files;
  if (first === undefined) return [{ text, media: [] }];
  const rest = others.map(({ url }): Part => ({ text: '', media: [url] }));
  if (text === '' || first.takesWords) return [{ text, media: [first.url] }, ...rest];
  return [{ text, media: [] }, { text: '', media: [first.url] }, ...rest];
}

export async function actOn(ctx: Context<TwilioWhatsappSettings>, action: Action): Promise<void> {
  switch (action.kind) {
    case 'typing': {
      // The dots hang on the customer's last message, which WhatsApp marks as read by it.
      const last = lastOf(action.threadState);
      if (last === undefined) return;
      const form: [string, string][] = [['messageId', last], ['channel', 'whatsapp']];
      await callTwilio(ctx, { method: 'POST', url: `${ctx.settings.messagingUrl}/v2/Indicators/Typing.json`, form, result: z.unknown(), timeoutMs: 5_000 });
      return;
    }
    case 'read':
      // Only together with the dots, which would promise an answer.
      return;
    case 'edit':
    case 'delete':
    case 'like':
    case 'unlike':
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'Twilio lets nobody change what was sent by WhatsApp', { reason: 'unsupported' });
  }
  action satisfies never;
}
