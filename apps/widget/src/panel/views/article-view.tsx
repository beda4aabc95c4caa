import { Fragment, h, type ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { VisitorArticleRead } from '@kontuar/contract';
import { articleNodes, type ArticleNode } from '../article-nodes';
import { comeBack } from '../came-back';
import { read, vote } from '../help';
import { Close, type ViewProps } from './view';
import { Icon } from './icon';

const drawn = (nodes: readonly ArticleNode[]): ComponentChildren => nodes.map((node, at) => (typeof node === 'string' ? node : node.tag === 'table' ? <div class="tb" key={at} tabIndex={0} role="group"><table>{drawn(node.children)}</table></div> : h(node.tag, { ...node.props, key: at }, node.children.length === 0 ? undefined : drawn(node.children))));

/** An article in the panel: back to where one came from, a vote, and on to a person. */
export function ArticleView({ chat }: ViewProps) {
  const { w, article, config } = chat.state;
  const [page, setPage] = useState<VisitorArticleRead | 'failed' | null>(null);
  const [voted, setVoted] = useState<boolean | null>(null);
  const id = article?.id ?? '';
  useEffect(() => {
    let isWanted = true;
    setPage(null);
    setVoted(null);
    read(chat, id).then((found) => { if (isWanted) setPage(found); }, () => { if (isWanted) setPage('failed'); });
    return () => { isWanted = false; };
  }, [chat, id]);
  // A document of its own that runs and fetches nothing; drawn is what we know of it.
  const nodes = useMemo(() => (page === null || page === 'failed' ? [] : articleNodes(new DOMParser().parseFromString(page.html, 'text/html').body)), [page]);
  if (!article || !config) return null;
  const asks = config.preChat.matter || config.preChat.name !== 'off' || config.preChat.email !== 'off';
  const back = (): void => {
    // Where one left off, for whoever goes by keys or listens.
    comeBack(article.id);
    chat.go(chat.state.view);
  };
  const say = (useful: boolean): void => { setVoted(useful); vote(chat, article.id, useful).catch(() => undefined); };
  const ask = (): void => { if (chat.state.view === 'chat' || chat.state.conversation?.state === 'open') chat.go('chat'); else chat.go(asks ? 'form' : 'chat'); };
  return (
    <>
      <header class="kw-h">
        <button type="button" class="kw-x" aria-label={w.back} onClick={back}><Icon name="back" /></button>
        <div><p>{w.help}</p></div>
        <span class="grow" /><Close chat={chat} />
      </header>
      <article class="kw-s kw-art" aria-busy={page === null} aria-labelledby="art">
        <h1 id="art" tabIndex={-1} data-first>{article.title}</h1>
        {page === 'failed' && <p role="alert">{w.helpFailed} <a href={article.path} target="_blank" rel="noopener">{w.opensNew}</a></p>}
        {page === null && <div class="kw-card skel" />}
        <div class="art-t">{drawn(nodes)}</div>
        {page !== null && page !== 'failed' && (
          <footer class="art-f">
            {voted === null
              ? <p role="group" aria-label={w.useful}><span>{w.useful}</span> <button type="button" class="btn" onClick={() => say(true)}>{w.yes}</button> <button type="button" class="btn" onClick={() => say(false)}>{w.no}</button></p>
              : <p role="status">{w.usefulThanks}</p>}
            <button type="button" class={`btn lg${voted === false ? ' primary' : ''}`} onClick={ask}><Icon name="message" />{w.write}</button>
          </footer>
        )}
      </article>
    </>
  );
}
