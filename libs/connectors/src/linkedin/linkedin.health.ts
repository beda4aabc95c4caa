import { z } from 'zod';
import { askRepeatable } from '../ask';
import { ConnectorError, type Health, type HealthStep } from '../contract';
import { tryStep, worstOf, type Found } from '../health-steps';
import { callLinkedin } from './linkedin.client';
import { linkedinError } from './linkedin.errors';
import { introspection, list, organization, role, subscription } from './linkedin.payloads';
import { withToken, type LinkedinContext } from './linkedin.token';
import { encoded, organizationUrn } from './linkedin.urns';

interface Looked extends Found { endsAt?: string | undefined }

const day = 24 * 3600_000;
const needed = [/^rw_organization_admin$/, /^r_organization_social(_feed)?$/, /^w_organization_social(_feed)?$/];
const neededNames = ['rw_organization_admin', 'r_organization_social_feed', 'w_organization_social_feed'];

/** Each step by name, also before the channel is saved. */
export async function check(ctx: LinkedinContext): Promise<Health> {
  const steps: HealthStep[] = [];
  const ends: string[] = [];
  const add = (id: string, label: string, run: () => Promise<Looked>): Promise<HealthStep> => tryStep(steps, { id, label }, async () => {
    const { endsAt, ...found } = await run();
    if (endsAt !== undefined) ends.push(endsAt);
    return found;
  });
  const page = await add('page', 'The page', () => pageStep(ctx));
  if (page.state === 'failed') steps.push({ id: 'token', label: 'Access and permissions', state: 'skipped' }, { id: 'receive', label: 'Comments coming in', state: 'skipped' });
  else {
    await add('token', 'Access and permissions', () => tokenStep(ctx));
    await add('receive', 'Comments coming in', () => receiveStep(ctx));
  }
  const expiresAt = ends.sort()[0];
  return { state: worstOf(steps), steps, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

async function pageStep(ctx: LinkedinContext): Promise<Looked> {
  const { localizedName } = await callLinkedin(ctx, { path: `organizations/${encoded(ctx.settings.organizationId)}`, result: organization });
  return { state: 'ok', ...(localizedName == null ? {} : { detail: `The page is ${localizedName}.` }) };
}

async function tokenStep(ctx: LinkedinContext): Promise<Looked> {
  const { clientId, clientSecret, oauthUrl } = ctx.settings;
  const { active, scope, expires_at: seconds } = await withToken(ctx, async (token) => {
    const answered = await askRepeatable(ctx.http, 'LinkedIn', { method: 'POST', url: `${oauthUrl}/introspectToken`, form: { client_id: clientId, client_secret: clientSecret, token } });
    if (answered.status === 400 || answered.status === 401) throw new ConnectorError('unauthorized', 'LinkedIn does not know the client ID, or the client secret is wrong', { reason: 'oauth-client' });
    const { data } = introspection.safeParse(answered.data);
    if (answered.status >= 300 || data === undefined) throw linkedinError(answered, { now: ctx.now() });
    return data;
  });
  if (!active) return { state: 'failed', detail: 'LinkedIn no longer accepts the access. Connect the channel again.' };
  const granted = scope == null ? undefined : scope.split(/[\s,]+/);
  const missing = granted === undefined ? [] : neededNames.filter((_name, index) => !granted.some((one) => needed[index]?.test(one) === true));
  const { refreshToken, refreshExpiresAt } = ctx.settings;
  // What is renewed ends with what renews it.
  const endsAt = refreshToken !== '' ? (refreshExpiresAt === '' ? undefined : refreshExpiresAt) : seconds == null ? undefined : new Date(seconds * (seconds < 100_000_000_000 ? 1000 : 1)).toISOString();
  if (missing.length > 0) return { state: 'warning', detail: `The access lacks permissions (${missing.join(', ')}). Connect the page again and agree to them.`, endsAt };
  return ending(endsAt, ctx.now()) ?? { state: 'ok', detail: 'The access and the permissions are in order.', endsAt };
}

function ending(endsAt: string | undefined, now: Date): Looked | undefined {
  if (endsAt === undefined) return undefined;
  const days = Math.floor((Date.parse(endsAt) - now.getTime()) / day);
  if (days >= 14) return undefined;
  return { state: 'warning', detail: days <= 0 ? 'The access ends today. Connect the channel again.' : `The access ends in ${days} ${days === 1 ? 'day' : 'days'}. Connect the channel again before that.`, endsAt };
}

async function receiveStep(ctx: LinkedinContext): Promise<Looked> {
  const hourly = 'Until then comments are found within the hour.';
  if (ctx.webhookUrl === undefined) return { state: 'warning', detail: `LinkedIn can only call us: this needs a public https address of Kontuar (KONTUAR_PUBLIC_URL). ${hourly}` };
  if (ctx.settings.applicationId === '') return { state: 'warning', detail: `Enter the Application ID, and Kontuar asks LinkedIn to tell what happens on the page. ${hourly}` };
  const member = await memberOf(ctx);
  if (member === undefined) return { state: 'failed', detail: 'The person who connected the page is not an administrator of it. LinkedIn tells only administrators what happens there.' };
  const kept = await found(() => callLinkedin(ctx, { path: keyOf(ctx, member), result: subscription }));
  if (kept === undefined) return { state: 'warning', detail: `LinkedIn does not tell us anything yet. Saving or reconnecting the channel asks it to. ${hourly}` };
  if (kept.webhook != null && kept.webhook !== ctx.webhookUrl) {
    const host = URL.canParse(kept.webhook) ? new URL(kept.webhook).host : 'an unknown address';
    return { state: 'warning', detail: `LinkedIn tells another address (${host}) what happens on the page. Saving or reconnecting the channel brings it here.` };
  }
  const endsAt = kept.expiresAt == null ? undefined : new Date(kept.expiresAt).toISOString();
  return ending(endsAt, ctx.now()) ?? { state: 'ok', detail: 'LinkedIn delivers to our webhook.', endsAt };
}

/** LinkedIn tells a page's news to somebody: an administrator who agreed. */
async function memberOf(ctx: LinkedinContext): Promise<string | undefined> {
  if (ctx.settings.memberId !== '') return ctx.settings.memberId;
  const mine = (await administered(ctx)).find(({ organizationId }) => organizationId === ctx.settings.organizationId);
  return mine?.memberId;
}

/** The pages of which the person who agreed is an administrator. */
export async function administered(ctx: LinkedinContext): Promise<{ organizationId: string; memberId: string }[]> {
  const { elements } = await callLinkedin(ctx, { path: 'organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&count=100', result: list });
  return elements.flatMap((one) => {
    const { data } = role.safeParse(one);
    const organizationId = /^urn:li:organization(?:Brand)?:(\d+)$/.exec(data?.organization ?? data?.organizationTarget ?? '')?.[1];
    const memberId = /^urn:li:person:([\w-]+)$/.exec(data?.roleAssignee ?? '')?.[1];
    return organizationId === undefined || memberId === undefined ? [] : [{ organizationId, memberId }];
  });
}

const keyOf = ({ settings: { applicationId, organizationId } }: LinkedinContext, member: string): string =>
  `eventSubscriptions/(developerApplication:${encoded(`urn:li:developerApplication:${applicationId}`)},user:${encoded(`urn:li:person:${member}`)},entity:${encoded(organizationUrn(organizationId))},eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)`;

async function found<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === 'gone') return undefined;
    throw error;
  }
}

