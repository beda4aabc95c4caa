import { ConnectorError, type Context, type Health } from '../contract';
import { callGoogle } from '../google/google.client';
import { googleToken } from '../google/google.token';
import { checkSteps, type Found } from '../reviews/reviews.health';
import { countReviews } from './google-business.api';
import { notificationSetting } from './google-business.payloads';
import { refreshKeys } from './google-business.push';
import { scope, type GoogleBusinessSettings } from './google-business.settings';

type GoogleBusinessContext = Context<GoogleBusinessSettings>;

const wanted = ['NEW_REVIEW', 'UPDATED_REVIEW'];

export function check(ctx: GoogleBusinessContext): Promise<Health> {
  return checkSteps([
    { id: 'access', label: 'Access to Google', run: async () => { await googleToken(ctx, scope); return { state: 'ok' }; } },
    { id: 'reviews', label: 'Reviews of the place', run: async () => { const count = await countReviews(ctx); return { state: 'ok', ...(count === undefined ? {} : { detail: `Google shows ${count} reviews of this place.` }) }; } },
    { id: 'push', label: 'Reviews within seconds', run: () => pushStep(ctx) },
  ]);
}

async function pushStep(ctx: GoogleBusinessContext): Promise<Found> {
  const { pushEmail, pubsubTopic } = ctx.settings;
  if (pushEmail === '') return { state: 'skipped', detail: 'Reviews are asked for every few minutes. With Pub/Sub they come within seconds.' };
  if (ctx.webhookUrl === undefined) return { state: 'skipped', detail: 'Pub/Sub can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  await refreshKeys(ctx);
  if (pubsubTopic === '') return { state: 'ok', detail: 'Pushes are checked; which topic Google announces reviews to is set elsewhere.' };
  const known = await callGoogle(ctx, { url: settingUrl(ctx.settings), scope, result: notificationSetting });
  if (known.pubsubTopic !== pubsubTopic) return { state: 'warning', detail: 'Google announces the reviews of this account to another topic. Saving or reconnecting the channel brings them here.' };
  if (!wanted.every((type) => known.notificationTypes?.includes(type) === true)) return { state: 'warning', detail: 'Google does not announce reviews of this account. Saving or reconnecting the channel tells it.' };
  return { state: 'ok', detail: 'Google announces reviews to the topic.' };
}

const settingUrl = ({ notificationsUrl, accountId }: GoogleBusinessSettings): string => `${notificationsUrl}/v1/accounts/${accountId}/notificationSetting`;

/** Google keeps one topic for each account; what is announced there for others stays. */
export async function connect(ctx: GoogleBusinessContext): Promise<void> {
  await refreshKeys(ctx);
  const { pubsubTopic, accountId } = ctx.settings;
  if (pubsubTopic === '') return;
  const known = await callGoogle(ctx, { url: settingUrl(ctx.settings), scope, result: notificationSetting }).catch((error: unknown) => {
    // Never set before.
    if (error instanceof ConnectorError && error.kind === 'rejected') return { pubsubTopic: undefined, notificationTypes: undefined };
    throw error;
  });
  const others = known.pubsubTopic === pubsubTopic ? (known.notificationTypes ?? []) : [];
  const notificationTypes = [...new Set([...others, ...wanted])].filter((type) => type !== 'NOTIFICATION_TYPE_UNSPECIFIED');
  await callGoogle(ctx, {
    method: 'PATCH', url: settingUrl(ctx.settings), query: { updateMask: 'pubsubTopic,notificationTypes' }, scope, result: notificationSetting,
    json: { name: `accounts/${accountId}/notificationSetting`, pubsubTopic, notificationTypes },
  });
}
