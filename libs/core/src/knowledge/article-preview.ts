import type { Locale } from '@kontuar/contract';
import type { Secrets } from '@kontuar/platform';

const PURPOSE = 'article-preview';
const LIFE_MS = 7 * 86_400_000;

export interface Previewed { articleId: string; locale: Locale; until: number }

/** Shows a draft to whoever holds it, for a week: a lawyer or a supplier looks at it without an account. */
export function previewToken(secrets: Secrets, articleId: string, locale: Locale, now = Date.now()): { token: string; until: number } {
  const until = now + LIFE_MS;
  const said = `${articleId}.${locale}.${until}`;
  return { token: `${said}.${secrets.mac(PURPOSE, said)}`, until };
}

/** Undefined for what we did not sign, or too long ago. */
export function readPreviewToken(secrets: Secrets, token: string, now = Date.now()): Previewed | undefined {
  const [whole, said, articleId, locale, until, mac] = /^(([0-9a-f-]{36})\.(en|pl)\.(\d{1,15}))\.([\w-]{20,100})$/.exec(token) ?? [];
  if (whole === undefined || said === undefined || mac === undefined || !secrets.macMatches(PURPOSE, said, mac) || Number(until) <= now) return undefined;
  return { articleId: articleId as string, locale: locale as Locale, until: Number(until) };
}
