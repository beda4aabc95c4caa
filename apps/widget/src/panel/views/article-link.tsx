import { h } from 'preact';
import type { VisitorArticle } from '@kontuar/contract';
import type { Chat } from '../chat';
import { Icon } from './icon';
import { moreIcons } from './more-icons';

/** Which link was followed by whoever comes back now; forgotten soon, so that no late list takes the focus away. */
let followed = { id: '', until: 0 };
export const comeBack = (id: string): void => { followed = { id, until: Date.now() + 1000 }; };
const land = (id: string) => (link: HTMLAnchorElement | null): void => {
  if (!link || followed.id !== id || Date.now() > followed.until) return;
  followed.id = '';
  // Behind the panel's own choice of where to begin.
  setTimeout(() => link.focus());
};

/** Read here; in a tab of its own for whoever asks the browser for one. */
export function ArticleLink({ chat, found: { id, title, path } }: { chat: Chat; found: VisitorArticle }) {
  return (
    <li><a href={path} ref={land(id)} target="_blank" rel="noopener" onClick={(event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      // Where its part cannot be fetched, on its own page.
      import('./article-view').then(({ ArticleView }) => chat.set({ article: { id, title, path, View: ArticleView } }), () => { open(path, '_blank', 'noopener'); });
    }}><Icon path={moreIcons.book} /><span>{title}</span></a></li>
  );
}
