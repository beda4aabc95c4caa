import type { ListeningSourceInput, SourceKind } from '@kontuar/contract';

type Need = 'url' | 'terms' | 'token' | 'key' | 'allowance';

/** What has to be said of a place before it can be asked; `own`: the address may be left out; `token` may be, `key` may not. In the order in which they are offered. */
export const sourceKinds: Readonly<Record<SourceKind, { needs: readonly Need[]; own?: true }>> = {
  bluesky: { needs: [], own: true },
  'hacker-news': { needs: ['terms'] },
  reddit: { needs: ['terms', 'key'] },
  youtube: { needs: ['terms', 'key', 'allowance'] },
  x: { needs: ['terms', 'key', 'allowance'] },
  mastodon: { needs: ['url', 'terms', 'token'] },
  feed: { needs: ['url'] },
  'site-map': { needs: ['url'] },
  push: { needs: [] },
};

export const keepChoices = [7, 14, 30, 90, 180, 365, 730] as const;

export interface SourceForm { kind: SourceKind; name: string; url: string; terms: string; token: string; allowance: string; keepDays: number }

export const termsIn = (text: string): string[] => [...new Set(text.split(/[,\n]/).map((term) => term.trim()).filter((term) => term.length >= 2))].slice(0, 20);

/** A whole number of at least one. */
export const unitsIn = (text: string): number | undefined => (/^[1-9]\d{0,6}$/.test(text.trim()) ? Number(text.trim()) : undefined);

/** Only what this kind takes; what is left empty is left out. */
export function inputOf({ kind, name, url, terms, token, allowance, keepDays }: SourceForm): Pick<ListeningSourceInput, 'kind' | 'name' | 'keepDays'> & Partial<ListeningSourceInput> {
  const { needs, own } = sourceKinds[kind];
  return { kind, name: name.trim(), keepDays, ...((needs.includes('url') || own === true) && url.trim() !== '' ? { url: url.trim() } : {}), ...(needs.includes('terms') ? { terms: termsIn(terms) } : {}), ...((needs.includes('token') || needs.includes('key')) && token.trim() !== '' ? { token: token.trim() } : {}), ...(needs.includes('allowance') && unitsIn(allowance) !== undefined ? { allowance: unitsIn(allowance) } : {}) };
}
