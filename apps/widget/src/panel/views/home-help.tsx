import { Fragment, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { VisitorArticle } from '@kontuar/contract';
import type { ViewProps } from './view';
import { Icon } from './icon';
import { moreIcons } from './more-icons';

/** A pause in typing after which it is looked up. */
const afterMs = 300;

/** What the help pages say already, before anybody is asked: what helps most, or what fits the words. */
export function HomeHelp({ chat }: ViewProps) {
  const { w, locale } = chat.state;
  const [q, setQ] = useState('');
  const [found, setFound] = useState<readonly VisitorArticle[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    // Without help one can still ask.
    const timer = setTimeout(() => { chat.help(q.trim()).then(({ items }) => { if (isWanted) setFound(items); }, () => undefined); }, q === '' ? 0 : afterMs);
    return () => { isWanted = false; clearTimeout(timer); };
  }, [chat, q, locale]);
  if (found === null) return null;
  return (
    <>
      <h2>{w.help}</h2>
      <input class="inp" type="search" maxLength={200} aria-label={w.searchHelp} placeholder={w.searchHelp} value={q} onInput={(event) => setQ(event.currentTarget.value)} />
      <p class="vh" role="status">{q !== '' && w.helpFound(found.length)}</p>
      {found.length === 0 && q !== '' ? <p class="help kw-no">{w.helpNone}</p> : <ul class="kw-l">{found.map(({ id, title, path }) => (
        <li key={id}><a href={path} target="_blank" rel="noopener"><Icon path={moreIcons.book} /><span>{title}</span><span class="vh">({w.opensNew})</span></a></li>
      ))}</ul>}
    </>
  );
}
