import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { VisitorArticle } from '@kontuar/contract';
import { suggest } from '../help';
import { ArticleLink } from './article-link';
import type { ViewProps } from './view';

/** A pause in typing; and so many letters say what it is about. */
const [afterMs, leastLetters, mostLetters] = [500, 10, 2000];

/** While the first question is being written: what may answer it already. Stands still while nothing new is known. */
export function Suggested({ chat }: ViewProps) {
  const { w, locale, draft, pending } = chat.state;
  const [found, setFound] = useState<readonly VisitorArticle[]>([]);
  // The first question alone: whoever talks already talks to a person.
  const text = pending.length > 0 ? '' : draft.trim().slice(0, mostLetters);
  const begun = useRef(false);
  useEffect(() => {
    if (text.length < leastLetters) { setFound([]); return undefined; }
    const asking = new AbortController();
    const timer = setTimeout(() => { suggest(chat, text, asking.signal).then((hits) => { if (!asking.signal.aborted) setFound(hits); }, () => undefined); }, begun.current ? afterMs : 0);
    begun.current = true;
    return () => { asking.abort(); clearTimeout(timer); };
  }, [chat, text, locale]);
  return (
    <div class="kw-sg" role="group" aria-label={w.mayHelp} hidden={found.length === 0}>
      <p class="help">{w.mayHelp}</p>
      <p class="vh" role="status">{found.length > 0 && w.helpFound(found.length)}</p>
      <ul class="kw-l">{found.map((each) => <ArticleLink key={each.id} chat={chat} found={each} />)}</ul>
    </div>
  );
}
