import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ContactView } from '@kontuar/contract';
import { addressesOf } from '../../app/identity-words';
import { PickDialog } from '../../app/pick/pick-dialog';
import { usePaused } from '../../app/pick/use-paused';
import { useStrings } from '../../i18n';
import { Avatar } from '../../ui';
import { contactsStrings } from './contacts.strings';
import { contactSearch } from './queries';
import { useMerge } from './use-merge';

/** The same person twice: everything comes together under this one, and can be taken apart again. */
export function MergeDialog({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const t = useStrings(contactsStrings);
  const [query, setQuery] = useState('');
  const wanted = usePaused(query);
  const found = useQuery(contactSearch(wanted));
  const join = useMerge(contact);
  const merge = (other: ContactView) => {
    onClose();
    void join(other);
  };
  const others = (found.data?.items ?? []).filter(({ id }) => id !== contact.id);
  return (
    <PickDialog
      title={t('mergeTitle')} placeholder={t('mergeFind')} query={query} onQueryChange={setQuery} chip={contact.name} onClose={onClose} footer={t('mergeFooter', { name: contact.name })}
      empty={wanted.trim().length < 2 ? t('mergeType') : found.isFetching ? '…' : t('mergeEmpty')} eager={false}
      groups={[{
        id: 'c', title: t('customers'),
        options: others.map((other) => ({ id: other.id, label: other.name, detail: addressesOf(other), mark: <Avatar name={other.name} src={other.avatarUrl} size="sm" />, run: () => merge(other) })),
      }]}
    />
  );
}
