/** LinkedIn's REST API, as far as a page's comments need it: every call is checked, and answered in LinkedIn's words. */
import { z } from 'zod';
import { Violation, type Accepted, type ApiAnswer, type ApiCall, type PlatformEvent } from '../platform';
import { organization, organizationId, type Comment, type Page, type Post } from './linkedin.page';

export const refusal = (status: number, message: string, more: { code?: string; serviceErrorCode?: number; headers?: Record<string, string> } = {}): ApiAnswer => {
  const { headers, ...said } = more;
  return { status, ...(headers === undefined ? {} : { headers }), body: { message, status, ...said } };
};
const gone = refusal(404, 'Entity not found', { code: 'RESOURCE_NOT_FOUND' });
const ok = (body: object | string = '', headers: Record<string, string> = {}): ApiAnswer => ({ status: 200, headers, body });

const newComment = z.strictObject({ actor: z.literal(organization), object: z.string(), parentComment: z.string().optional(), message: z.strictObject({ text: z.string().min(1).max(1250) }) });
const newText = z.strictObject({ patch: z.strictObject({ message: z.strictObject({ $set: z.strictObject({ text: z.string().min(1).max(1250) }) }) }) });
const reaction = z.strictObject({ root: z.string(), reactionType: z.enum(['LIKE', 'PRAISE', 'EMPATHY', 'INTEREST', 'APPRECIATION', 'ENTERTAINMENT']) });
const subscription = z.strictObject({ webhook: z.url() });
const actions = ['LIKE', 'COMMENT', 'SHARE', 'SHARE_MENTION', 'COMMENT_MENTION', 'ADMIN_COMMENT', 'COMMENT_EDIT', 'COMMENT_DELETE'];

export interface Shared { page: Page; accepted: Accepted[]; now(): Date; emit(events: PlatformEvent[]): void; applicationId: string; memberId: string; subscription: { webhook?: string; expiresAt?: number } }

function must<T extends z.ZodType>(schema: T, call: ApiCall): z.infer<T> {
  const parsed = schema.safeParse(call.parsed);
  if (!parsed.success) throw new Violation(z.prettifyError(parsed.error), refusal(422, 'ERROR :: / :: unrecognized field found but not allowed'));
  return parsed.data;
}

export function rest(call: ApiCall, shared: Shared): ApiAnswer {
  if (!/^20\d{4}$/.test(call.headers['linkedin-version'] ?? '')) throw new Violation('no version', refusal(400, 'A version must be present', { code: 'VERSION_MISSING' }));
  if (call.headers['x-restli-protocol-version'] !== '2.0.0') throw new Violation('no protocol version', refusal(400, 'Invalid protocol'));
  const path = call.path.slice('/rest/'.length);
  const comments = /^socialActions\/(urn:li:.+)\/comments(?:\/(\d+))?$/.exec(path);
  if (comments !== null) return comments[2] === undefined ? create(call, shared, comments[1] ?? '') : one(call, shared, `urn:li:comment:(${comments[1] ?? ''},${comments[2]})`);
  if (path === 'reactions' || path.startsWith('reactions/')) return react(call, shared, path);
  if (path.startsWith('eventSubscriptions/')) return subscribe(call, shared, path);
  if (path.startsWith('posts/')) return post(shared, path.slice('posts/'.length));
  if (path === 'organizationalEntityNotifications') return history(call, shared);
  if (path === 'organizationAcls') return ok({ elements: [{ role: 'ADMINISTRATOR', state: 'APPROVED', organization, roleAssignee: `urn:li:person:${shared.memberId}` }] });
  if (path === `organizations/${organizationId}`) return ok({ id: Number(organizationId), localizedName: 'The simulated company', vanityName: 'simulated' });
  if (path === 'organizationsLookup') return ok({ results: { [organizationId]: { id: Number(organizationId), localizedName: 'The simulated company', vanityName: 'simulated' } } });
  const person = /^people\/\(id:([\w-]+)\)$/.exec(path)?.[1];
  if (person !== undefined) return someone(shared, `urn:li:person:${person}`);
  throw new Violation(`LinkedIn has no ${path}`, refusal(404, 'No virtual resource found', { code: 'RESOURCE_NOT_FOUND' }));
}

function create(call: ApiCall, { page, accepted, emit }: Shared, target: string): ApiAnswer {
  if (call.method === 'GET') {
    const below = [...page.comments.values()].filter(({ post: over, parent }) => parent === target || (parent === undefined && page.posts.get(target) === over));
    return ok({ elements: below.map(shown), paging: { start: 0, count: below.length, links: [] } });
  }
  if (call.method !== 'POST') throw new Violation(`${call.method} of comments`, refusal(405, 'Method not allowed'));
  const { object, parentComment, message } = must(newComment, call);
  const above = page.posts.get(object);
  if (above === undefined || page.posts.get(target) !== above) return refusal(404, 'Could not find entity', { code: 'RESOURCE_NOT_FOUND' });
  if (parentComment !== undefined) {
    const parent = page.comments.get(parentComment);
    if (parent === undefined) return refusal(404, 'Parent comment not found', { code: 'RESOURCE_NOT_FOUND' });
    if (parent.parent !== undefined) throw new Violation('an answer to an answer', refusal(400, 'Parent comment must be a top level comment'));
  }
  const comment = page.write(above, organization, message.text, parentComment === undefined ? {} : { parent: parentComment });
  accepted.push({ externalId: comment.urn, text: message.text, to: parentComment ?? object, visibility: 'public', mediaCount: 0 });
  emit(page.about(comment, 'ADMIN_COMMENT').events);
  return { status: 201, headers: { 'x-restli-id': comment.id }, body: shown(comment) };
}

