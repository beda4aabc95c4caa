import { Fragment, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VisitorArticle } from '@kontuar/contract';
import { missed, search } from '../help';
import { ArticleLink } from './article-link';
import type { ViewProps } from './view';

/** A pause in typing after which it is looked up, and one after which nobody goes on. */
const [afterMs, doneMs] = [300, 1500];
/** Who comes back from an article finds their words again. */
let typed = '';

/** What the help pages say already, before anybody is asked: what helps most, or what fits the words. */
export function HomeHelp({ chat }: ViewProps) {
  const { w, locale } = chat.state;
  const [q, setQ] = useState(typed);
  const [found, setFound] = useState<readonly VisitorArticle[] | null>(null);
  typed = q;
  const begun = useRef(false);
  useEffect(() => {
    const asking = new AbortController();
    const words = q.trim();
    let done: ReturnType<typeof setTimeout> | undefined;
    // Without help one can still ask.
    const timer = setTimeout(() => {
      search(chat, words, asking.signal).then((hits) => {
        if (asking.signal.aborted) return;
        setFound(hits);
        if (hits.length === 0 && words.length > 2) done = setTimeout(() => missed(chat, words), doneMs);
      }, () => undefined);
    }, words === '' || !begun.current ? 0 : afterMs);
    begun.current = true;
    return () => { asking.abort(); clearTimeout(timer); clearTimeout(done); };
  }, [chat, q, locale]);
  if (found === null) return null;
  return (
    <>
      <h2>{w.help}</h2>
      <input class="inp" type="search" maxLength={200} aria-label={w.searchHelp} placeholder={w.searchHelp} value={q} onInput={(event) => setQ(event.currentTarget.value)} />
      <p class="vh" role="status">{q !== '' && w.helpFound(found.length)}</p>
      {found.length === 0 && q !== '' ? <p class="help kw-no">{w.helpNone}</p> : <ul class="kw-l">{found.map((each) => <ArticleLink key={each.id} chat={chat} found={each} />)}</ul>}
    </>
  );
}
