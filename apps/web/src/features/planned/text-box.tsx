import { useState, type KeyboardEvent } from 'react';
import type { AttachmentView } from '@kontuar/contract';
import type { Said } from '../../app/letter/area';
import { LetterField } from '../../app/letter/letter-field';
import { plannedStrings } from '../../app/planned/planned.strings';
import { useStrings } from '../../i18n';
import { Button } from '../../ui';

export interface TextBoxProps { begun: Said; pictures: readonly AttachmentView[]; confirm: string; busy: boolean; onDone: (said: Said) => void; onCancel: () => void }

/** Changes the words in their place. Ctrl Enter saves, Esc leaves them as they were. */
export function TextBox({ begun, pictures, confirm, busy, onDone, onCancel }: TextBoxProps) {
  const t = useStrings(plannedStrings);
  const [said, setSaid] = useState(begun);
  const { text } = said;
  const done = () => { if (text.trim() !== '' && !busy) onDone({ ...said, text: text.trim() }); };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      done();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <div className="pl-e" onKeyDown={onKeyDown}>
      {begun.html !== null ? <LetterField label={t('textLabel')} lang="" said={said} pictures={pictures} onChange={setSaid} /> : <textarea className="inp" aria-label={t('textLabel')} rows={Math.min(12, Math.max(3, text.split('\n').length + 1))} value={text} autoFocus onChange={(event) => setSaid({ text: event.target.value, html: null })} />}
      <p className="pl-a"><Button size="sm" tone="primary" busy={busy} disabled={text.trim() === ''} onClick={done}>{confirm}</Button><Button size="sm" tone="ghost" onClick={onCancel}>{t('keep')}</Button></p>
    </div>
  );
}
