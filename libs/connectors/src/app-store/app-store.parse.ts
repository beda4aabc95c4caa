import { z } from 'zod';
import type { Delivery, Inbound, PublicPost } from '../contract';
import { inboundOf } from '../reviews/reviews.inbound';
import { seenChangedAt } from '../reviews/reviews.poll';
import { responseResource, reviewResource, type ResponseResource } from './app-store.payloads';
import type { AppStoreSettings } from './app-store.settings';

const stored = z.object({ review: reviewResource, response: responseResource.optional().catch(undefined) });

export function parse(delivery: Delivery, settings: AppStoreSettings): Inbound[] {
  const { data } = stored.safeParse(parseJson(delivery.body.toString('utf8')));
  if (data === undefined) return [{ kind: 'ignored', reason: 'not a review as Apple tells it' }];
  const { review: { id, attributes }, response } = data;
  const at = instant(attributes.createdDate);
  const name = attributes.reviewerNickname?.trim();
  return inboundOf({
    id, at, seenChangedAt: seenChangedAt(delivery), post: postOf(settings),
    author: name === undefined || name === '' ? {} : { name },
    stars: attributes.rating === undefined || attributes.rating < 1 ? undefined : attributes.rating,
    title: attributes.title ?? '', text: attributes.body ?? '',
    extra: attributes.territory == null || attributes.territory === '' ? {} : { territory: attributes.territory },
    reply: response === undefined ? undefined : { text: response.attributes.responseBody, at: response.attributes.lastModifiedDate === undefined ? at : instant(response.attributes.lastModifiedDate), state: stateOf(response), from: brandOf(settings) },
  });
}

function stateOf({ attributes: { state } }: ResponseResource): 'pending' | 'published' | undefined {
  return state === 'PUBLISHED' ? 'published' : state === 'PENDING_PUBLISH' ? 'pending' : undefined;
}

export const postOf = ({ appId, appName, storeUrl }: AppStoreSettings): PublicPost => ({ externalId: `app/${appId}`, kind: 'app', url: `${storeUrl}/id${appId}`, ...(appName === '' ? {} : { title: appName }) });
const brandOf = ({ appId, appName }: AppStoreSettings) => ({ id: `app/${appId}`, ...(appName === '' ? {} : { name: appName }) });
const instant = (at: string): string => new Date(at).toISOString();

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
