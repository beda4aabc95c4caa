import { useState, type KeyboardEvent } from 'react';
import { plannedStrings } from '../../app/planned/planned.strings';
import { useStrings } from '../../i18n';
import { Button } from '../../ui';

export interface TextBoxProps { begun: string; confirm: string; busy: boolean; onDone: (text: string) => void; onCancel: () => void }

/** Changes the words in their place. Ctrl Enter saves, Esc leaves them as they were. */
export function TextBox({ begun, confirm, busy, onDone, onCancel }: TextBoxProps) {
  const t = useStrings(plannedStrings);
  const [text, setText] = useState(begun);
  const done = () => { if (text.trim() !== '' && !busy) onDone(text.trim()); };
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
    <div className="pl-e">
      <textarea className="inp" aria-label={t('textLabel')} rows={Math.min(12, Math.max(3, text.split('\n').length + 1))} value={text} autoFocus onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      <p className="pl-a"><Button size="sm" tone="primary" busy={busy} disabled={text.trim() === ''} onClick={done}>{confirm}</Button><Button size="sm" tone="ghost" onClick={onCancel}>{t('keep')}</Button></p>
    </div>
  );
}
