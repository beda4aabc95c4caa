import { Frown, Meh, Smile } from 'lucide';
import type { ConversationMood, MoodLabel } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { moodStrings } from './mood.strings';

const faces = { negative: Frown, neutral: Meh, positive: Smile, unsure: Meh } as const satisfies Record<MoodLabel, unknown>;
const sides = { negative: 'neg', neutral: 'neu', positive: 'pos', unsure: 'neu' } as const satisfies Record<MoodLabel, string>;

/** Below this a judgement is no news: lists keep quiet about it. */
const WORTH_SAYING = 0.6;

export function MoodFace({ label, size = 14 }: { label: MoodLabel; size?: 12 | 14 }) {
  return <span className="sent" data-s={sides[label]}><Icon of={faces[label]} size={size} /></span>;
}

export const percentWords = (locale: ReturnType<typeof useLocale>, share: number): string => formatNumber(locale, share, { style: 'percent', maximumFractionDigits: 0 });

/** On the row of a list: only who is upset or pleased, and only where it is likely. */
export function RowMood({ mood }: { mood: ConversationMood | null }) {
  const t = useStrings(moodStrings);
  const locale = useLocale();
  if (mood === null || (mood.label !== 'negative' && mood.label !== 'positive') || mood.confidence < WORTH_SAYING) return null;
  return <span className="row-mood" role="img" aria-label={t(mood.label)} title={t('sure', { mood: t(mood.label), percent: percentWords(locale, mood.confidence) })}><MoodFace label={mood.label} /></span>;
}
