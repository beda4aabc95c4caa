import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { X } from 'lucide';
import { useState } from 'react';
import type { ConversationView, LeadHistory, LeadView, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { leadQuery, worthWords } from '../../app/leads/leads';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { SubjectPage } from '../../app/screens/subject-page';
import { formatMoment, useLocale, useStrings, type KeyOf } from '../../i18n';
import { Button, ChannelMark, Field, Icon, IconButton, TextInput, useToast } from '../../ui';
import { LeadFacts, NextLine, NextStep, StateTag } from './lead-parts';
import { leadStrings } from './leads.strings';
import { useLeadActs, type LeadActs } from './use-lead-acts';
import '../../app/leads/sales.css';
import './leads.css';

/** A lead with everything that is known of it: the wish, the next step, conversations, history. */
export function LeadScreen() {
  const t = useStrings(leadStrings);
  const { leadId = '' } = useParams({ strict: false }) as { leadId?: string };
  const query = useQuery(leadQuery(leadId));
  return <SubjectPage label={query.data?.code ?? t('title')} back={{ to: '/leads', words: t('back') }} query={query} words={{ gone: t('gone'), goneBody: t('goneBody'), loadFailed: t('loadFailed') }}>{(of) => <Whole key={of.id} of={of} />}</SubjectPage>;
}

function Whole({ of }: { of: LeadView }) {
  const t = useStrings(leadStrings);
  const locale = useLocale();
  const acts = useLeadActs(of);
  const edits = useCan('lead.edit');
  return (
    <>
      <header className="page-h">
        <div>
          <div className="sal-h"><h1>{of.code}</h1><StateTag of={of} />{of.worth !== null && <span>{worthWords(locale, of.worth)}</span>}</div>
          <p dir="auto">{of.contact !== null && <Link to="/contacts/$contactId" params={{ contactId: of.contact.id }}>{of.contact.name}</Link>} <NextLine of={of} /></p>
          {of.campaign !== null && <p className="mut">{t('from', { name: of.campaign.name })}</p>}
        </div>
      </header>
      <div className="sal-g">
        <div>
          <section className="part" aria-labelledby="lead-facts"><header><h2 id="lead-facts">{t('facts')}</h2></header><LeadFacts of={of} acts={acts} edits={edits} />{of.state === 'open' && <NextStep of={of} acts={acts} edits={edits} />}</section>
        </div>
        <div>
          <Conversations of={of} acts={acts} edits={edits} />
          <History of={of} />
        </div>
      </div>
    </>
  );
}

function Conversations({ of, acts, edits }: { of: LeadView; acts: LeadActs; edits: boolean }) {
  const t = useStrings(leadStrings);
  const toast = useToast();
  const [number, setNumber] = useState('');
  const join = async () => {
    const wanted = Number(number.replace(/^#/, ''));
    if (!Number.isInteger(wanted) || wanted < 1) return;
    try {
      const pages = await Promise.all(([{}, { state: 'resolved' }] as const).map((more) => request<Page<ConversationView>>('GET', '/conversations', undefined, { query: { q: `#${wanted}`, view: 'all', limit: 25, ...more } })));
      const found = pages.flatMap(({ items }) => items).find((each) => each.number === wanted);
      if (found === undefined) toast({ text: t('noConversation'), tone: 'danger' });
      else if (await acts.post('/conversations', { conversationId: found.id })) setNumber('');
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return (
    <section className="part" aria-labelledby="lead-conversations">
      <header><h2 id="lead-conversations">{t('conversations')}</h2></header>
      <ul className="sal-l">
        {of.conversations.map((each) => (
          <li key={each.id}>
            <ChannelMark connector={each.connectorId} decorative />
            <Link className="lnk grow" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: each.id }} search={{}}>#{each.number} {each.subject ?? each.preview}</Link>
            {edits && of.conversations.length > 1 && <IconButton size="sm" label={t('leave', { number: each.number })} onClick={() => void acts.post('/conversations/remove', { conversationId: each.id })}><Icon of={X} size={14} /></IconButton>}
          </li>
        ))}
      </ul>
      {of.hiddenConversations > 0 && <p className="help">{t('hidden', { count: of.hiddenConversations })}</p>}
      {edits && (
        <form className="sal-q" aria-label={t('add')} onSubmit={(event) => { event.preventDefault(); void join(); }}>
          <Field label={t('add')} className="grow" optional><TextInput inputMode="numeric" maxLength={10} value={number} onChange={(event) => setNumber(event.target.value)} /></Field>
          <Button type="submit" size="sm" busy={acts.busy}>{t('addIt')}</Button>
        </form>
      )}
    </section>
  );
}

type Key = KeyOf<(typeof leadStrings)['en']>;
const known = new Set<string>(['lead.opened', 'lead.changed', 'lead.joined', 'lead.left', 'lead.withdrawn', 'lead.due']);
const fields: Readonly<Record<string, Key>> = { wants: 'wants', worth: 'worth', stage: 'stage', reason: 'reason', ownerId: 'owner', teamId: 'team', nextStep: 'nextStep', nextAt: 'nextAt' };

/** Who did what when, newest first. */
function History({ of }: { of: LeadView }) {
  const t = useStrings(leadStrings);
  const locale = useLocale();
  const members = useMembers();
  const query = useInfiniteQuery({
    queryKey: [...queryKeys.leadHistory(of.id), of.version],
    queryFn: ({ signal, pageParam }) => request<LeadHistory>('GET', `/leads/${of.id}/history`, undefined, { signal, query: { cursor: pageParam, limit: 25 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  return (
    <section className="part" aria-labelledby="lead-history">
      <header><h2 id="lead-history">{t('history')}</h2></header>
      <ul className="sal-hi">
        {(query.data?.pages.flatMap((page) => page.items) ?? []).map(({ id, type, at, byId, data }) => {
          const changed = Array.isArray(data['fields']) ? data['fields'].flatMap((field) => { const key = fields[String(field)]; return key === undefined ? [] : [t(key).toLocaleLowerCase(locale)]; }) : [];
          return <li key={id}><time dateTime={at}>{formatMoment(locale, new Date(at))}</time><span>{members.find((member) => member.id === byId)?.name ?? t('system')}: {known.has(type) ? t(type as Key, { what: changed.join(', ') }) : type}</span></li>;
        })}
      </ul>
      {query.hasNextPage && <p className="tbl-f"><Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('more')}</Button></p>}
    </section>
  );
}
