import type { ReportFigure, ReportMeasure } from '@kontuar/contract';

type Words = (key: 'once' | 'moodLine' | 'reachLine' | 'voiceLine' | 'voiceNone' | 'answeredLine' | 'replyLine' | 'healthLine' | 'healthPart', values?: Record<string, string | number>) => string;
interface Says { t: Words; number: (value: number, options?: Intl.NumberFormatOptions) => string; time: (ms: number) => string }

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The parts of the index of health, 0 to 1; null where one is not known. As `libs/core/src/reports/measures/heard.ts` weighs them. */
export function healthParts(parts: readonly number[]): { weight: number; value: number | null }[] {
  const [displeased = 0, neither = 0, pleased = 0, , answered = 0, asking = 0, ours = 0, theirs = 0] = parts;
  const tone = share(pleased - displeased, displeased + neither + pleased);
  return [{ weight: 0.5, value: tone === null ? null : (1 + tone) / 2 }, { weight: 0.3, value: share(answered, asking) }, { weight: 0.2, value: theirs === 0 ? null : share(ours, ours + theirs) }];
}

/** The sum that a figure comes from, with its numbers. */
export function formulaOf(measure: ReportMeasure, { cases, whole, parts, p90 }: ReportFigure, { t, number, time }: Says): string {
  switch (measure) {
    case 'mentions': return t('once');
    case 'mention-mood': return t('moodLine', { displeased: number(parts?.[0] ?? 0), pleased: number(parts?.[2] ?? 0), sure: number(cases), unsure: number(parts?.[3] ?? 0) });
    case 'mention-reach': return t('reachLine', { part: number(cases), whole: number(whole ?? 0) });
    case 'share-of-voice': return whole === cases ? t('voiceNone') : t('voiceLine', { ours: number(cases), all: number(whole ?? 0) });
    case 'mention-answered': return t('answeredLine', { part: number(cases), whole: number(whole ?? 0) });
    case 'mention-reply': return `${t('replyLine', { count: number(cases) })}${p90 === null ? '' : ` · 9/10: ${time(p90)}`}`;
    case 'brand-health': {
      const weighed = healthParts(parts ?? []);
      const [mood, answered, voice] = weighed.map(({ value }) => (value === null ? '–' : number(value * 100, { maximumFractionDigits: 0 })));
      const sum = t('healthLine', { mood: mood ?? '–', answered: answered ?? '–', voice: voice ?? '–' });
      const weights = weighed.reduce((all, { weight, value }) => all + (value === null ? 0 : weight), 0);
      return weights > 0.99 || weights === 0 ? sum : t('healthPart', { sum, weights: number(weights, { maximumFractionDigits: 1 }) });
    }
    default: return '';
  }
}
