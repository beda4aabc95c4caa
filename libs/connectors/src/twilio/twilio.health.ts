import { z } from 'zod';
import { ConnectorError, type Health, type HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { accountUrl, callTwilio, type TwilioContext } from './twilio.client';
import { isName, isService, type Flavour } from './twilio.settings';

const account = z.object({ friendly_name: z.string().catch(''), status: z.string(), type: z.string().optional().catch(undefined) });
const balance = z.object({ balance: z.string(), currency: z.string().catch('USD') });
const numbers = z.object({ incoming_phone_numbers: z.array(z.object({ sid: z.string(), sms_url: z.string().nullish(), capabilities: z.object({ sms: z.boolean().catch(true), mms: z.boolean().catch(false) }).nullish() })) });
const service = z.object({ friendly_name: z.string().catch(''), inbound_request_url: z.string().nullish(), use_inbound_webhook_on_number: z.boolean().catch(false) });

export async function check(ctx: TwilioContext, flavour: Flavour): Promise<Health> {
  const steps: HealthStep[] = [];
  const access = await tryStep(steps, { id: 'token', label: 'Access to Twilio' }, () => accessStep(ctx));
  if (access.state === 'failed') steps.push({ id: 'receive', label: 'Messages coming in', state: 'skipped' });
  else await tryStep(steps, { id: 'receive', label: 'Messages coming in' }, () => receiveStep(ctx, flavour));
  return { state: worstOf(steps), steps };
}

async function accessStep(ctx: TwilioContext): Promise<Found> {
  const { friendly_name: name, status, type } = await callTwilio(ctx, { url: accountUrl(ctx, '.json'), result: account });
  if (status !== 'active') return { state: 'failed', detail: `The Twilio account ${name} is not active: it is ${status}.` };
  // Not every account lets its money be seen.
  const money = await callTwilio(ctx, { url: accountUrl(ctx, '/Balance.json'), result: balance }).catch(() => undefined);
  const left = money === undefined ? '' : ` There are ${Number(money.balance).toFixed(2)} ${money.currency} left.`;
  if (money !== undefined && Number(money.balance) <= 0) return { state: 'failed', detail: `The Twilio account ${name} has no money left, so nothing is sent.` };
  if (type === 'Trial') return { state: 'warning', detail: `The Twilio account ${name} is a trial: it writes to verified numbers only.${left}` };
  return { state: 'ok', detail: `The access belongs to ${name}.${left}` };
}

async function receiveStep(ctx: TwilioContext, flavour: Flavour): Promise<Found> {
  const { sender } = ctx.settings;
  if (isName(sender) && flavour.kind === 'sms') return { state: 'warning', detail: `Customers can’t answer to a name: "${sender}" only sends.` };
  if (ctx.webhookUrl === undefined) return { state: 'skipped', detail: 'Twilio can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  if (isService(sender)) {
    const found = await callTwilio(ctx, { url: `${ctx.settings.messagingUrl}/v1/Services/${sender}`, result: service });
    return told(ctx, found.use_inbound_webhook_on_number ? undefined : found.inbound_request_url, `the messaging service ${found.friendly_name}`);
  }
  if (flavour.kind === 'whatsapp') {
    return { state: 'ok', detail: `Twilio is told in its Console: Messaging, Senders, WhatsApp senders, your number, "Webhook URL for incoming messages": ${ctx.webhookUrl}` };
  }
  const number = await numberOfAccount(ctx);
  if (number === undefined) return { state: 'warning', detail: `The number ${sender} is not among the numbers of this account, so Kontuar can’t see where its messages go.` };
  if (number.capabilities?.sms === false) return { state: 'failed', detail: `The number ${sender} can’t send or receive SMS.` };
  return told(ctx, number.sms_url, `the number ${sender}`);
}

function told(ctx: TwilioContext, url: string | null | undefined, of: string): Found {
  if (url === ctx.webhookUrl) return { state: 'ok', detail: 'Twilio delivers to our webhook.' };
  if (url === undefined || url === null || url === '') return { state: 'warning', detail: `Twilio does not know our address for ${of} yet. Saving or reconnecting the channel tells it.` };
  const host = URL.canParse(url) ? new URL(url).host : 'an unknown address';
  return { state: 'warning', detail: `Twilio sends the messages of ${of} to another address (${host}). Saving or reconnecting the channel brings them here.` };
}

async function numberOfAccount(ctx: TwilioContext) {
  const { incoming_phone_numbers: found } = await callTwilio(ctx, { url: accountUrl(ctx, `/IncomingPhoneNumbers.json?${new URLSearchParams({ PhoneNumber: ctx.settings.sender }).toString()}`), result: numbers });
  return found[0];
}

/** Tells Twilio our address where its API takes that. WhatsApp senders and names are told in the Console, or receive nothing. */
export async function connect(ctx: TwilioContext, flavour: Flavour): Promise<void> {
  const { sender, messagingUrl } = ctx.settings;
  if (isName(sender)) return;
  if (ctx.webhookUrl === undefined) throw new ConnectorError('rejected', 'Twilio can only call us: it needs a public https address of Kontuar (KONTUAR_PUBLIC_URL)', { reason: 'no-public-url' });
  if (isService(sender)) {
    await callTwilio(ctx, { method: 'POST', url: `${messagingUrl}/v1/Services/${sender}`, form: [['InboundRequestUrl', ctx.webhookUrl], ['InboundMethod', 'POST'], ['UseInboundWebhookOnNumber', 'false']], result: service });
    return;
  }
  if (flavour.kind === 'whatsapp') return;
  const number = await numberOfAccount(ctx);
  if (number === undefined) return;
  await callTwilio(ctx, { method: 'POST', url: accountUrl(ctx, `/IncomingPhoneNumbers/${encodeURIComponent(number.sid)}.json`), form: [['SmsUrl', ctx.webhookUrl], ['SmsMethod', 'POST']], result: z.looseObject({ sid: z.string() }) });
}
