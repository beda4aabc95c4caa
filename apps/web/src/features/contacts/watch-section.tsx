import { Eye, EyeOff, Plus } from 'lucide';
import { useMembers } from '../../app/directory';
import { useKeycaps } from '../../app/keys';
import { useMe } from '../../app/me';
import { useStrings } from '../../i18n';
import { Avatar, Button, Icon, IconButton, Menu, MenuItem, Presence, VisuallyHidden } from '../../ui';
import { useWatching } from './use-watching';
import { watchStrings } from './watch.strings';
import './watch.css';

/** Who is told of everything in this conversation; a key to join and to leave. */
export function WatchSection({ conversationId }: { conversationId: string }) {
  const t = useStrings(watchStrings);
  const me = useMe();
  const members = useMembers();
  const { list, change, toggle } = useWatching(conversationId);
  const watching = list?.watching === true;
  const keys = useKeycaps('watch');
  const shown = (list?.members ?? []).flatMap((each) => members.filter(({ id }) => id === each.memberId).map((member) => ({ member, why: each.why })));
  const others = members.filter(({ id, active }) => active && id !== me.member.id && !shown.some(({ member }) => member.id === id));
  return (
    <section className="watch">
      <h3>
        {t('title')}
        <span className="grow" />
        <Button size="sm" tone="ghost" aria-pressed={watching} keys={keys} onClick={toggle}><Icon of={watching ? EyeOff : Eye} size={14} />{t(watching ? 'unwatch' : 'watch')}</Button>
        <Menu label={t('add')} align="end" trigger={<IconButton size="sm" label={t('add')}><Icon of={Plus} size={14} /></IconButton>}>
          {others.length === 0 && <MenuItem disabled onSelect={() => undefined}>{t('noneLeft')}</MenuItem>}
          {others.map((member) => <MenuItem key={member.id} onSelect={() => change({ watching: true, memberId: member.id })}>{member.name}</MenuItem>)}
        </Menu>
      </h3>
      {shown.length > 0 && <ul>
        {shown.map(({ member, why }) => (
          <li key={member.id}>
            <button type="button" className="watch-m" title={`${member.name}, ${t(`why_${why}`)}`} onClick={() => change({ watching: false, ...(member.id === me.member.id ? {} : { memberId: member.id }) })}>
              <Avatar name={member.name} src={member.avatarUrl} size="sm" />
              <Presence state={member.presence} />
              <VisuallyHidden>{t('remove', { name: member.id === me.member.id ? t('you') : member.name })}</VisuallyHidden>
            </button>
          </li>
        ))}
      </ul>}
    </section>
  );
}
