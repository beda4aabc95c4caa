import { useState } from 'react';
import type { PlannedView } from '@kontuar/contract';
import { plannedStrings } from '../../app/planned/planned.strings';
import { useStrings } from '../../i18n';
import { diffWords } from './diff';

/** The words as they will leave; where somebody changed them, who did it and what stood there before. */
export function Changes({ revisions, text }: Pick<PlannedView, 'revisions' | 'text'>) {
  const t = useStrings(plannedStrings);
  const [open, setOpen] = useState(true);
  const first = revisions[0];
  const last = revisions.at(-1);
  if (first === undefined || last === undefined || revisions.length < 2 || first.text === text) return <p className="pl-t">{text}</p>;
  return (
    <>
      <p className="pl-t">{!open ? text : diffWords(first.text, text).map(({ text: words, kind }, index) => (kind === 'same' ? <span key={index}>{words}</span> : kind === 'added' ? <ins key={index}>{words}</ins> : <del key={index}>{words}</del>))}</p>
      <p className="mut"><button type="button" className="lnk" aria-pressed={open} onClick={() => setOpen((before) => !before)}>{t('wroteBy', { name: first.memberName })} · {t('changedBy', { name: last.memberName })}</button></p>
    </>
  );
}
