import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ViewProps } from './view';

export function Keys({ chat, close }: ViewProps & { close(): void }) {
  const { w } = chat.state;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => { dialog.current?.showModal(); }, []);
  return (
    <dialog class="keys" ref={dialog} onClose={close} aria-label={w.keys}>
      <dl>{w.keyRows.map(([what, keys]) => <div key={what}><dt>{what}</dt><dd>{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dd></div>)}</dl>
      <button type="button" class="btn" onClick={() => dialog.current?.close()}>{w.close}</button>
    </dialog>
  );
}