function one(call: ApiCall, { page, accepted, now }: Shared, urn: string): ApiAnswer {
  const comment = page.comments.get(urn);
  if (comment === undefined) return gone;
  if (call.method === 'GET') return ok(shown(comment));
  if (call.query['actor'] !== organization || comment.author !== organization) throw new Violation('only our own comments can be changed, by the page', refusal(403, 'Not enough permissions to access: socialActions', { code: 'ACCESS_DENIED' }));
  if (call.method === 'DELETE') {
    page.comments.delete(urn);
    accepted.push(noted(urn, 'delete'));
    return { status: 204 };
  }
  if (call.method !== 'POST' || call.headers['x-restli-method'] !== 'PARTIAL_UPDATE') throw new Violation('not a partial update', refusal(400, 'Invalid method'));
  const { text } = must(newText, call).patch.message.$set;
  Object.assign(comment, { text, changed: now() });
  accepted.push({ ...noted(urn, 'edit'), text });
  return { status: 204 };
}

function react(call: ApiCall, { page, accepted }: Shared, path: string): ApiAnswer {
  const [, actor, entity] = /^reactions\/\(actor:(urn:li:organization:\d+),entity:(urn:li:.+)\)$/.exec(path) ?? [];
  const root = call.method === 'POST' ? must(reaction, call).root : (entity ?? '');
  if ((call.method === 'POST' ? call.query['actor'] : actor) !== organization) throw new Violation('who reacts?', refusal(400, 'Invalid actor'));
  if (!page.comments.has(root) && !page.posts.has(root)) return gone;
  if (call.method === 'POST' && page.reactions.has(root)) return refusal(409, 'Reaction already exists');
  if (call.method === 'DELETE' && !page.reactions.delete(root)) return gone;
  if (call.method === 'POST') page.reactions.add(root);
  accepted.push(noted(root, call.method === 'POST' ? 'like' : 'unlike'));
  return call.method === 'POST' ? { status: 201, body: { id: `urn:li:reaction:(${organization},${root})`, root, reactionType: 'LIKE' } } : { status: 204 };
}

function subscribe(call: ApiCall, shared: Shared, path: string): ApiAnswer {
  const key = `(developerApplication:urn:li:developerApplication:${shared.applicationId},user:urn:li:person:${shared.memberId},entity:${organization},eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)`;
  if (path !== `eventSubscriptions/${key}`) throw new Violation(`another key: ${path}`, refusal(403, 'Not enough permissions', { code: 'ACCESS_DENIED' }));
  if (call.method === 'PUT') Object.assign(shared.subscription, { webhook: must(subscription, call).webhook, expiresAt: shared.now().getTime() + 60 * 24 * 3600_000 });
  else if (call.method === 'DELETE') delete shared.subscription.webhook;
  else return shared.subscription.webhook === undefined ? gone : ok({ ...shared.subscription });
  return { status: 204 };
}

function post({ page }: Shared, urn: string): ApiAnswer {
  const found: Post | undefined = page.posts.get(urn);
  return found === undefined || urn !== found.share ? gone : ok({ id: found.share, author: found.author, commentary: found.text.replace(/[()[\]{}<>@|~_*#\\]/g, '\\$&'), publishedAt: found.at.getTime(), lifecycleState: 'PUBLISHED' });
}

function history({ query }: ApiCall, { page }: Shared): ApiAnswer {
  const wanted = /^List\(([A-Z_,]+)\)$/.exec(query['actions'] ?? '')?.[1]?.split(',') ?? [];
  const [, start, end] = /^\(start:(\d+),end:(\d+)\)$/.exec(query['timeRange'] ?? '') ?? [];
  if (query['q'] !== 'criteria' || query['organizationalEntity'] !== organization || start === undefined || end === undefined || wanted.some((action) => !actions.includes(action))) throw new Violation(`not how it is asked: ${JSON.stringify(query)}`, refusal(400, 'Invalid query parameters'));
  const found = page.told.filter(({ action, lastModifiedAt }) => wanted.includes(action) && lastModifiedAt >= Number(start) && lastModifiedAt <= Number(end)).reverse();
  const from = Number(query['start'] ?? 0);
  const count = Number(query['count'] ?? 10);
  return ok({ elements: found.slice(from, from + count), paging: { start: from, count, links: from + count < found.length ? [{ rel: 'next', type: 'application/json', href: '/rest/organizationalEntityNotifications' }] : [] } });
}

function someone({ page }: Shared, urn: string): ApiAnswer {
  const person = page.people.get(urn);
  if (person === undefined || page.nameless.has(urn)) return refusal(403, 'Not enough permissions to access: people.GET', { code: 'ACCESS_DENIED' });
  const [localizedFirstName = '', ...rest] = person.name.split(' ');
  return ok({ id: urn.split(':').at(-1), localizedFirstName, localizedLastName: rest.join(' '), localizedHeadline: 'Member of the simulation' });
}

const noted = (urn: string, kind: string): Accepted => ({ externalId: urn, text: '', to: urn, visibility: 'public', mediaCount: 0, kind });

function shown(comment: Comment): object {
  return {
    actor: comment.author, commentUrn: comment.urn, $URN: comment.urn, id: comment.id, object: comment.post.activity, message: { attributes: [], text: comment.text },
    created: { actor: comment.author, time: comment.at.getTime() }, lastModified: { actor: comment.author, time: (comment.changed ?? comment.at).getTime() },
    ...(comment.parent === undefined ? {} : { parentComment: comment.parent }), ...(comment.picture === undefined ? {} : { content: [{ type: 'IMAGE', url: comment.picture }] }),
  };
}
