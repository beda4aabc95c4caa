import { Fragment, h, type ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ChatView } from './chat-view';
import { HomeView } from './home-view';
import { Mark } from './icon';
import { FormView, Keys, openForm } from './lazy';
import { Close, type ViewProps } from './view';

/** Site and visitor decide between light and dark; the accent follows in the shade that can be read on it. */
function useTheme({ chat }: ViewProps): void {
  const wanted = chat.scheme ?? chat.state.config?.theme.scheme ?? 'auto';
  const accent = chat.state.config?.theme.accent ?? '';
  useLayoutEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      const dark = wanted === 'dark' || (wanted === 'auto' && media.matches);
      const root = document.documentElement;
      root.dataset['theme'] = dark ? 'dark' : 'light';
      // Our own petrol has hand-picked shades in the style sheet.
      if (accent !== '' && accent.toLowerCase() !== '#026271') void import('../palette').then(({ paint }) => paint(root, accent, dark));
    };
    apply();
    media.addEventListener('change', apply);
    return () => media.removeEventListener('change', apply);
  }, [wanted, accent]);
}

const focusable = 'a[href], button:not([disabled]), input, textarea, [tabindex="0"]';

export function App({ chat }: ViewProps) {
  const { state } = chat;
  const { w } = state;
  const box = useRef<HTMLElement>(null);
  const [keys, setKeys] = useState(false);
  useTheme({ chat });
  useEffect(() => { document.documentElement.lang = state.locale; }, [state.locale]);

  const configured = state.config !== null;
  // Arriving on a view puts the focus where one goes on: the field to write in, else the first thing to press.
  useEffect(() => {
    if (!state.open || !configured) return;
    const target = box.current?.querySelector<HTMLElement>('[data-first]') ?? box.current?.querySelector<HTMLElement>(focusable);
    target?.focus({ preventScroll: true });
  }, [state.open, state.view, state.article, configured]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.code === 'KeyK' && event.altKey && !event.ctrlKey && !event.metaKey) { event.preventDefault(); chat.close(); }
    else if (event.key === 'Escape' && !event.isComposing) { event.preventDefault(); if (keys) setKeys(false); else chat.close(); }
    else if (event.key === 'Tab') {
      // A dialog keeps the focus until it is left with Esc or the cross; radios count once, as browsers do.
      const all = [...(box.current?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter((one) => one.checkVisibility?.() ?? one.offsetParent !== null);
      const [first, last] = [all[0], all.at(-1)];
      if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last?.focus(); }
      else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first?.focus(); }
    }
  }

  let body: ComponentChildren;
  if (state.configFailed) body = <Broken chat={chat} />;
  else if (!state.config) body = <Skeleton />;
  else if (state.article) body = <state.article.View chat={chat} />;
  else if (state.view === 'form') body = <FormView chat={chat} />;
  else if (state.view === 'home') body = <HomeView chat={chat} />;
  else body = <ChatView chat={chat} />;

  return (
    <section class="kw" role="dialog" aria-label={state.config?.workspaceName ?? w.title} ref={box} onKeyDown={onKeyDown}
      onDragOver={(event) => { if (event.dataTransfer?.types.includes('Files')) { event.preventDefault(); box.current?.classList.add('drop'); } }}
      onDragLeave={(event) => { if (!event.relatedTarget) box.current?.classList.remove('drop'); }}
      onDrop={(event) => { event.preventDefault(); box.current?.classList.remove('drop'); if (event.dataTransfer && state.config) { void chat.attach(event.dataTransfer.files); if (state.view === 'home') { if (chat.state.conversation) chat.go('chat'); else openForm(chat); } } }}>
      {body}
      <p class="kw-f"><Mark />{w.runsOn}<span class="grow" /><button type="button" class="fl" onClick={() => setKeys(true)}>{w.keys}</button></p>
      <p class="dropzone" aria-hidden="true">{w.drop}</p>
      {keys && <Keys chat={chat} close={() => setKeys(false)} />}
    </section>
  );
}

function Broken({ chat }: ViewProps) {
  const { w } = chat.state;
  return (
    <>
      <header class="kw-h"><span class="grow" /><Close chat={chat} /></header>
      <div class="kw-s mid" role="alert"><p>{w.failed}</p><button type="button" class="btn primary" data-first onClick={() => void chat.loadConfig()}>{w.again}</button></div>
    </>
  );
}

/** Same geometry as the home view, so that nothing jumps when it is there. */
function Skeleton() {
  return <><header class="kw-top" aria-hidden="true" /><div class="kw-s" aria-busy="true"><div class="kw-go skel" /><div class="kw-card skel" /></div></>;
}
