import { useQueryClient } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import type { Presence } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useMe } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { live, useLive } from '../../realtime/live';
import { Dot, Menu, MenuHeading, MenuItem, useToast } from '../../ui';
import { inboxStrings } from './inbox.strings';

const lineTone = { 'live': 'ok', 'connecting': undefined, 'behind': 'warn', 'reconnecting': 'warn', 'offline': 'warn', 'signed-out': 'danger' } as const;
const lineWords = { 'live': 'live', 'connecting': 'connecting', 'behind': 'behind', 'reconnecting': 'reconnecting', 'offline': 'offline', 'signed-out': 'signedOut' } as const;
const presenceWords = { on: 'onShift', away: 'away', off: 'offShift' } as const;
/** Until supervisors set a capacity per person, this many open conversations count as a full desk. */
const usualCapacity = 12;

export function NavFoot() {
  const t = useStrings(inboxStrings);
  const me = useMe();
  const cache = useQueryClient();
  const toast = useToast();
  const { state } = useLive();
  const mine = useMembers().find(({ id }) => id === me.member.id);
  const presence = mine?.presence ?? 'on';
  const open = mine?.openCount ?? 0;
  const load = open / usualCapacity;
  const tone = lineTone[state];
  const change = async (next: Presence) => {
    const told = (await live.setPresence(next)) || (await request('PUT', '/me/presence', { presence: next }).then(() => true, () => false));
    if (!told) return void toast({ text: t('presenceFailed'), tone: 'danger' });
    void cache.invalidateQueries({ queryKey: queryKeys.members });
  };
  return (
    <div className="nav-f">
      <p className="live">
        <span className="live-s" role="status"><Dot {...(tone === undefined ? {} : { tone })} />{t(lineWords[state])}</span>
        <span className="grow" />
        <Menu
          label={t('presence', { what: t(presenceWords[presence]) })}
          side="top"
          align="end"
          trigger={<button type="button" className="me-on ell" aria-label={t('presence', { what: t(presenceWords[presence]) })}><i className="pres-i" data-p={presence} />{t(presenceWords[presence])}</button>}
        >
          <MenuHeading>{me.user.name}</MenuHeading>
          {(['on', 'away', 'off'] as const).map((each) => (
            <MenuItem key={each} checked={each === presence} onSelect={() => void change(each)}>{t(presenceWords[each])}</MenuItem>
          ))}
        </Menu>
      </p>
      <p className="myload">
        <span>{t('myLoad')}</span>
        <span className="grow" />
        <span>{t('loadOpen', { count: open })}</span>
      </p>
      <i className="load" style={{ '--l': load } as CSSProperties} data-s={load > 1 ? 'over' : load >= 0.9 ? 'full' : undefined} role="img" aria-label={`${t('myLoad')}: ${t('loadOpen', { count: open })}`} />
    </div>
  );
}
