import { useLocale, formatNumber, useStrings } from '../i18n';
import { uiStrings } from './ui.strings';

export interface StarsProps { stars: number; of: number; size?: number }

const shape = 'm8 1.9 1.85 3.9 4.25.55-3.12 2.95.8 4.22L8 11.45l-3.78 2.07.8-4.22L1.9 6.35l4.25-.55Z';

/** Stars as they were given: filled ones, hollow ones, and the figure in words for those who do not see them. */
export function Stars({ stars, of, size = 14 }: StarsProps) {
  const t = useStrings(uiStrings);
  const locale = useLocale();
  const words = t('starsOf', { stars: formatNumber(locale, stars), of: formatNumber(locale, of) });
  // Ten points are ten points; only what fits is drawn.
  if (of > 6 || of < 1) return <span className="stars-n">{words}</span>;
  return (
    <span className="stars" role="img" aria-label={words} title={words}>
      {Array.from({ length: Math.round(of) }, (_, index) => (
        <svg key={index} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false" data-on={index + 0.5 <= stars || undefined}><path d={shape} /></svg>
      ))}
    </span>
  );
}
