import i18next from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '@kontuar/contract';
import { currentLocale, type KeyOf, type Strings, type Translate, type Values } from './strings';

/** `const t = useStrings(inboxStrings); t('count', { count: 3 })` */
export function useStrings<E>(strings: Strings<E>): Translate<E> {
  const { t } = useTranslation(strings.namespace, { i18n: i18next });
  return useCallback((key: KeyOf<E>, values?: Values) => t(key as string, { defaultValue: '', ...values }), [t]);
}

export function useLocale(): Locale {
  useTranslation(undefined, { i18n: i18next });
  return currentLocale();
}

export async function switchLocale(locale: Locale): Promise<void> {
  try {
    localStorage.setItem('kontuar.locale', locale);
  } catch {
    // Private windows may refuse storage; the choice then lasts until the reload.
  }
  document.documentElement.lang = locale;
  await i18next.changeLanguage(locale);
}

/** Draws anew whatever shows texts: words that come later (a dictionary) have arrived. */
export function refreshTexts(): void {
  i18next.emit('languageChanged', i18next.language);
}
