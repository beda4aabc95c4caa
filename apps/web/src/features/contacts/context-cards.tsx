import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, RefreshCw, TriangleAlert } from 'lucide';
import { useState } from 'react';
import type { CardOrder, ContactView, ContextCard, ContextView, ContextViewList } from '@kontuar/contract';
import { request } from '../../app/client';
import { formatMoney } from '../../app/money';
import { queryKeys } from '../../app/query-keys';
import { problemWords } from '../../app/problem-words';
import { inWords } from '../../app/words/in-words';
import { formatDay, formatRelative, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon, IconButton, Skeleton, Tag, useNow } from '../../ui';
import { contextStrings } from './context-cards.strings';
import './context-cards.css';

const keyOf = (contactId: string) => [...queryKeys.contact(contactId), 'context'] as const;
const few = 3;

/** What the shop's own systems say of the customer: known at once, asked for again beside everything else. */
export function ContextCards({ contact }: { contact: ContactView }) {
  const { data } = useQuery({
    queryKey: keyOf(contact.id), staleTime: 60_000, retry: false,
    queryFn: ({ signal }) => request<ContextViewList>('GET', `/contacts/${contact.id}/context`, undefined, { signal }),
  });
  return data?.items.map((view) => (view.kind === 'link' ? <Page key={view.sourceId} contact={contact} view={view} /> : <Card key={view.sourceId} contact={contact} known={view} />));
}

/** The server signs the link when it is followed, so that one that lies about opens nothing. */
function Page({ contact, view }: { contact: ContactView; view: ContextView }) {
  const t = useStrings(contextStrings);
  if (view.missing !== null) return null;
  return <p className="ctx-l"><Out href={`/api/v1/contacts/${contact.id}/context/${view.sourceId}/open`}>{t('openPage', { name: view.name })}</Out></p>;
}

function Card({ contact, known }: { contact: ContactView; known: ContextView }) {
  const t = useStrings(contextStrings);
  const locale = useLocale();
  const now = useNow();
  const client = useQueryClient();
  const key = [...keyOf(contact.id), known.sourceId];
  const ask = (again: boolean, signal?: AbortSignal) => request<ContextView>('GET', `/contacts/${contact.id}/context/${known.sourceId}${again ? '?again=1' : ''}`, undefined, signal === undefined ? {} : { signal });
  const { data: fresh, error, isFetching } = useQuery({ queryKey: key, queryFn: ({ signal }) => ask(false, signal), enabled: known.stale && known.missing === null, staleTime: (query) => (query.state.data?.trouble != null ? 15_000 : 60_000), retry: false });
  const [insisting, setInsisting] = useState(false);
  const view = fresh ?? known;
  const again = async () => {
    setInsisting(true);
    await client.fetchQuery({ queryKey: key, queryFn: () => ask(true), staleTime: 0, retry: false }).catch(() => undefined);
    setInsisting(false);
  };
  const busy = isFetching || insisting;
  const when = (at: string) => formatRelative(locale, new Date(at), now);
  const since = (at: Date) => (at.toDateString() === now.toDateString() ? formatTime(locale, at) : `${formatDay(locale, at, now)}, ${formatTime(locale, at)}`);
  return (
    <section className="ctx" aria-label={view.name} aria-busy={busy}>
      <h3>
        {view.card?.title ?? view.name}
        <span className="grow" />
        {view.fetchedAt !== null && <span className="mut ctx-a">{t('asked', { when: when(view.fetchedAt) })}</span>}
        {view.missing === null && <IconButton size="sm" label={t('refresh', { name: view.name })} disabled={busy} onClick={() => void again()}><Icon of={RefreshCw} size={14} /></IconButton>}
      </h3>
      {view.missing !== null && <p className="mut">{t(view.missing === 'email' || view.missing === 'phone' || view.missing === 'externalId' ? `missing_${view.missing}` : 'missing_else')}</p>}
      {error !== null && <p className="ctx-w" role="status"><Icon of={TriangleAlert} size={14} /> {t('failed', { reason: problemWords(error) })}</p>}
      {view.trouble !== null && view.failingSince !== null && <p className="ctx-w" role="status"><Icon of={TriangleAlert} size={14} /> {t('trouble', { when: since(new Date(view.failingSince)), why: inWords(view.trouble, locale) })}</p>}
      {view.card !== null && view.by?.verified === false && <p className="ctx-w"><Icon of={TriangleAlert} size={14} /> {t('unverified', { value: view.by.value })}</p>}
      {view.card !== null ? <Body card={view.card} /> : busy ? <Skeleton width="70%" /> : view.missing === null && view.trouble === null && view.fetchedAt !== null && <p className="mut">{t('notThere')}</p>}
    </section>
  );
}

function Body({ card }: { card: ContextCard }) {
  const t = useStrings(contextStrings);
  const [whole, setWhole] = useState(false);
  const newest = [...card.orders].sort((a, b) => Date.parse(b.date) - Date.parse(a.date));
  const orders = whole ? newest : newest.slice(0, few);
  return (
    <>
      {card.figures.length > 0 && <dl className="ctx-f">{card.figures.map((figure, index) => <div key={index}><dt>{figure.label}</dt><dd><bdi>{figure.value}</bdi></dd></div>)}</dl>}
      {card.rows.length > 0 && <dl className="facts ctx-r">{card.rows.map((row, index) => <div key={index}><dt>{row.label}</dt><dd>{row.link === undefined ? <bdi>{row.value}</bdi> : <Out href={row.link}>{row.value}</Out>}</dd></div>)}</dl>}
      {card.orders.length > 0 && (
        <ul className="ctx-o" aria-label={t('orders')}>
          {orders.map((order) => <Order key={order.number} order={order} />)}
        </ul>
      )}
      {card.orders.length > few && <button type="button" className="lnk" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? t('fewer') : t('more', { count: card.orders.length })}</button>}
      {card.link !== undefined && <p className="ctx-l"><Out href={card.link}>{t('open')}</Out></p>}
    </>
  );
}

function Order({ order }: { order: CardOrder }) {
  const t = useStrings(contextStrings);
  const locale = useLocale();
  const now = useNow();
  return (
    <li className={order.cancelled === true ? 'off' : undefined}>
      {order.link === undefined ? <b><bdi>{order.number}</bdi></b> : <Out href={order.link} label={t('order', { number: order.number })}>{order.number}</Out>}
      {(order.state !== undefined && order.state !== '' || order.cancelled === true) && <Tag>{order.state !== undefined && order.state !== '' ? order.state : t('cancelled')}</Tag>}
      <span className="ctx-m">
        {order.amount !== undefined && <span>{formatMoney(locale, order.amount, order.currency)}</span>}
        <time dateTime={order.date}>{formatDay(locale, new Date(order.date), now)}</time>
      </span>
    </li>
  );
}

/** Whatever stands behind it learns nothing of us. */
function Out({ href, label, children }: { href: string; label?: string; children: string }) {
  const t = useStrings(contextStrings);
  return <a className="lnk" href={href} target="_blank" rel="noopener noreferrer" aria-label={`${label ?? children}, ${t('newTab')}`}><bdi>{children}</bdi><Icon of={ExternalLink} size={12} /></a>;
}
