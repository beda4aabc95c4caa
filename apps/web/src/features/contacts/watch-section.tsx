import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Eye, EyeOff, Plus } from 'lucide-react';
import type { WatchInput, WatchList } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useKeycaps, useShortcut } from '../../app/keys';
import { useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Avatar, Button, Icon, IconButton, Menu, MenuItem, Presence, useToast, VisuallyHidden } from '../../ui';
import { watchStrings } from './watch.strings';
import './watch.css';

/** Who is told of everything in this conversation; a key to join and to leave. */
export function WatchSection({ conversationId }: { conversationId: string }) {
  const t = useStrings(watchStrings);
  const me = useMe();
  const members = useMembers();
  const cache = useQueryClient();
  const toast = useToast();
  const key = queryKeys.watch(conversationId);
  const { data: list } = useQuery({ queryKey: key, queryFn: ({ signal }) => request<WatchList>('GET', `/conversations/${conversationId}/watch`, undefined, { signal }) });
  const change = useMutation({
    mutationFn: (input: WatchInput) => request<WatchList>('PUT', `/conversations/${conversationId}/watch`, input),
    onSuccess: (next, { watching, memberId }) => {
      cache.setQueryData(key, next);
      if (memberId === undefined) toast({ text: t(watching ? 'on' : 'off'), undo: () => change.mutate({ watching: !watching }) });
    },
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const watching = list?.watching === true;
  const toggle = () => change.mutate({ watching: !watching });
  useShortcut('watch', () => toggle(), { when: list !== undefined });
  const keys = useKeycaps('watch');
  const shown = (list?.members ?? []).flatMap((each) => members.filter(({ id }) => id === each.memberId).map((member) => ({ member, why: each.why })));
  const others = members.filter(({ id, active }) => active && id !== me.member.id && !shown.some(({ member }) => member.id === id));
  return (
    <section className="watch">
      <h3>
        {t('title')}
        <span className="grow" />
        <Menu label={t('add')} align="end" trigger={<IconButton size="sm" label={t('add')}><Icon of={Plus} size={14} /></IconButton>}>
          {others.length === 0 && <MenuItem disabled onSelect={() => undefined}>{t('noneLeft')}</MenuItem>}
          {others.map((member) => <MenuItem key={member.id} onSelect={() => change.mutate({ watching: true, memberId: member.id })}>{member.name}</MenuItem>)}
        </Menu>
      </h3>
      {list !== undefined && shown.length === 0 && <p className="mut by">{t('none')}</p>}
      <ul>
        {shown.map(({ member, why }) => (
          <li key={member.id}>
            <button type="button" className="watch-m" title={`${member.name}, ${t(`why_${why}`)}`} onClick={() => change.mutate({ watching: false, ...(member.id === me.member.id ? {} : { memberId: member.id }) })}>
              <Avatar name={member.name} src={member.avatarUrl} size="sm" />
              <Presence state={member.presence} />
              <VisuallyHidden>{t('remove', { name: member.id === me.member.id ? t('you') : member.name })}</VisuallyHidden>
            </button>
          </li>
        ))}
      </ul>
      <Button size="sm" aria-pressed={watching} keys={keys} onClick={toggle}><Icon of={watching ? EyeOff : Eye} size={14} />{t(watching ? 'unwatch' : 'watch')}</Button>
    </section>
  );
}
