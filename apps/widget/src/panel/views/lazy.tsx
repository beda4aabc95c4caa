import { h, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import moreStyle from '../more.css?url';
import type { Chat } from '../chat';
import type { ViewProps } from './view';

let styled: Promise<unknown> | undefined;
/** The styles of everything below, once. A part without them is still better than none. */
function style(): Promise<unknown> {
  styled ??= new Promise((done) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = moreStyle;
    link.onload = link.onerror = done;
    document.head.append(link);
  });
  return styled;
}

/** What few visitors ever open is fetched when they do: the part, its words and its styles. */
function lazy<P extends ViewProps>(load: () => Promise<ComponentType<P>>): { View: ComponentType<P>; ready(chat: Chat): Promise<unknown> } {
  let Loaded: ComponentType<P> | undefined;
  const ready = (chat: Chat): Promise<unknown> => Promise.all([load(), chat.more(), style()]).then(([part]) => { Loaded = part; });
  const View = (props: P) => {
    const [, redraw] = useState(0);
    useEffect(() => { if (!Loaded) ready(props.chat).then(() => redraw(1), () => undefined); }, []);
    return Loaded ? <Loaded {...props} /> : null;
  };
  return { View, ready };
}

export const Keys = lazy(async () => (await import('./keys')).Keys).View;
export const Rating = lazy(async () => (await import('./rating')).Rating).View;
export const EmailForm = lazy(async () => (await import('./email-form')).EmailForm).View;
export const FileRow = lazy(async () => (await import('./files')).FileRow).View;
export const Waiting = lazy(async () => (await import('./waiting')).Waiting).View;
export const HomeMore = lazy(async () => (await import('./home-more')).HomeMore).View;
const form = lazy(async () => (await import('./form-view')).FormView);
export const FormView = form.View;

/** Where nothing can be fetched, one writes without having been asked. What is typed before the field is there is written into it. */
export function openForm(chat: Chat): void {
  const typed = (event: KeyboardEvent): void => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    chat.setDraft(chat.state.draft + event.key);
  };
  const arrived = (event: FocusEvent): void => { if (event.target instanceof HTMLTextAreaElement) stop(); };
  const stop = (): void => {
    removeEventListener('keydown', typed, true);
    removeEventListener('focusin', arrived);
  };
  addEventListener('keydown', typed, true);
  addEventListener('focusin', arrived);
  setTimeout(stop, 3000);
  form.ready(chat).then(() => chat.go('form'), () => chat.go('chat'));
}
