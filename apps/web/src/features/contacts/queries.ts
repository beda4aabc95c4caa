import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AttributeValue, AttributeValues, ContactPatch, ContactView, ConversationView, Page } from '@kontuar/contract';
import { setField } from '../../app/acts/perform';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { contactsStrings } from './contacts.strings';

export const contactSearch = (q: string) => queryOptions({
  queryKey: ['contacts', 'search', q],
  queryFn: ({ signal }) => request<Page<ContactView>>('GET', '/contacts', undefined, { signal, query: { q, limit: 8 } }),
  enabled: q.trim().length >= 2, staleTime: 15_000,
});

const withFields = (before: Record<string, unknown>, change: AttributeValues | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null));

/** A field of the conversation: an act like any other, with its undo. */
export const useFieldChange = (conversation: ConversationView) => (key: string, value: AttributeValue | null): void => void setField([conversation.id], key, value);

/** Shown at once, taken back when refused. */
export function useContactChange(contactId: string) {
  const client = useQueryClient();
  const toast = useToast();
  const t = useStrings(contactsStrings);
  const key = queryKeys.contact(contactId);
  return useMutation({
    mutationFn: (patch: ContactPatch) => request<ContactView>('PATCH', `/contacts/${contactId}`, patch),
    onMutate: async (patch) => {
      await client.cancelQueries({ queryKey: key, exact: true });
      const before = client.getQueryData<ContactView>(key);
      if (before) client.setQueryData<ContactView>(key, { ...before, ...(patch as Partial<ContactView>), ...(patch.kinds === undefined ? {} : { kindsBy: { ...before.kindsBy, hand: patch.kinds.filter((kind) => !before.kindsBy.rule.includes(kind)) } }), attributes: withFields(before.attributes, patch.attributes) });
      return { before };
    },
    onSuccess: (contact) => {
      client.setQueryData(key, contact);
      // The name and the kinds stand on rows and in the thread's head.
      void client.invalidateQueries({ queryKey: queryKeys.conversationLists });
    },
    onError: (error, _patch, context) => {
      if (context?.before) client.setQueryData(key, context.before);
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    },
  });
}
