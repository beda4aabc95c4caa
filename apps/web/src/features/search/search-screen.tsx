import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search, X } from 'lucide';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { SearchResult } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { useShortcut } from '../../app/keys';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { announce, Button, EmptyState, Icon, IconButton, SegmentedControl } from '../../ui';
import { ContactHit, MessageHit } from './hits';
import { searchStrings } from './search.strings';
import './search.css';

type Kind = 'all' | 'messages' | 'customers';
const rowsAPage = 20;

/** The whole history: conversations, messages and customers, live as one types. The words stand in the address. */
export function SearchScreen() {
  const t = useStrings(searchStrings);
  const navigate = useNavigate();
  const { q = '', kind: asked } = useSearch({ strict: false }) as { q?: string; kind?: string };
  const kind: Kind = asked === 'messages' || asked === 'customers' ? asked : 'all';
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const wanted = usePaused(text.trim());
  const found = useInfiniteQuery({
    queryKey: ['search', wanted, 'screen'],
    queryFn: ({ pageParam, signal }) => request<SearchResult>('GET', '/search', undefined, { signal, query: { q: wanted, limit: rowsAPage, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: wanted !== '', placeholderData: keepPreviousData, staleTime: 30_000,
  });
  const go = (next: { q?: string; kind?: Kind }) => {
    const words = next.q ?? wanted;
    const where = next.kind ?? kind;
    void navigate({ to: '/search', search: { ...(words === '' ? {} : { q: words }), ...(where === 'all' ? {} : { kind: where }) }, replace: true });
  };
  useEffect(() => {
    if (wanted !== q) go({ q: wanted });
  // oxlint-disable-next-line react/exhaustive-deps -- the address follows the words; nothing else starts it
  }, [wanted]);

  const contacts = kind === 'messages' ? [] : (found.data?.pages[0]?.contacts ?? []);
  const hits = kind === 'customers' ? [] : (found.data?.pages.flatMap((page) => page.hits) ?? []);
  const count = contacts.length + hits.length;
  const words = found.hasNextPage && kind !== 'customers' ? t('foundMore', { count }) : t('found', { count });
  useEffect(() => {
    if (wanted !== '' && found.isSuccess && !found.isPlaceholderData) announce(words);
  }, [wanted, found.isSuccess, found.isPlaceholderData, words]);

  const links = () => [...(results.current?.querySelectorAll<HTMLElement>('.hit') ?? [])];
  const move = (by: 1 | -1) => {
    const all = links();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (by < 0 && at <= 0) field.current?.focus();
    else all[at + by]?.focus();
    return all.length > 0;
  };
  useShortcut('next', () => move(1));
  useShortcut('previous', () => move(-1));
  useShortcut('back', () => {
    if (document.activeElement === field.current && text !== '') return setText('');
    field.current?.focus();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    move(event.key === 'ArrowDown' ? 1 : -1);
  };

  return (
    <main className="search" id="content" aria-label={t('title')} onKeyDown={onKeyDown}>
      <header className="search-h">
        <h1 className="vh">{t('title')}</h1>
        <div className="search-q">
          <Icon of={Search} size={20} />
          <input
            ref={field} type="search" autoFocus autoComplete="off" spellCheck={false} maxLength={200} aria-label={t('label')} placeholder={t('placeholder')} value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              links()[0]?.click();
            }}
          />
          {text !== '' && <IconButton size="sm" label={t('clear')} onClick={() => { setText(''); field.current?.focus(); }}><Icon of={X} size={14} /></IconButton>}
        </div>
        <div className="search-k">
          <SegmentedControl<Kind> label={t('kind')} value={kind} onValueChange={(next) => go({ kind: next })} choices={[{ value: 'all', label: t('all') }, { value: 'messages', label: t('messages') }, { value: 'customers', label: t('customers') }]} />
          <span className="mut">{wanted !== '' && found.data && count > 0 ? words : ''}</span>
        </div>
      </header>
      <div className="search-r" ref={results} aria-busy={found.isFetching} data-old={found.isPlaceholderData ? '' : undefined}>
        {wanted === '' ? (
          <EmptyState art="radar" title={t('start')}>{t('startBody')}</EmptyState>
        ) : found.isError && !found.data ? (
          <Failed error={found.error} onAgain={() => void found.refetch()} />
        ) : found.isPending ? (
          <SearchSkeleton />
        ) : count === 0 ? (
          <EmptyState art="list" title={t('nothing', { query: wanted })}>{t('nothingBody')}</EmptyState>
        ) : (
          <>
            {contacts.length > 0 && (
              <section>
                <h2>{t('customers')} <span>{contacts.length}</span></h2>
                <ul>{contacts.map((contact) => <li key={contact.id}><ContactHit contact={contact} query={wanted} /></li>)}</ul>
              </section>
            )}
            {hits.length > 0 && (
              <section>
                <h2>{t('messages')} <span>{hits.length}{found.hasNextPage ? '+' : ''}</span></h2>
                <ul>{hits.map((hit) => <li key={`${hit.conversation.id}-${hit.messageId ?? hit.asideId ?? ''}${hit.at}`}><MessageHit hit={hit} /></li>)}</ul>
              </section>
            )}
            {found.hasNextPage && kind !== 'customers' && <p className="search-m"><Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t('more')}</Button></p>}
          </>
        )}
      </div>
    </main>
  );
}

function Failed({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const t = useStrings(searchStrings);
  if (error instanceof ApiProblem && error.status === 403) return <EmptyState art="lock" title={t('noPerm')}>{t('noPermBody')}</EmptyState>;
  return <EmptyState art="broken" title={t('failed')} action={<Button onClick={onAgain}>{t('again')}</Button>}>{t('failedBody', { reason: problemWords(error) })}</EmptyState>;
}

function SearchSkeleton() {
  return (
    <div className="list-skel" aria-hidden="true">
      {[60, 80, 50, 70, 90, 64].map((width) => (
        <div className="sk" key={width}>
          <i className="skel a" />
          <i className="skel" style={{ width: '30%' }} />
          <i className="skel" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
