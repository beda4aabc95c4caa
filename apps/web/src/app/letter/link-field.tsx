import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { useStrings } from '../../i18n';
import { Button } from '../../ui';
import { linkAddress } from './link-address';
import { letterStrings } from './letter.strings';

/** Below the bar: where the chosen words lead. Enter takes it, Esc leaves it. */
export function LinkField({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const t = useStrings(letterStrings);
  const before = String(editor.getAttributes('link')['href'] ?? '');
  const [typed, setTyped] = useState(before);
  const [tried, setTried] = useState(false);
  const address = linkAddress(typed);
  const take = () => {
    setTried(true);
    if (address === null) return;
    const chain = editor.chain().extendMarkRange('link');
    if (editor.state.selection.empty && before === '') chain.insertContent({ type: 'text', text: typed.trim(), marks: [{ type: 'link', attrs: { href: address } }] }).run();
    // The caret goes behind the words: what is typed next must not take their place.
    else chain.setLink({ href: address }).setTextSelection(Math.max(editor.state.selection.to, editor.state.selection.from)).run();
    onDone();
  };
  return (
    <div
      className="ltr-l" role="group" aria-label={t('link')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); onDone(); }
        if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); if (event.target instanceof HTMLInputElement) take(); else if (event.target instanceof HTMLButtonElement) event.target.click(); }
      }}
    >
      <input className="inp" type="text" inputMode="url" autoFocus aria-label={t('linkAddress')} placeholder="https://" value={typed} aria-invalid={tried && address === null} onChange={(event) => setTyped(event.target.value)} />
      <Button size="sm" tone="primary" onClick={take}>{t('linkTake')}</Button>
      {before !== '' && <Button size="sm" onClick={() => { editor.chain().extendMarkRange('link').unsetLink().run(); onDone(); }}>{t('linkRemove')}</Button>}
      {tried && address === null && <p className="cc-bad" role="alert">{t('linkBad')}</p>}
    </div>
  );
}
