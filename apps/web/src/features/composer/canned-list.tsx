import { Paperclip, Search, Zap } from 'lucide';
import { useEffect, useRef } from 'react';
import type { Canned } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { fillParts, type CannedFacts } from './canned-fill';
import { useActionWords } from '../../app/macros/action-words';
import { macroStrings } from '../../app/macros/macros.strings';
import { composerStrings } from './composer.strings';

export interface CannedListProps {
  id: string;
  query: string;
  found: readonly Canned[];
  /** There are none at all yet. */
  none: boolean;
  active: number;
  facts: CannedFacts;
  onActive: (index: number) => void;
  onTake: (answer: Canned) => void;
}

/** Drawn over the composer while a slash word is typed; the keyboard stays in the text. */
export function CannedList({ id, query, found, none, active, facts, onActive, onTake }: CannedListProps) {
  const t = useStrings(composerStrings);
  const chosen = found[active];
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => { list.current?.children[active]?.scrollIntoView({ block: 'nearest' }); }, [active]);
  const m = useStrings(macroStrings);
  const words = useActionWords();
  const parts = chosen ? fillParts(chosen.text, facts) : [];
  return (
    <div className="pop canned" role="group" aria-label={t('cannedFind')}>
      <div className="canned-q" aria-hidden="true"><Icon of={Search} size={14} /><b>/{query}</b><i className="caret" /></div>
      <div className="canned-g">
        <ul role="listbox" id={id} aria-label={t('cannedMatches')} ref={list}>
          {found.map((answer, index) => (
            <li
              key={answer.id} id={`${id}-${index}`} role="option" aria-selected={index === active}
              onPointerDown={(event) => event.preventDefault()} onPointerMove={() => onActive(index)} onClick={() => onTake(answer)}
            >
              <b className="ell">/{answer.shortcut}</b>
              <span className="ell">{answer.actions.length > 0 && <Icon of={Zap} size={12} />}{answer.attachments.length > 0 && <Icon of={Paperclip} size={12} />}{answer.folder !== '' && `${answer.folder} / `}{answer.title}</span>
            </li>
          ))}
        </ul>
        <div className="canned-p" {...(chosen?.locale ? { lang: chosen.locale } : {})}>
          {chosen
            ? <p className="said">{parts.map((part, index) => (part.variable === null ? part.text : <mark key={index} className="var" data-missing={part.missing || undefined}>{part.text}</mark>))}</p>
            : <p className="mut">{none ? t('cannedEmpty') : t('cannedNone')}</p>}
          {chosen !== undefined && chosen.attachments.length > 0 && <p className="acts2"><Icon of={Paperclip} size={12} /> {chosen.attachments.map(({ name }) => name).join(', ')}</p>}
          {chosen !== undefined && chosen.actions.length > 0 && <p className="acts2"><Icon of={Zap} size={12} /> {m(chosen.text === '' ? 'doesAlone' : 'does')}: {chosen.actions.map(words).join(', ')}</p>}
          {parts.some(({ missing }) => missing) && <p className="acts2">{t('gapHint')}</p>}
        </div>
      </div>
      <footer aria-hidden="true"><kbd>↵</kbd> {t('insert')}<span><kbd>↑</kbd><kbd>↓</kbd> {t('move')}</span><span className="grow" /><kbd>Esc</kbd> {t('close')}</footer>
    </div>
  );
}
