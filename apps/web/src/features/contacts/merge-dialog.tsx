import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContactView } from '@kontuar/contract';
import { askAgain } from '../../app/acts/cached';
import { request } from '../../app/client';
import { addressesOf } from '../../app/identity-words';
import { PickDialog } from '../../app/pick/pick-dialog';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Avatar, useToast } from '../../ui';
import { contactsStrings } from './contacts.strings';
import { contactSearch } from './queries';

/** The same person twice: everything comes together under this one, and can be taken apart again. */
export function MergeDialog({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const t = useStrings(contactsStrings);
  const toast = useToast();
  const client = useQueryClient();
  const [query, setQuery] = useState('');
  const wanted = usePaused(query);
  const found = useQuery(contactSearch(wanted));
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['contact'] });
    void client.invalidateQueries({ queryKey: ['contacts'] });
    void client.invalidateQueries({ queryKey: queryKeys.contactTimeline(contact.id) });
    askAgain([]);
  };
  const merge = async (other: ContactView) => {
    onClose();
    try {
      const { mergeId, contact: merged } = await request<{ mergeId: string; contact: ContactView }>('POST', `/contacts/${contact.id}/merge`, { otherId: other.id });
      client.setQueryData(queryKeys.contact(contact.id), merged);
      refresh();
      toast({ text: t('merged', { other: other.name, name: merged.name }), undo: () => void unmerge(mergeId) });
    } catch (error) {
      toast({ text: t('mergeFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  const unmerge = async (mergeId: string) => {
    try {
      await request('POST', `/merges/${mergeId}/undo`, {});
      refresh();
      toast({ text: t('unmerged') });
    } catch (error) {
      toast({ text: t('mergeFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  const others = (found.data?.items ?? []).filter(({ id }) => id !== contact.id);
  return (
    <PickDialog
      title={t('mergeTitle')} placeholder={t('mergeFind')} query={query} onQueryChange={setQuery} chip={contact.name} onClose={onClose} footer={t('mergeFooter', { name: contact.name })}
      empty={wanted.trim().length < 2 ? t('mergeType') : found.isFetching ? '…' : t('mergeEmpty')} eager={false}
      groups={[{
        id: 'c', title: t('customers'),
        options: others.map((other) => ({ id: other.id, label: other.name, detail: addressesOf(other), mark: <Avatar name={other.name} src={other.avatarUrl} size="sm" />, run: () => void merge(other) })),
      }]}
    />
  );
}
