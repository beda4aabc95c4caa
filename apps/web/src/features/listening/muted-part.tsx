import { useQuery } from '@tanstack/react-query';
import type { MutedAuthors } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useCan } from '../../app/me';
import { networkName } from '../../app/network-names';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, EmptyState, RelativeTime, Skeleton } from '../../ui';
import { mutedStrings } from './muted.strings';
import { useActOn } from './queries';

/** Whom nobody hears any more, since when and by whose hand; each can be heard again. */
export function MutedPart({ onClose }: { onClose: () => void }) {
  const t = useStrings(mutedStrings);
  const judges = useCan('listening.judge');
  const members = useMembers();
  const { mutate, isPending } = useActOn();
  const query = useQuery({ queryKey: [...queryKeys.listening, 'muted'], queryFn: ({ signal }) => request<MutedAuthors>('GET', '/listening/muted', undefined, { signal }) });
  return (
    <section className="card hear-e" aria-label={t('title')}>
      <header className="hear-ef"><h2>{t('title')}</h2><span className="grow" /><Button size="sm" onClick={onClose}>{t('close')}</Button></header>
      <p className="help">{t('lead')}</p>
      {query.isPending && <Skeleton width="60%" height={18} />}
      {query.isError && query.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.data?.items.length === 0 && <p className="help">{t('nobody')}</p>}
      <ul className="hear-so">
        {(query.data?.items ?? []).map(({ id, author, platform, by, at }) => {
          const who = members.find((member) => member.id === by)?.name;
          return <li key={id}><p className="hear-ea"><b dir="auto">{author}</b><span className="mut">{networkName(platform, undefined)} · <RelativeTime at={at} />{who === undefined ? '' : ` · ${who}`}</span><span className="grow" />{judges && <Button size="sm" disabled={isPending} aria-label={t('unmuteOf', { author })} onClick={() => mutate({ method: 'DELETE', path: `/listening/muted/${id}`, said: t('unmuted', { author }), undo: () => mutate({ path: '/listening/muted', body: { platform, author }, said: t('silent', { author }) }) })}>{t('unmute')}</Button>}</p></li>;
        })}
      </ul>
    </section>
  );
}
