import type { Party } from '../contract';
import type { Profile } from './bluesky.payloads';

export function partyOf(author: Profile, language: string | undefined): Party {
  const name = author.displayName?.trim();
  const handle = author.handle === undefined || author.handle === 'handle.invalid' ? undefined : `@${author.handle}`;
  return {
    id: author.did,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(handle === undefined ? {} : { handle }),
    ...(author.avatar === undefined || !/^https?:\/\//i.test(author.avatar) ? {} : { avatarRef: author.avatar }),
    ...(language === undefined || language === '' ? {} : { language: language.slice(0, 35) }),
    ...(author.createdAt === undefined || Number.isNaN(Date.parse(author.createdAt)) ? {} : { accountSince: new Date(author.createdAt).toISOString() }),
    verified: true,
  };
}

/** Authors choose `createdAt`: the future and the far past are not believed. */
export function instant(createdAt: string | undefined, indexedAt: string | undefined): string {
  const indexed = indexedAt === undefined ? NaN : Date.parse(indexedAt);
  const created = createdAt === undefined ? NaN : Date.parse(createdAt);
  const believed = !Number.isNaN(created) && (Number.isNaN(indexed) || (created <= indexed && indexed - created < 24 * 3_600_000)) ? created : indexed;
  return new Date(Number.isNaN(believed) ? 0 : Math.min(Math.max(believed, 0), 4_102_444_800_000)).toISOString();
}
