import { useQueryClient } from '@tanstack/react-query';
import type { ContactView } from '@kontuar/contract';
import { askAgain } from '../../app/acts/cached';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { contactsStrings } from './contacts.strings';

/** Joins another customer to this one; the toast takes it back. */
export function useMerge(contact: ContactView): (other: Pick<ContactView, 'id' | 'name'>) => Promise<void> {
  const t = useStrings(contactsStrings);
  const toast = useToast();
  const client = useQueryClient();
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['contact'] });
    void client.invalidateQueries({ queryKey: ['contacts'] });
    void client.invalidateQueries({ queryKey: queryKeys.contactTimeline(contact.id) });
    askAgain([]);
  };
  const failed = (error: unknown) => void toast({ text: t('mergeFailed', { reason: problemWords(error) }), tone: 'danger' });
  const unmerge = async (mergeId: string) => {
    try {
      await request('POST', `/merges/${mergeId}/undo`, {});
      refresh();
      toast({ text: t('unmerged') });
    } catch (error) {
      failed(error);
    }
  };
  return async (other) => {
    try {
      const { mergeId, contact: merged } = await request<{ mergeId: string; contact: ContactView }>('POST', `/contacts/${contact.id}/merge`, { otherId: other.id });
      client.setQueryData(queryKeys.contact(contact.id), merged);
      refresh();
      toast({ text: t('merged', { other: other.name, name: merged.name }), undo: () => void unmerge(mergeId) });
    } catch (error) {
      failed(error);
    }
  };
}
