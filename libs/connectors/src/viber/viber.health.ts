import { z } from 'zod';
import { ConnectorError, type Health, type HealthStep, type Party } from '../contract';
import { callViber, type ViberContext } from './viber.client';
import { partyOf } from './viber.parse';
import { accountInfo, userDetails } from './viber.payloads';

type Found = Omit<HealthStep, 'id' | 'label' | 'tookMs'>;

/** Messages come in any case. */
export const eventTypes = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'];

const account = (ctx: ViberContext) => callViber(ctx, 'get_account_info', { body: {}, result: accountInfo, effect: 'repeatable' });

export async function check(ctx: ViberContext): Promise<Health> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  let info: z.infer<typeof accountInfo>;
  try {
    info = await account(ctx);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { state: 'failed', steps: [{ id: 'token', label: 'Bot token', state: 'failed', detail: `${error.message}.`, tookMs: took() }, { id: 'receive', label: 'Messages coming in', state: 'skipped' }] };
  }
  const people = info.subscribers_count === undefined ? '' : ` ${info.subscribers_count} people have subscribed.`;
  const receive = receiveStep(ctx, info);
  const steps: HealthStep[] = [
    { id: 'token', label: 'Bot token', state: 'ok', detail: `The token belongs to ${info.name}.${people}`, tookMs: took() },
    { id: 'receive', label: 'Messages coming in', ...receive },
  ];
  return { state: receive.state === 'warning' ? 'warning' : 'ok', steps };
}

function receiveStep(ctx: ViberContext, { webhook = '', event_types: told }: z.infer<typeof accountInfo>): Found {
  if (ctx.webhookUrl === undefined) return { state: 'skipped', detail: 'Viber can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  if (webhook === '') return { state: 'warning', detail: 'Viber does not know our address yet. Saving or reconnecting the channel tells it.' };
  if (webhook !== ctx.webhookUrl) {
    const host = URL.canParse(webhook) ? new URL(webhook).host : 'an unknown address';
    return { state: 'warning', detail: `Viber sends the messages of this bot to another address (${host}). Saving or reconnecting the channel brings them here.` };
  }
  const unasked = eventTypes.filter((type) => told !== undefined && !told.includes(type));
  if (unasked.length > 0) return { state: 'warning', detail: `Viber was not asked for everything (${unasked.join(', ')}). Reconnect the channel.` };
  return { state: 'ok', detail: 'Viber delivers to our webhook.' };
}

/** Viber calls the address before it answers, so the channel must be there already. */
export async function connect(ctx: ViberContext): Promise<void> {
  if (ctx.webhookUrl === undefined) throw new ConnectorError('rejected', 'Viber can only call us: it needs a public https address of Kontuar (KONTUAR_PUBLIC_URL)', { reason: 'no-public-url' });
  await callViber(ctx, 'set_webhook', { body: { url: ctx.webhookUrl, event_types: eventTypes, send_name: true, send_photo: true }, result: z.unknown(), effect: 'repeatable' });
}

export async function disconnect(ctx: ViberContext): Promise<void> {
  try {
    const { webhook = '' } = await account(ctx);
    // The bot may have moved to another program meanwhile; its webhook is not ours to remove.
    if (webhook === '' || (ctx.webhookUrl !== undefined && webhook !== ctx.webhookUrl)) return;
    await callViber(ctx, 'set_webhook', { body: { url: '' }, result: z.unknown(), effect: 'repeatable' });
  } catch (error) {
    // With its token replaced, Viber calls nobody for us any more.
    if (!(error instanceof ConnectorError) || error.kind !== 'unauthorized') throw error;
  }
}

/** Viber allows it twice in half a day for each person. */
export async function profile(ctx: ViberContext, party: Party): Promise<Party | undefined> {
  try {
    const { user } = await callViber(ctx, 'get_user_details', { body: { id: party.id }, result: userDetails, effect: 'repeatable' });
    return { ...party, ...partyOf(user) };
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return undefined;
    throw error;
  }
}
