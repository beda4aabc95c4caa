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
export function lazy<P extends ViewProps>(load: () => Promise<ComponentType<P>>): { View: ComponentType<P>; ready(chat: Chat): Promise<unknown> } {
  let Loaded: ComponentType<P> | undefined;
  const ready = (chat: Chat): Promise<unknown> => Promise.all([load(), chat.more(), style()]).then(([part]) => { Loaded = part; });
  const View = (props: P) => {
    const [, redraw] = useState(0);
    const { chat } = props;
    useEffect(() => { if (!Loaded) ready(chat).then(() => redraw(1), () => undefined); }, [chat]);
    return Loaded ? <Loaded {...props} /> : null;
  };
  return { View, ready };
}
