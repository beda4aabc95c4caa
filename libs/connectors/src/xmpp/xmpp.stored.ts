/** What is kept of a stanza: itself, and what only the connection knew of it. */
import { z } from 'zod';
import type { Delivery } from '../contract';
import { NS } from './xmpp.namespaces';
import { childOf, childrenOf, serialise, type Element } from './xmpp.xml';

export const stored = z.object({
  /** Our account, or the domain of our component. */
  me: z.string(),
  at: z.iso.datetime(),
  /** Of the archive, where there is one. */
  archiveId: z.string().optional(),
  xml: z.string(),
});
export type Stored = z.infer<typeof stored>;

/** What was received, as one of: itself, a copy of what another app of ours got or sent, an entry of the archive. */
export interface Heard { message: Element; at: string; archiveId?: string; live: boolean }

export function deliveryOf(me: string, { message, at, archiveId }: Heard): Delivery {
  const body: Stored = { me, at, ...(archiveId === undefined ? {} : { archiveId }), xml: serialise(message) };
  return { ...(archiveId === undefined ? {} : { externalId: `archive:${archiveId}` }), contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}

/** `isOwn`: whether an address is our own account; only it may hand over copies, and only its server may say when. */
export function heardLive(message: Element, { me, domain, now, isOwn }: { me: string; domain: string; now: Date; isOwn(from: string | undefined): boolean }): Heard | undefined {
  const copy = childOf(message, 'sent', NS.carbons) ?? childOf(message, 'received', NS.carbons);
  if (copy !== undefined && !isOwn(message.attrs['from'])) return undefined;
  const inner = copy === undefined ? message : childOf(childOf(copy, 'forwarded', NS.forward), 'message', NS.client);
  if (inner === undefined) return undefined;
  const archiveId = childrenOf(inner, 'stanza-id', NS.ids).find(({ attrs }) => attrs['by'] === me)?.attrs['id'];
  const delay = childrenOf(inner, 'delay', NS.delay).find(({ attrs }) => attrs['from'] === domain || attrs['from'] === me)?.attrs['stamp'];
  return { message: inner, at: utc(delay) ?? now.toISOString(), live: copy === undefined, ...(archiveId === undefined ? {} : { archiveId }) };
}

export function heardFromArchive(result: Element): Heard | undefined {
  const forwarded = childOf(result, 'forwarded', NS.forward);
  const message = childOf(forwarded, 'message', NS.client);
  const at = utc(childOf(forwarded, 'delay', NS.delay)?.attrs['stamp']);
  const archiveId = result.attrs['id'];
  if (message === undefined || at === undefined || archiveId === undefined) return undefined;
  return { message, at, archiveId, live: false };
}

export function utc(stamp: string | undefined): string | undefined {
  const time = Date.parse(stamp ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Nothing that anybody said or did: that somebody looks at the window, that they stopped writing, news of contacts. */
export function isSilent(message: Element): boolean {
  const states = new Set(['active', 'paused', 'inactive', 'gone']);
  return childrenOf(message).every(({ name, ns }) => (ns === NS.chatStates && states.has(name)) || ns === NS.pubsubEvent || ns === NS.ids || ns === NS.delay || name === 'thread' || name === 'no-store' || name === 'store');
}
