import './quality.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { useStrings } from '../../i18n';
import { Tabs } from '../../ui';
import { CardsPart } from './cards-part';
import { FiguresPart } from './figures-part';
import { qualityStrings } from './quality.strings';
import { QueuePart } from './queue-part';
import { ReviewsPart } from './reviews-part';
import { RoundsPart } from './rounds-part';

const reviewing = ['queue', 'reviews', 'rounds', 'figures', 'cards'] as const;
const reviewed = ['mine', 'figures', 'cards'] as const;

/** For those who review: what to read, what was found, whether they mean the same. For everybody else: what was found in their work. */
export function QualityScreen() {
  const t = useStrings(qualityStrings);
  const reviews = useCan('quality.review');
  const navigate = useNavigate();
  const { part: asked } = useSearch({ strict: false }) as { part?: string };
  const parts: readonly (typeof reviewing[number] | 'mine')[] = reviews ? [...reviewing, 'mine'] : reviewed;
  const part = parts.find((each) => each === asked) ?? parts[0] ?? 'mine';
  useShortcut('back', () => history.back());
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('title')}>
      <header className="page-h"><div><h1>{t('title')}</h1><p>{t(reviews ? 'leadReviewer' : 'leadAgent')}</p></div></header>
      <div className="qua-t"><Tabs label={t('parts')} choices={parts.map((value) => ({ value, label: t(value) }))} value={part} panelId="quality-part" onValueChange={(value) => void navigate({ to: '/quality', search: { part: value }, replace: true })} /></div>
      <div id="quality-part" role="tabpanel" aria-label={t(part)}>
        {part === 'queue' && <QueuePart />}
        {part === 'reviews' && <ReviewsPart key="all" />}
        {part === 'mine' && <ReviewsPart key="mine" mine />}
        {part === 'rounds' && <RoundsPart />}
        {part === 'figures' && <FiguresPart />}
        {part === 'cards' && <CardsPart />}
      </div>
    </main>
  );
}
