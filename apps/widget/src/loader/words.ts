/** The launcher's few words; the panel has its own. */
export interface LauncherFacts {
  usualAnswerSeconds: number | null;
  open: boolean;
  changesAt: string | null;
}

export const words = {
  en: { ask: 'Ask us', usual: 'usually', from: 'we answer from', unread: 'unread', down: 'no connection' },
  pl: { ask: 'Zapytaj nas', usual: 'zwykle', from: 'odpisujemy od', unread: 'nieprzeczytane', down: 'brak połączenia' },
};
export type LauncherLocale = keyof typeof words;

/** "usually 3 minutes", "we answer from 8:00"; empty when there is nothing true to say. Plurals come from Intl. */
export function waitLine(locale: LauncherLocale, facts: LauncherFacts, now: Date): string {
  const w = words[locale];
  if (!facts.open) {
    if (!facts.changesAt) return '';
    const at = new Date(facts.changesAt);
    const today = at.toDateString() === now.toDateString();
    return `${w.from} ${at.toLocaleString(locale, { ...(today ? {} : { weekday: 'short' }), hour: 'numeric', minute: '2-digit', hour12: false })}`;
  }
  if (facts.usualAnswerSeconds === null) return '';
  const minutes = Math.max(1, Math.round(facts.usualAnswerSeconds / 60));
  const [value, unit] = minutes < 90 ? [minutes, 'minute'] : [Math.round(minutes / 60), 'hour'];
  return `${w.usual} ${new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value as number)}`;
}

export function pickLocale(wanted: (string | null | undefined)[], offered: readonly string[], fallback: string): LauncherLocale {
  for (const one of wanted) {
    const short = one?.slice(0, 2).toLowerCase();
    if (short && short in words && offered.includes(short)) return short as LauncherLocale;
  }
  return fallback as LauncherLocale;
}
