import type { Secrets } from '@kontuar/platform';

const HOUR = 3_600_000;
const PURPOSE = 'file';

/** Letters that need no escape in an address and mean nothing to anybody on the way. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/giu, '-').slice(0, 60).replace(/^-+|-+$/g, '');

const endings: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg'], 'image/png': ['png'], 'image/gif': ['gif'], 'image/webp': ['webp'], 'video/mp4': ['mp4'], 'video/quicktime': ['mov'], 'audio/mpeg': ['mp3'], 'audio/mp4': ['m4a', 'mp4'], 'audio/ogg': ['ogg', 'opus'], 'application/pdf': ['pdf'],
};

/** The end of an address by which some platforms tell what is there: from the file's own name, as far as it is harmless, and never against its type. */
export function nameInLink({ name, contentType }: { name: string; contentType: string }): string {
  const [, given = ''] = /\.([a-z0-9]{1,8})$/iu.exec(name) ?? [];
  const usual = endings[contentType.toLowerCase().split(';')[0]?.trim() ?? ''];
  const ending = usual === undefined || usual.includes(given.toLowerCase()) ? given.toLowerCase() : usual[0];
  const stem = plain(given === '' ? name : name.slice(0, -given.length - 1));
  return `${stem === '' ? 'file' : stem}${ending === '' ? '' : `.${ending}`}`;
}

/** Links end: the same one within an hour, so that browsers can cache, valid for one to two. */
export function fileUrl(secrets: Secrets, attachmentId: string, variant: 'file' | 'thumb', { now = Date.now(), file }: { now?: number; file?: { name: string; contentType: string } } = {}): string {
  const until = (Math.floor(now / HOUR) + 2) * HOUR;
  return `/files/${attachmentId}/${variant}${file === undefined ? '' : `/${nameInLink(file)}`}?until=${until}&mac=${secrets.mac(PURPOSE, `${attachmentId}:${variant}:${until}`)}`;
}

export function fileUrlIsValid(secrets: Secrets, attachmentId: string, variant: string, until: number, mac: string, now = Date.now()): boolean {
  return Number.isSafeInteger(until) && until > now && secrets.macMatches(PURPOSE, `${attachmentId}:${variant}:${until}`, mac);
}
