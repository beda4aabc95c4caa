import { X } from 'lucide';
import type { ListeningDay } from '@kontuar/contract';
import { languageName } from '../../app/language-name';
import { networkName } from '../../app/network-names';
import type { ListeningSearch } from '../../app/router';
import { useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, Select } from '../../ui';
import { timeWords } from './day-times';
import { dayStrings } from './day.strings';

const moods = ['negative', 'neutral', 'positive', 'unsure'] as const;
const spans = ['day', 'week', 'month'] as const;
export const spanOf = ({ span }: ListeningSearch): ListeningDay['span'] => spans.find((one) => one === span) ?? 'day';
const instantOf = (said: string | undefined): string | undefined => said === undefined || Number.isNaN(Date.parse(said)) ? undefined : new Date(said).toISOString();

interface Chosen { platform?: string; language?: string; mood?: string; since?: string; until?: string }
/** What the address says, as far as it means anything. */
export function narrowingOf({ platform, language, mood, ...time }: ListeningSearch): Chosen {
  const [since, until] = [instantOf(time.since), instantOf(time.until)];
  return { ...(platform === undefined ? {} : { platform }), ...(language === undefined ? {} : { language }), ...(moods.some((one) => one === mood) && mood !== undefined ? { mood } : {}), ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}
export const isNarrowed = (search: ListeningSearch): boolean => Object.keys(narrowingOf(search)).length > 0;
export const anyTime: ListeningSearch = { since: '', until: '', mood: '' };
export const nothing: ListeningSearch = { ...anyTime, platform: '', language: '' };

interface Props { search: ListeningSearch; onNarrow: (change: ListeningSearch) => void }

/** By source, language and mood, together; what is chosen stays to be seen, even where nothing is left. */
export function Narrowing({ search, choices: { platforms, languages }, onNarrow }: Props & { choices: ListeningDay['choices'] }) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  const { platform = '', language = '', mood = '' } = narrowingOf(search);
  const sorted = (values: readonly string[], chosen: string, name: (value: string) => string) => [...new Set(chosen === '' ? values : [...values, chosen])].map((value) => ({ value, label: name(value) })).sort((a, b) => a.label.localeCompare(b.label, locale));
  return (
    <>
      <Field label={t('source')} hideLabel><Select value={platform} options={[{ value: '', label: t('everySource') }, ...sorted(platforms, platform, (value) => networkName(value, undefined))]} onValueChange={(value) => onNarrow({ platform: value })} /></Field>
      <Field label={t('language')} hideLabel><Select value={language} options={[{ value: '', label: t('everyLanguage') }, ...sorted(languages, language, (value) => languageName(locale, value) ?? value)]} onValueChange={(value) => onNarrow({ language: value })} /></Field>
      <Field label={t('mood')} hideLabel><Select value={mood} options={[{ value: '', label: t('everyMood') }, ...moods.map((value) => ({ value, label: t(`is-${value}`) }))]} onValueChange={(value) => onNarrow({ mood: value })} /></Field>
    </>
  );
}

/** What the stream is narrowed to, with the way back from it. */
export function Narrowed({ search, onNarrow }: Props) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  if (!isNarrowed(search)) return null;
  const { since, until } = narrowingOf(search);
  const time = since === undefined ? undefined : timeWords(locale, new Date(since), until === undefined ? undefined : new Date(until));
  return (
    <div className="hear-nr">
      {time !== undefined && <Button size="sm" aria-label={t('anyTime', { time })} onClick={() => onNarrow({ since: '', until: '' })}>{time}<Icon of={X} size={12} /></Button>}
      <Button size="sm" tone="ghost" onClick={() => onNarrow(nothing)}><Icon of={X} size={14} />{t('everything')}</Button>
    </div>
  );
}
