import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { z } from 'zod';
import { ConnectorError, type Delivery, type Party } from '../contract';
import { readJson } from '../json';
import { howFarItGot, withoutRequest } from '../transport';
import { callLinkedin } from './linkedin.client';
import { parse, partyOf } from './linkedin.parse';
import { comment, list, notification, organizations, person, post, type Notification, type Post } from './linkedin.payloads';
import type { LinkedinContext } from './linkedin.token';
import { commentOf, encoded, isPost, organizationUrn } from './linkedin.urns';
import { deliveryOf } from './linkedin.webhook';

const type = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS';
const notShown = (error: unknown): boolean => error instanceof ConnectorError && (error.reason === 'gone' || error.reason === 'permission-missing' || error.reason === 'refused');

async function unlessHidden<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (notShown(error)) return undefined;
    throw error;
  }
}

/** What a notification named and did not tell: the comment, or the post that somebody wrote. */
export async function lookup(ctx: LinkedinContext, ref: string): Promise<Delivery[]> {
  const told = notification.safeParse(readJson(ref)).data;
  if (told === undefined) throw new ConnectorError('rejected', 'This names nothing at LinkedIn', { reason: 'gone' });
  const account = { organizationalEntity: ctx.settings.organizationId };
  const named = commentOf(told.generatedActivity) ?? commentOf(told.decoratedGeneratedActivity?.comment?.entity);
  if (named !== undefined) {
    const seen = await unlessHidden(() => callLinkedin(ctx, { path: `socialActions/${encoded(named.thread)}/comments/${encoded(named.id)}`, result: comment }));
    if (seen !== undefined) {
      const above = told.decoratedSourcePost == null ? await postOf(ctx, told.sourcePost) : undefined;
      const changed = seen.lastModified?.time ?? seen.created?.time ?? 0;
      return [deliveryOf({ fetched: 'comment', comment: seen, notification: told, ...(above === undefined ? {} : { post: above }) }, { ...account, notificationId: `comment:${named.id}:${changed}:${told.action}` })];
    }
  } else {
    const id = [told.generatedActivity, told.decoratedGeneratedActivity?.share?.entity].find(isPost);
    const seen = await postOf(ctx, id);
    if (seen !== undefined) return [deliveryOf({ fetched: 'post', post: seen, notification: told }, { ...account, notificationId: `post:${id ?? ''}:${told.action}` })];
  }
  return [deliveryOf({ fetched: 'nothing', notification: told }, { ...account, notificationId: `unseen:${told.generatedActivity ?? ''}:${told.action}` })];
}

/** Posts are asked for as shares or as posts; the activity around them has no address of its own. */
async function postOf(ctx: LinkedinContext, urn: string | null | undefined): Promise<Post | undefined> {
  if (!isPost(urn) || /^urn:li:activity:/.test(urn)) return undefined;
  return unlessHidden(() => callLinkedin(ctx, { path: `posts/${encoded(urn)}?viewContext=READER`, result: post }));
}

const actions = ['COMMENT', 'COMMENT_EDIT', 'COMMENT_DELETE', 'ADMIN_COMMENT', 'SHARE_MENTION'];
const pageSize = 50;
const mostPages = 100;

/** LinkedIn keeps what it told for sixty days. What it tells again without its words is asked for. */
export async function* history(ctx: LinkedinContext, since: Date): AsyncIterable<Delivery[]> {
  const { organizationId, shares } = ctx.settings;
  const wanted = [...actions, ...(shares ? ['SHARE'] : [])].join(',');
  const range = `timeRange=(start:${since.getTime()},end:${ctx.now().getTime()})`;
  for (let page = 0; page < mostPages; page += 1) {
    const path = `organizationalEntityNotifications?q=criteria&actions=List(${wanted})&organizationalEntity=${encoded(organizationUrn(organizationId))}&${range}&start=${page * pageSize}&count=${pageSize}`;
    const found = await callLinkedin(ctx, { path, result: list });
    const told = found.elements.map((one) => notification.safeParse(one).data).filter((one): one is Notification => one !== undefined);
    const deliveries: Delivery[] = [];
    for (const one of told) deliveries.push(...(await whole(ctx, one)));
    yield deliveries;
    const links = found.paging?.links;
    if (found.elements.length === 0 || (links == null ? found.elements.length < pageSize : !links.some(({ rel }) => rel === 'next'))) return;
  }
}

async function whole(ctx: LinkedinContext, told: Notification): Promise<Delivery[]> {
  const delivery = deliveryOf({ type, notification: told }, { ...told, organizationalEntity: ctx.settings.organizationId });
  const pointers = parse(delivery, ctx.settings).filter((one) => one.kind === 'pointer');
  return pointers.length === 0 ? [delivery] : (await Promise.all(pointers.map(({ ref }) => lookup(ctx, ref)))).flat();
}

/** Names of people are shown only to apps that were given them. */
export async function profile(ctx: LinkedinContext, { id }: Party): Promise<Party | undefined> {
  const [, kind, number] = /^urn:li:(person|organization|organizationBrand):([\w-]+)$/.exec(id) ?? [];
  if (kind === undefined || number === undefined) return undefined;
  return unlessHidden(async () => {
    if (kind === 'person') {
      const found = partyOf(id, await callLinkedin(ctx, { path: `people/(id:${encoded(number)})`, result: person }));
      return found.name === undefined ? undefined : found;
    }
    const { results } = await callLinkedin(ctx, { path: `organizationsLookup?ids=List(${encoded(number)})`, result: organizations });
    const found = results[number];
    return found?.localizedName == null ? undefined : partyOf(id, { localizedName: found.localizedName, ...(found.vanityName == null ? {} : { vanityName: found.vanityName }) });
  });
}

/** Pictures stand at addresses that need no access; none of ours goes along. */
export async function download(ctx: LinkedinContext, ref: string): Promise<Readable> {
  const url = z.url({ protocol: ctx.allowPrivateHosts ? /^https?$/ : /^https$/ }).safeParse(ref);
  if (!url.success) throw new ConnectorError('rejected', 'This is no address of a file', { reason: 'file-gone' });
  let response: AxiosResponse<Readable>;
  try {
    response = await ctx.http.get<Readable>(url.data, { responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: 50 * 1024 * 1024, timeout: 60_000 });
  } catch (error) {
    if (isAxiosError(error) && howFarItGot(error) === 'answered') throw new ConnectorError('unavailable', 'LinkedIn does not give the file', { reason: 'file-unavailable', cause: withoutRequest(error) });
    throw new ConnectorError('unavailable', 'LinkedIn could not be reached', { reason: 'unreachable', cause: withoutRequest(error) });
  }
  if (response.status === 200) return response.data;
  response.data.destroy();
  if ([400, 401, 403, 404, 410].includes(response.status)) throw new ConnectorError('rejected', 'LinkedIn no longer has this file', { reason: 'file-gone' });
  throw new ConnectorError('unavailable', `LinkedIn does not give the file (${response.status})`, { reason: 'file-unavailable' });
}
