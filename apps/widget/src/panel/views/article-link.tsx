import { h } from 'preact';
import type { VisitorArticle } from '@kontuar/contract';
import { land } from '../came-back';
import type { Chat } from '../chat';
import { Icon } from './icon';
import { moreIcons } from './more-icons';

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
