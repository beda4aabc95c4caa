import type { Health, HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callWithHeaders, type SlackContext } from './slack.client';
import { authTest } from './slack.payloads';
import { scopesFor } from './slack.settings';

export async function check(ctx: SlackContext): Promise<Health> {
  const steps: HealthStep[] = [];
  let granted: string[] | undefined;
  const token = await tryStep(steps, { id: 'token', label: 'Access to Slack' }, async () => {
    const { data, headers } = await callWithHeaders(ctx, 'auth.test', { result: authTest });
    const told: unknown = headers['x-oauth-scopes'];
    granted = typeof told === 'string' ? told.split(',').map((scope) => scope.trim()).filter((scope) => scope !== '') : undefined;
    return tokenStep(ctx, data);
  });
  const works = token.state !== 'failed';
  steps.push({ id: 'scopes', label: 'Permissions', ...(works ? scopeStep(ctx, granted) : { state: 'skipped' as const }) });
  steps.push({ id: 'receive', label: 'Messages coming in', ...(works ? receiveStep(ctx) : { state: 'skipped' as const }) });
  const { tokenExpiresAt, refreshToken } = ctx.settings;
  return { state: worstOf(steps), steps, ...(refreshToken === '' && !Number.isNaN(Date.parse(tokenExpiresAt)) ? { expiresAt: new Date(tokenExpiresAt).toISOString() } : {}) };
}

function tokenStep({ settings }: SlackContext, me: { team_id: string; team?: string | undefined; user?: string | undefined; bot_id?: string | undefined }): Found {
  if (me.team_id !== settings.teamId) return { state: 'failed', detail: `The token belongs to another workspace: ${me.team ?? me.team_id} (${me.team_id}). Enter its ID, or the token of the right one.` };
  if (me.bot_id === undefined) return { state: 'failed', detail: 'This is the token of a person. Use the Bot User OAuth Token.' };
  return { state: 'ok', detail: `The token belongs to @${me.user ?? 'the app'} in ${me.team ?? me.team_id}.` };
}

function scopeStep({ settings }: SlackContext, granted: string[] | undefined): Found {
  if (granted === undefined) return { state: 'skipped', detail: 'Slack did not say what the app may do.' };
  const missing = scopesFor(settings).filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return { state: 'ok', detail: 'The app has all permissions that it needs.' };
  return { state: missing.includes('chat:write') ? 'failed' : 'warning', detail: `The app lacks permissions: ${missing.join(', ')}. Add them under OAuth & Permissions and install the app again.` };
}

function receiveStep({ webhookUrl }: SlackContext): Found {
  if (webhookUrl === undefined) return { state: 'skipped', detail: 'Slack can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL).' };
  return { state: 'ok', detail: `Enter this address at Slack, under Event Subscriptions: ${webhookUrl}` };
}
