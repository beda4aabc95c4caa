import { BookA } from 'lucide';
import type { JargonMark } from '@kontuar/language/answers';
import { useKeycaps, useShortcut } from '../../app/keys';
import { useStrings } from '../../i18n';
import { Icon, Kbd } from '../../ui';
import { jargonStrings } from './jargon.strings';
import './jargon-bar.css';

const SHOWN = 2;

export interface JargonBarProps {
  text: string;
  marks: readonly JargonMark[];
  onReplace: (mark: JargonMark, plain: string) => void;
}

/** Below the text: each trade word with the plain one, to be put in with a click or a key, the first one first. */
export function JargonBar({ text, marks, onReplace }: JargonBarProps) {
  const t = useStrings(jargonStrings);
  const keys = useKeycaps('plain-word');
  const usable = marks.filter(({ replacements }) => replacements.length > 0);
  const [first] = usable;
  useShortcut('plain-word', () => { if (first?.replacements[0] !== undefined) onReplace(first, first.replacements[0]); }, { when: first !== undefined });
  if (first === undefined) return null;
  return (
    <div className="jrg" role="group" aria-label={t('title')}>
      {usable.slice(0, SHOWN).map((mark, index) => {
        const word = text.slice(mark.start, mark.end);
        return (
          <p key={`${mark.start} ${mark.termId}`}>
            <Icon of={BookA} size={14} />
            <span className="jrg-w">{word}</span>
            <span className="mut">{t('instead')}</span>
            {mark.replacements.map((plain) => (
              <button key={plain} type="button" className="chip" aria-label={t('replace', { word, plain })} title={t('replace', { word, plain })} onClick={() => onReplace(mark, plain)}>
                {plain}
              </button>
            ))}
            {index === 0 && <span className="jrg-k" aria-hidden="true">{keys.map((key) => <Kbd key={key}>{key}</Kbd>)}</span>}
          </p>
        );
      })}
      {usable.length > SHOWN && <p className="mut">{t('more', { count: usable.length - SHOWN })}</p>}
    </div>
  );
}
