import i18next from 'i18next';
import type { Locale } from '@kontuar/contract';

type PluralKey<K> = K extends `${infer Base}_other` ? Base : never;
type PlainKey<K> = K extends `${string}_one` | `${string}_other` ? never : K;

/** Polish has four plural forms where English has two; all other keys are the same. */
type PolishOf<E> = { readonly [K in PlainKey<keyof E>]: string } & {
  readonly [K in PluralKey<keyof E> & string as `${K}_${'one' | 'few' | 'many' | 'other'}`]: string;
};

export type KeyOf<E> = (PlainKey<keyof E> | PluralKey<keyof E>) & string;

export interface Strings<E> {
  readonly namespace: string;
  readonly en: E;
  readonly pl: PolishOf<E>;
}

export type Values = Record<string, string | number>;
export type Translate<E> = (key: KeyOf<E>, values?: Values) => string;

/**
 * The texts of one feature. They register themselves, so a lazy route brings its own texts along.
 * Plurals: `key_one`, `key_other` in English, and `_one`, `_few`, `_many`, `_other` in Polish, asked for as `key` with `count`.
 */
export function defineStrings<const E extends Record<string, string>>(
  namespace: string,
  texts: { en: E; pl: PolishOf<NoInfer<E>> },
): Strings<E> {
  startI18n();
  i18next.addResourceBundle('en', namespace, texts.en, true, true);
  i18next.addResourceBundle('pl', namespace, texts.pl, true, true);
  return { namespace, ...texts };
}

/** For code outside React; components use `useStrings`. */
export function translate<E>(strings: Strings<E>, key: KeyOf<E>, values?: Values): string {
  return i18next.t(key as string, { ns: strings.namespace, defaultValue: '', ...values });
}

export function currentLocale(): Locale {
  return i18next.language === 'pl' ? 'pl' : 'en';
}

function startI18n(): void {
  if (i18next.isInitialized) return;
  void i18next.init({
    lng: typeof document !== 'undefined' && document.documentElement.lang === 'pl' ? 'pl' : 'en',
    fallbackLng: 'en',
    supportedLngs: ['en', 'pl'],
    resources: {},
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
}
