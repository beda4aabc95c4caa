import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ContactView, ConversationView, Page, SearchHit } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { addressesOf } from '../../app/identity-words';
import { useKindName } from '../../app/kinds';
import { queryClient } from '../../app/query-client';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Avatar, Tag, useNow } from '../../ui';
import { markWords } from './mark-words';
import { searchStrings } from './search.strings';

/** A message or a conversation that holds the words; the match is marked, the rest is plain text. */
export function MessageHit({ hit }: { hit: SearchHit }) {
  const t = useStrings(searchStrings);
  const locale = useLocale();
  const now = useNow();
  const { data: channels } = useQuery(channelsQuery);
  const { conversation } = hit;
  const name = conversation.contact.name === '' ? t('unnamed') : conversation.contact.name;
  const view = conversation.state === 'resolved' || conversation.state === 'snoozed' ? conversation.state : 'all';
  return (
    <Link className="hit" to="/inbox/$view/$conversationId" params={{ view, conversationId: conversation.id }} preload={false} {...(hit.asideId !== undefined ? { hash: `aside-${hit.asideId}` } : hit.seq === null ? {} : { hash: `m${hit.seq}` })}>
      <Avatar name={name} src={conversation.contact.avatarUrl} channel={conversation.connectorId} />
      <span className="hit-l">
        <b className="ell">{name}</b>
        <span className="mut ell">{conversation.subject ?? t('numbered', { number: conversation.number })}</span>
        {(conversation.state === 'resolved' || conversation.state === 'snoozed') && <Tag>{t(conversation.state)}</Tag>}
        {hit.asideId !== undefined && <Tag tone="internal">{t('aside')}</Tag>}
        <span className="grow" />
        <span className="mut hit-c">{channels?.find(({ id }) => id === conversation.channelId)?.name}</span>
        <time className="mut" dateTime={hit.at}>{formatDay(locale, new Date(hit.at), now)}</time>
      </span>
      <span className="hit-x" dir="auto">{hit.excerpt.map(({ text, match }, index) => (match ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>))}</span>
    </Link>
  );
}

export function ContactHit({ contact, query }: { contact: ContactView; query: string }) {
  const t = useStrings(searchStrings);
  const kindName = useKindName();
  const navigate = useNavigate();
  const name = contact.name === '' ? t('unnamed') : contact.name;
  const open = async () => {
    const timeline = await queryClient.fetchQuery({
      queryKey: queryKeys.contactTimeline(contact.id),
      queryFn: ({ signal }) => request<Page<ConversationView>>('GET', `/contacts/${contact.id}/timeline`, undefined, { signal, query: { limit: 50 } }),
      staleTime: 60_000,
    }).catch(() => null);
    const latest = timeline?.items[0];
    if (latest) await navigate({ to: '/inbox/$view/$conversationId', params: { view: 'all', conversationId: latest.id } });
  };
  return (
    <button type="button" className="hit" onClick={() => void open()}>
      <Avatar name={name} src={contact.avatarUrl} />
      <span className="hit-l">
        <b className="ell"><Marked text={name} query={query} /></b>
        {contact.company !== null && <span className="mut ell">{contact.company}</span>}
        {contact.kinds.slice(0, 2).map((kind) => <Tag key={kind}>{kindName(kind)}</Tag>)}
      </span>
      <span className="hit-x"><Marked text={addressesOf(contact, 5)} query={query} /></span>
    </button>
  );
}

function Marked({ text, query }: { text: string; query: string }) {
  return <>{markWords(text, query).map((part, index) => (part.match ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>))}</>;
}
