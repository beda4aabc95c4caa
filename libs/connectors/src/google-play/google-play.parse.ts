import { z } from 'zod';
import type { Delivery, Inbound, Json, PublicPost } from '../contract';
import { inboundOf } from '../reviews/reviews.inbound';
import { seenChangedAt } from '../reviews/reviews.poll';
import { latestOf, reviewPayload } from './google-play.payloads';
import type { GooglePlaySettings } from './google-play.settings';

const stored = z.object({ review: reviewPayload });

export function parse(delivery: Delivery, settings: GooglePlaySettings): Inbound[] {
  const review = stored.safeParse(parseJson(delivery.body.toString('utf8'))).data?.review;
  if (review === undefined) return [{ kind: 'ignored', reason: 'not a review as Google Play tells it' }];
  const { theirs, ours } = latestOf(review);
  if (theirs === undefined) return [{ kind: 'ignored', reason: 'a review without words of its author' }];
  const at = theirs.lastModified.toISOString();
  const name = review.authorName?.trim();
  const said = theirs.originalText === undefined || theirs.originalText.trim() === '' ? theirs.text : theirs.originalText;
  const { title, text } = titled(said);
  const stars = theirs.starRating ?? 0;
  return inboundOf({
    id: review.reviewId, at, post: postOf(settings), title, text,
    // Google tells only when it was last changed, which is the very time of a change that we saw.
    seenChangedAt: seenChangedAt(delivery) === undefined ? undefined : at,
    author: { ...(name === undefined || name === '' ? {} : { name }), ...(theirs.reviewerLanguage === undefined ? {} : { language: theirs.reviewerLanguage }) },
    stars: stars >= 1 && stars <= 5 ? stars : undefined,
    extra: factsOf({ appVersion: theirs.appVersionName, device: theirs.deviceMetadata?.productName ?? theirs.device, androidVersion: theirs.androidOsVersion, ...(said === theirs.text ? {} : { translation: theirs.text.replace(/\t/g, '\n').trim() }) }),
    reply: ours === undefined ? undefined : { text: ours.text, at: (ours.lastModified ?? theirs.lastModified).toISOString(), from: brandOf(settings) },
  });
}

/** Title and words in one, with a tab between; without a title the tab comes first or is missing. */
function titled(said: string): { title: string; text: string } {
  const tab = said.indexOf('\t');
  return tab === -1 ? { title: '', text: said } : { title: said.slice(0, tab), text: said.slice(tab + 1) };
}

function factsOf(facts: Record<string, Json | undefined>): Record<string, Json> {
  return Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== ''));
}

export const postOf = ({ packageName, appName, storeUrl }: GooglePlaySettings): PublicPost => ({
  externalId: `app/${packageName}`, kind: 'app', url: `${storeUrl}/store/apps/details?id=${packageName}`, ...(appName === '' ? {} : { title: appName }),
});
const brandOf = ({ packageName, appName }: GooglePlaySettings) => ({ id: `app/${packageName}`, ...(appName === '' ? {} : { name: appName }) });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
