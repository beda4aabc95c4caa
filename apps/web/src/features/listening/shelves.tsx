import { Briefcase, Check, CheckCheck, EyeOff, Layers, PenLine, Radar, X, type IconNode } from 'lucide';
import type { ListeningDay, MentionShelf } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { dayStrings } from './day.strings';
import { listeningStrings } from './listening.strings';

export const shelves = [['all', 'everything', Layers], ['to-judge', 'toJudge', Radar], ['relevant', 'relevant', Check], ['answering', 'answering', PenLine], ['answered', 'answered', CheckCheck], ['case', 'inCase', Briefcase], ['hidden', 'isHidden', EyeOff], ['junk', 'junk', X]] as const satisfies readonly (readonly [MentionShelf, string, IconNode])[];

/** How many stand on a shelf; "at least", where not all were looked at. */
export function useShelfCount(day: ListeningDay | undefined): (shelf: MentionShelf) => string | undefined {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  return (shelf) => {
    if (day === undefined) return undefined;
    const number = formatNumber(locale, day.shelves[shelf]);
    return day.partial ? t('atLeast', { number }) : number;
  };
}

/** What there is to do with what was found, and how much of it, as the stream is narrowed now. */
export function Shelves({ day, current, onChoose }: { day: ListeningDay | undefined; /** Undefined: the stream shows something else. */ current: string | undefined; onChoose: (shelf: MentionShelf) => void }) {
  const t = useStrings(dayStrings);
  const name = useStrings(listeningStrings);
  const countOf = useShelfCount(day);
  return (
    <div className="hear-vs">
      <h2 className="hear-vh" id="hear-views">{t('views')}</h2>
      <ul className="hear-vw" aria-labelledby="hear-views">
        {shelves.map(([shelf, words, icon]) => <li key={shelf}><button type="button" aria-current={shelf === current || undefined} onClick={() => onChoose(shelf)}><Icon of={icon} size={14} /><span className="ell">{name(words)}</span><span className="grow" /><span className="mut">{countOf(shelf)}</span></button></li>)}
      </ul>
    </div>
  );
}
