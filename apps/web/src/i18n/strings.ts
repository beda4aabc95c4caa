import type { Locale } from '@kontuar/contract';
import { filled, formOf } from './fill';

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

type Texts = Readonly<Record<string, string>>;
type LoadTexts = () => Promise<{ default: Texts }>;

let locale: Locale = typeof document !== 'undefined' && document.documentElement.lang === 'pl' ? 'pl' : 'en';
/** Rises with everything that makes the same key say something else. */
let version = 0;
const listeners = new Set<() => void>();
/** Polish texts that no screen has asked for yet, and those on their way. */
const toLoad = new Set<() => Promise<void>>();
const onTheWay = new Set<Promise<void>>();

/**
 * The texts of one feature, in its own file and lazy with it. Plurals: `key_one`, `key_other` in English, and `_one`, `_few`,
 * `_many`, `_other` in Polish, asked for as `key` with `count`. In the built app each call is `defineSplitStrings`.
 */
export function defineStrings<const E extends Record<string, string>>(namespace: string, texts: { en: E; pl: PolishOf<NoInfer<E>> }): Strings<E> {
  return { namespace, ...texts };
}

/** What the build makes of `defineStrings`: English stays with its feature, the fallback as well; Polish comes when it is spoken. */
export function defineSplitStrings(namespace: string, { en }: { en: Texts }, polish: LoadTexts): Strings<Texts> {
  const strings = { namespace, en, pl: {} as Texts };
  const load = async () => {
    try {
      strings.pl = (await polish()).default;
    } catch {
      // No line: English is better than nothing, and the next one who asks tries again.
      toLoad.add(load);
    }
  };
  toLoad.add(load);
  if (locale === 'pl') void loadPolish();
  return strings;
}

/** Fetches what there is of Polish and is not here yet; screens are drawn anew with it. */
export async function loadPolish(): Promise<void> {
  if (toLoad.size > 0) {
    const loads = [...toLoad];
    toLoad.clear();
    const all = Promise.all(loads.map((load) => load())).then(refreshTexts);
    onTheWay.add(all);
    void all.then(() => onTheWay.delete(all));
  }
  await Promise.all(onTheWay);
}

/** A part of the app that was loaded is shown when its texts are here, too. */
export async function withTexts<T>(part: Promise<T>): Promise<T> {
  const loaded = await part;
  await Promise.all(onTheWay);
  return loaded;
}

/** For code outside React; components use `useStrings`. */
export function translate<E>(strings: Strings<E>, key: KeyOf<E>, values?: Values): string {
  const { en, pl } = strings as unknown as { en: Texts; pl: Texts };
  const text = (locale === 'pl' ? formOf(pl, 'pl', key, values) : undefined) ?? formOf(en, 'en', key, values) ?? '';
  return values === undefined ? text : filled(text, values);
}

export function currentLocale(): Locale {
  return locale;
}

export async function switchLocale(next: Locale): Promise<void> {
  if (typeof document !== 'undefined') {
    try {
      localStorage.setItem('kontuar.locale', next);
    } catch {
      // Private windows may refuse storage; the choice then lasts until the reload.
    }
    document.documentElement.lang = next;
  }
  if (next === 'pl') await loadPolish();
  locale = next;
  refreshTexts();
}

/** Draws anew whatever shows texts: words that come later (a dictionary) have arrived. */
export function refreshTexts(): void {
  version += 1;
  for (const listener of listeners) listener();
}

export function subscribeTexts(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const textsVersion = (): number => version;