/** Asks to be told. The address must stand among the webhooks of the app, where LinkedIn has tried it. */
export async function connect(ctx: LinkedinContext): Promise<void> {
  if (ctx.webhookUrl === undefined || ctx.settings.applicationId === '') return;
  const member = await memberOf(ctx);
  if (member === undefined) throw new ConnectorError('unauthorized', 'The person who connected the page is not an administrator of it', { reason: 'permission-missing' });
  await callLinkedin(ctx, { method: 'PUT', path: keyOf(ctx, member), json: { webhook: ctx.webhookUrl }, result: z.unknown() });
}

export async function disconnect(ctx: LinkedinContext): Promise<void> {
  if (ctx.settings.applicationId === '') return;
  try {
    const member = await memberOf(ctx);
    if (member === undefined) return;
    const kept = await found(() => callLinkedin(ctx, { path: keyOf(ctx, member), result: subscription }));
    // It may tell another program by now; that is not ours to end.
    if (kept === undefined || (kept.webhook != null && ctx.webhookUrl !== undefined && kept.webhook !== ctx.webhookUrl)) return;
    await callLinkedin(ctx, { method: 'DELETE', path: keyOf(ctx, member), result: z.unknown() });
  } catch (error) {
    // Without access LinkedIn tells us nothing any more.
    if (!(error instanceof ConnectorError) || (error.kind !== 'unauthorized' && error.reason !== 'gone')) throw error;
  }
}
