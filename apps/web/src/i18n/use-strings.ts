import { useCallback, useSyncExternalStore } from 'react';
import type { Locale } from '@kontuar/contract';
import { currentLocale, subscribeTexts, textsVersion, translate, type KeyOf, type Strings, type Translate, type Values } from './strings';

/** `const t = useStrings(inboxStrings); t('count', { count: 3 })` */
export function useStrings<E>(strings: Strings<E>): Translate<E> {
  const version = useSyncExternalStore(subscribeTexts, textsVersion);
  // oxlint-disable-next-line react/exhaustive-deps -- A new function whenever a key may say something else: whoever remembers texts by it forgets them.
  return useCallback((key: KeyOf<E>, values?: Values) => translate(strings, key, values), [strings, version]);
}

export function useLocale(): Locale {
  // Not the locale itself: whoever asks for it says things in it, and those change with the texts, too.
  useSyncExternalStore(subscribeTexts, textsVersion);
  return currentLocale();
}
