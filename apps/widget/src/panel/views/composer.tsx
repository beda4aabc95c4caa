import { h } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ViewProps } from './view';
import { Icon } from './icon';
import { Suggested } from './lazy';
import { FileRow } from './lazy-file-row';

const maxHeight = 132;

export function Composer({ chat }: ViewProps) {
  const { state } = chat;
  const { w } = state;
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const busy = state.uploads.some((one) => !one.id && !one.error);
  const empty = state.draft.trim() === '' && !state.uploads.some((one) => one.id);

  // Grows with the text; CSS `field-sizing` is not everywhere yet.
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, maxHeight)}px`;
  }, [state.draft]);

  function send(): void {
    if (empty || busy) return;
    const { preChat } = state.config ?? {};
    // Known from the form: each message says it, so that no order of arrival loses it.
    chat.send(state.draft, { ...(preChat?.name !== 'off' && state.form.name ? { name: state.form.name } : {}), ...(preChat?.email !== 'off' && state.form.email ? { email: state.form.email } : {}) });
    field.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    else if (event.key.toLowerCase() === 'u' && (event.ctrlKey || event.metaKey) && !event.shiftKey) { event.preventDefault(); picker.current?.click(); }
  }
  return (
    <div class="kw-w2">
      {state.config?.help && !state.conversation && <Suggested chat={chat} />}
      {state.uploads.length > 0 && <FileRow chat={chat} />}
      <form class="kw-c" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <button type="button" class="btn ghost icon" aria-label={w.attach} onClick={() => picker.current?.click()}><Icon name="clip" /></button>
        <input ref={picker} type="file" multiple hidden tabIndex={-1} onChange={(event) => { void chat.attach(event.currentTarget.files ?? []); event.currentTarget.value = ''; field.current?.focus(); }} />
        <textarea ref={field} class="kw-i" rows={1} maxLength={10000} data-first aria-label={w.message} placeholder={state.messages.length + state.pending.length > 0 ? w.addMore : w.writeHere} value={state.draft}
          onInput={(event) => chat.setDraft(event.currentTarget.value)} onKeyDown={onKeyDown}
          onPaste={(event) => { const files = event.clipboardData?.files; if (files?.length) { event.preventDefault(); void chat.attach(files); } }} />
        <button type="submit" class="btn primary icon" aria-label={w.send} disabled={empty || busy}><Icon name="up" /></button>
      </form>
    </div>
  );
}
