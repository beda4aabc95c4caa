import type { Locale } from '@kontuar/contract';
import { refreshTexts } from '../../i18n';

let polish: typeof import('./polish').dictionary | undefined;
let learning: Promise<void> | undefined;
let failed = false;

/** The dictionary is large and only Polish needs it: it comes in a chunk of its own, and the screens are drawn anew with it. */
export function learnPolish(): Promise<void> {
  return (learning ??= import('./polish').then(({ dictionary }) => { polish = dictionary; }, () => { failed = true; }).then(refreshTexts));
}

/**
 * The server and the connectors explain themselves in English: why something was refused, labels and titles of settings, what
 * a check found. In Polish the English is looked up; until the dictionary is here nothing is said, rather than half a screen in English.
 */
export function inWords(text: string, locale: Locale): string {
  if (locale === 'en' || text === '') return text;
  if (polish !== undefined) return polish.inPolish(text);
  if (failed) return text;
  void learnPolish();
  return '';
}

/** Whether there are words of ours for it: what strangers wrote is quoted, or replaced by something general. */
export function isKnown(text: string, locale: Locale): boolean {
  if (text === '') return false;
  if (locale === 'en') return true;
  if (polish === undefined) void learnPolish();
  return polish?.isKnown(text) ?? false;
}

/** What the dictionary has under a key that is no sentence, as a step of a check. */
export const polishAt = (key: string): string | undefined => polish?.polishAt(key);
