import type { InboundAttachment, PublicPost } from '../contract';
import { formatRef } from '../meta/meta.ids';
import { instant } from '../meta/meta.json';
import { fileAt } from '../meta/meta.media';
import type { Change, Post } from './facebook.payloads';

/** Ads are posts that stand on no page, or that are being paid for. */
function isAd({ is_published: published, promotion_status: promotion }: { is_published?: boolean | null | undefined; promotion_status?: string | null | undefined }): boolean {
  return published === false || promotion === 'active';
}

/** As much as the webhook tells of the post: where it is, and hardly what it says. */
export function thinPost(postId: string, told: Change['post'], url?: string | null): PublicPost {
  const at = told?.permalink_url ?? url ?? undefined;
  return { externalId: postId, kind: told && isAd(told) ? 'ad' : told?.status_type === 'added_video' ? 'video' : 'post', ...(at === undefined ? {} : { url: at }) };
}

export function fullPost(post: Post, postId: string): PublicPost {
  const text = post.message ?? post.story ?? undefined;
  const author = post.from;
  return {
    externalId: postId,
    kind: isAd(post) ? 'ad' : post.status_type === 'added_video' ? 'video' : 'post',
    ...(post.permalink_url == null ? {} : { url: post.permalink_url }),
    ...(text === undefined ? {} : { text }),
    ...(author ? { author: { id: author.id, ...(author.name == null ? {} : { name: author.name }) } } : {}),
    ...(post.created_time == null ? {} : { at: instant(post.created_time) }),
    ...(post.full_picture == null || !URL.canParse(post.full_picture) ? {} : { attachments: [picture('picture', post.full_picture, 'post')] }),
  };
}

export function picture(key: string, url: string, stem: string): InboundAttachment {
  return { key, ...fileAt(url, key === 'video' ? 'video' : 'image', stem), ref: formatRef({ url }) };
}
