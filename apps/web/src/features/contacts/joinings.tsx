import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ContactView, Joinings as List } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, useNow, useToast } from '../../ui';
import { personStrings } from './person.strings';

/** Who was merged with this person and who was split off; each can be taken back, however long ago it was. */
export function Joinings({ contact, merges }: { contact: ContactView; merges: boolean }) {
  const t = useStrings(personStrings);
  const locale = useLocale();
  const now = useNow();
  const toast = useToast();
  const cache = useQueryClient();
  const members = useMembers();
  const { data } = useQuery({ queryKey: queryKeys.joinings(contact.id), queryFn: ({ signal }) => request<List>('GET', `/contacts/${contact.id}/merges`, undefined, { signal }), staleTime: 30_000 });
  const undo = useMutation({
    mutationFn: ({ id, kind }: List['items'][number]) => request('POST', `/${kind === 'merge' ? 'merges' : 'splits'}/${id}/undo`, {}),
    onSuccess: () => void toast({ text: t('takenBack') }),
    onError: (error) => void toast({ text: t('undoFailed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => { void cache.invalidateQueries({ queryKey: ['contact'] }); void cache.invalidateQueries({ queryKey: queryKeys.people }); },
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{t('joinings')}</h3>
      <ul className="pers-j">
        {items.map((item) => {
          const who = members.find(({ id }) => id === item.byId)?.name;
          return (
            <li key={item.id}>
              <span>{t(item.kind === 'merge' ? 'merged' : 'splitOff', { name: item.otherName === '' ? t('unnamed') : item.otherName, count: item.identities })}<span className="mut"> · {formatDay(locale, new Date(item.at), now)}{item.automatic ? ` · ${t('byPlatform')}` : who === undefined ? '' : ` · ${t('by', { who })}`}</span></span>
              {item.undoneAt !== null ? <span className="mut">{t('undone')}</span> : merges && <Button size="sm" busy={undo.isPending && undo.variables.id === item.id} onClick={() => undo.mutate(item)}>{t('undo')}</Button>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
