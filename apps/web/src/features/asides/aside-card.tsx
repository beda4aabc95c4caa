import { Check, ChevronDown, ChevronUp, RotateCcw } from 'lucide';
import { useEffect, useId, useRef } from 'react';
import type { AsideView } from '@kontuar/contract';
import { asideStrings } from '../../app/asides/asides.strings';
import { moveAside, readAside, useAsideThread } from '../../app/asides/queries';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { momentWords } from '../../app/times/moment-words';
import { formatList, useLocale, useStrings } from '../../i18n';
import { Icon, Tag, useToast } from '../../ui';
import { AsideAnswer } from './aside-answer';
import { AsideLetter } from './aside-letter';

const tones = { ours: 'waiting', theirs: 'internal', done: 'ok' } as const;

/** One of them: closed it says with whom, what about and whose turn it is; opened it is a thread of its own. */
export function AsideCard({ aside, open, onOpen }: { aside: AsideView; open: boolean; onOpen: (open: boolean) => void }) {
  const t = useStrings(asideStrings);
  const locale = useLocale();
  const toast = useToast();
  const may = useCan('conversation.reply');
  const body = useId();
  const { data } = useAsideThread(aside.id, aside.version, open);
  const names = formatList(locale, aside.people.map(({ name, address }) => name ?? address));
  useEffect(() => {
    if (open && aside.unread && document.visibilityState === 'visible') readAside(aside.id).catch(() => undefined);
  }, [open, aside.unread, aside.id, aside.lastSeq]);
  const card = useRef<HTMLElement>(null);
  const here = data !== undefined;
  useEffect(() => { if (open && here) card.current?.scrollIntoView({ block: 'nearest' }); }, [open, here]);
  const move = (state: 'done' | 'theirs') => void moveAside(aside.id, state).catch((error: unknown) => toast({ text: t('notDone', { reason: problemWords(error) }), tone: 'danger' }));
  return (
    <article ref={card} className="as-c" data-state={aside.state} aria-label={`${aside.subject}, ${names}`}>
      <header className="as-h">
        <button type="button" className="as-o" aria-expanded={open} aria-controls={body} onClick={() => onOpen(!open)}>
          <Icon of={open ? ChevronUp : ChevronDown} size={14} />
          <span className="as-s"><b>{aside.subject}</b> <span className="mut">· {names}</span></span>
          {aside.preview.failed && <Tag tone="danger">{t('notArrived')}</Tag>}
          {aside.unread && <Tag tone="accent">{t('unread')}</Tag>}
          <Tag tone={tones[aside.state]}>{t(aside.state)}</Tag>
          <time className="mut" dateTime={aside.lastAt}>{momentWords(locale, new Date(aside.lastAt), new Date())}</time>
        </button>
        {may && (
          <button type="button" className="lnk" onClick={() => move(aside.state === 'done' ? 'theirs' : 'done')}>
            <Icon of={aside.state === 'done' ? RotateCcw : Check} size={14} /> {t(aside.state === 'done' ? 'reopen' : 'markDone')}
          </button>
        )}
      </header>
      {!open && aside.preview.text !== '' && <p className="as-p" dir="auto"><span className="mut">{aside.preview.authorName}:</span> {aside.preview.text}</p>}
      <div id={body} className="as-b" hidden={!open}>
        {open && (
          <>
            <ol className="as-l" aria-live="polite">{(data?.messages ?? []).map((message) => <AsideLetter key={message.id} message={message} aside={aside} />)}</ol>
            {may && <AsideAnswer key={aside.id} aside={aside} />}
          </>
        )}
      </div>
    </article>
  );
}
