import type { ReviewHint, ScorecardQuality, WhyRead } from '@kontuar/contract';
import { currentLocale, translate, type KeyOf } from '../../i18n';
import { qualityStrings } from './quality.strings';
import { reviewStrings } from './review.strings';

/** Minutes as a person says them. */
export function minutesWords(locale: string, minutes: number): string {
  const [value, unit] = minutes < 90 ? [minutes, 'minute'] : minutes < 36 * 60 ? [Math.round(minutes / 60), 'hour'] : [Math.round(minutes / 1440), 'day'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: unit === 'minute' ? 'short' : 'long' }).format(value);
}

export const whyWords = ({ reason, value }: WhyRead): string =>
  translate(qualityStrings, reason as KeyOf<(typeof qualityStrings)['en']>, { count: value ?? 0, time: minutesWords(currentLocale(), value ?? 0) });

export const hintWords = ({ hint, value, words }: ReviewHint): string =>
  translate(reviewStrings, hint as KeyOf<(typeof reviewStrings)['en']>, { count: value ?? 0, time: minutesWords(currentLocale(), value ?? 0), words });

/** In the reader's language, else in the one that there is. */
export const inWords = (words: ScorecardQuality['name']): string => (currentLocale() === 'pl' ? words.pl || words.en : words.en || words.pl);

export const meanWords = (locale: string, mean: number): string => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(mean);
