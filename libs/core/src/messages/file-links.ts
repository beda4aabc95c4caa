import type { Secrets } from '@kontuar/platform';

const HOUR = 3_600_000;
const PURPOSE = 'file';

/** Links end: the same one within an hour, so that browsers can cache, valid for one to two. */
export function fileUrl(secrets: Secrets, attachmentId: string, variant: 'file' | 'thumb', now = Date.now()): string {
  const until = (Math.floor(now / HOUR) + 2) * HOUR;
  return `/files/${attachmentId}/${variant}?until=${until}&mac=${secrets.mac(PURPOSE, `${attachmentId}:${variant}:${until}`)}`;
}

export function fileUrlIsValid(secrets: Secrets, attachmentId: string, variant: string, until: number, mac: string, now = Date.now()): boolean {
  return Number.isSafeInteger(until) && until > now && secrets.macMatches(PURPOSE, `${attachmentId}:${variant}:${until}`, mac);
}
