import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationView, MergeCandidate } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { recentlyOpened } from '../../app/acts/moves';
import { request } from '../../app/client';
import type { PickGroup, PickOption } from '../../app/pick/pick-dialog';
import { usePaused } from '../../app/pick/use-paused';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { ChannelMark } from '../../ui';
import { moveDialogStrings } from './moves.strings';

/** Conversations to choose from: of the same person, about the same, seen a moment ago, or what was typed. */
export function useCandidates(id: string, choose: (conversation: ConversationView) => void) {
  const t = useStrings(moveDialogStrings);
  const locale = useLocale();
  const [query, setQuery] = useState('');
  const q = usePaused(query.trim());
  const { data } = useQuery<{ items: MergeCandidate[] }>({
    queryKey: ['merge-candidates', id, q], staleTime: 5000, placeholderData: (before) => before,
    queryFn: ({ signal }) => request<{ items: MergeCandidate[] }>('GET', `/conversations/${id}/merge-candidates`, undefined, { query: q === '' ? {} : { q }, signal }),
  });
  const option = (conversation: ConversationView): PickOption => ({
    id: conversation.id, label: `${conversation.contact.name} · ${conversation.subject ?? conversation.preview.text}`, mark: <ChannelMark connector={conversation.connectorId} decorative />,
    detail: `#${conversation.number} · ${t(conversation.state)} · ${formatDay(locale, new Date(conversation.lastMessageAt), new Date())}`, run: () => choose(conversation),
  });
  const items = data?.items ?? [];
  const near = new Set(items.map(({ conversation }) => conversation.id));
  const recent = q === '' ? recentlyOpened().filter((each) => each !== id && !near.has(each)).flatMap((each) => cachedConversation(each) ?? []).filter(({ mergedInto }) => mergedInto === null).slice(0, 5) : [];
  const of = (why: MergeCandidate['why']) => items.filter((item) => item.why === why).map(({ conversation }) => option(conversation));
  const groups: PickGroup[] = [
    { id: 'person', title: t('samePerson'), options: of('person') }, { id: 'recent', title: t('recent'), options: recent.map(option) },
    { id: 'subject', title: t('sameSubject'), options: of('subject') }, { id: 'found', title: t('found'), options: of('found') },
  ];
  return { groups, query, setQuery, empty: data === undefined ? undefined : t('nothingFound') };
}
