import { z } from 'zod';
import { ConnectorError, type Delivery } from '../contract';
import { callApi, type MastodonContext } from './mastodon.client';
import { isPublic } from './mastodon.parse';
import { notification as notificationSchema, status as statusSchema } from './mastodon.payloads';
import type { ServerFacts } from './mastodon.settings';

const pageSize = 40;
const mostPages = 100;
const anything = z.array(z.unknown());

/** Kinds in which nobody said anything to us: kept out of the log of deliveries, where they would bury what matters. */
const silent = new Set(['reblog', 'follow', 'follow_request', 'poll', 'status', 'admin.sign_up', 'admin.report', 'severed_relationships', 'moderation_warning', 'annual_report', 'quoted_update']);

/** Ids count up, as texts of digits: the longer one is the later. */
export function isLater(id: string, than: string | undefined): boolean {
  return than === undefined || (id.length === than.length ? id > than : id.length > than.length);
}

/** Oldest first, right behind a notification; [] at the present. */
export function notificationsAfter(ctx: MastodonContext, id: string): Promise<unknown[]> {
  // Strangers are customers: what the account's filters set aside is for us as well.
  return callApi(ctx, 'GET', '/api/v1/notifications', { query: { min_id: id, limit: pageSize, include_filtered: true }, result: anything }).then((page) => page.reverse());
}

/** Down to a time, oldest first. */
export async function notificationsSince(ctx: MastodonContext, since: Date): Promise<unknown[]> {
  const found: unknown[] = [];
  let before: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await callApi(ctx, 'GET', '/api/v1/notifications', { query: { max_id: before, limit: pageSize, include_filtered: true }, result: anything });
    for (const raw of answer) {
      const read = notificationSchema.safeParse(raw).data;
      if (read === undefined) continue;
      if (Date.parse(read.created_at ?? '') < since.getTime()) return found.reverse();
      found.push(raw);
      before = read.id;
    }
    if (answer.length < pageSize) break;
  }
  return found.reverse();
}

/** What the account itself posted behind a post, or down to a time; oldest first. */
export async function ownAfter(ctx: MastodonContext, facts: ServerFacts, from: { id: string } | { since: Date }): Promise<unknown[]> {
  const found: unknown[] = [];
  let before: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await callApi(ctx, 'GET', `/api/v1/accounts/${facts.account}/statuses`, { query: { exclude_reblogs: true, limit: pageSize, max_id: before, ...('id' in from ? { since_id: from.id } : {}) }, result: anything });
    for (const raw of answer) {
      const read = statusSchema.safeParse(raw).data;
      if (read === undefined) continue;
      if ('since' in from && Date.parse(read.created_at ?? '') < from.since.getTime()) return found.reverse();
      found.push(raw);
      before = read.id;
    }
    if (answer.length < pageSize) break;
  }
  return found.reverse();
}

/** As deliveries, each with the first post of its thread; the same ones whether they came by stream, catch-up or history. */
export class Gatherer {
  private readonly roots = new Map<string, unknown>();

  constructor(private readonly ctx: MastodonContext, private readonly facts: ServerFacts) {}

  async notification(raw: unknown): Promise<Delivery[]> {
    const read = notificationSchema.safeParse(raw).data;
    if (read === undefined || silent.has(read.type)) return [];
    // A favourite matters where it answers an answer of ours; of a brand's own posts there may be thousands.
    if (read.type === 'favourite' && statusSchema.safeParse(read.status).data?.in_reply_to_id === undefined) return [];
    const spoken = read.type === 'mention' || read.type === 'quote';
    return [this.delivery(`n:${read.id}`, { what: 'notification', notification: raw, ...(spoken ? { root: await this.rootOf(read.status) } : {}) })];
  }

  /** Answers that the account gave in another program. */
  own(raw: unknown): Delivery[] {
    const read = statusSchema.safeParse(raw).data;
    if (read === undefined || read.account.id !== this.facts.account) return [];
    if (read.in_reply_to_id === undefined && (isPublic(read) || read.mentions.length === 0)) return [];
    return [this.delivery(`s:${read.id}`, { what: 'own', status: raw })];
  }

  edit(raw: unknown): Delivery[] {
    const read = statusSchema.safeParse(raw).data;
    const ours = read !== undefined && (read.account.id === this.facts.account || read.mentions.some(({ id }) => id === this.facts.account));
    return ours ? [this.delivery(`e:${read.id}:${read.edited_at ?? ''}`, { what: 'edit', status: raw })] : [];
  }

  deletion(id: string): Delivery[] {
    return /^[\w-]{1,64}$/.test(id) ? [{ externalId: `d:${id}`, contentType: 'application/json', body: Buffer.from(JSON.stringify({ what: 'delete', id, at: this.ctx.now().toISOString() })) }] : [];
  }

  private delivery(externalId: string, body: object): Delivery {
    return { externalId, contentType: 'application/json', body: Buffer.from(JSON.stringify({ me: this.facts.account, domain: this.facts.domain, ...body })) };
  }

  /** The first post of the thread, as far as our server knows it. */
  private async rootOf(raw: unknown): Promise<unknown> {
    const status = statusSchema.safeParse(raw).data;
    const above = status?.in_reply_to_id;
    if (status === undefined || above === undefined || !isPublic(status)) return undefined;
    const known = this.roots.get(above);
    if (known !== undefined) return known;
    const root = await this.firstAbove(status.id);
    if (root !== undefined) {
      if (this.roots.size > 500) this.roots.clear();
      this.roots.set(above, root);
    }
    return root;
  }

  private async firstAbove(id: string): Promise<unknown> {
    try {
      const { ancestors } = await callApi(this.ctx, 'GET', `/api/v1/statuses/${id}/context`, { result: z.object({ ancestors: anything }) });
      return ancestors[0];
    } catch (error) {
      // Deleted by now: what was said still came.
      if (error instanceof ConnectorError && error.kind === 'rejected') return undefined;
      throw error;
    }
  }
}
