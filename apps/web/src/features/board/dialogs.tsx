import { useQuery } from '@tanstack/react-query';
import { Inbox, Store, Users } from 'lucide';
import { useState } from 'react';
import type { BoardFigures, Member, MoveTarget, Team } from '@kontuar/contract';
import { PickDialog, type PickOption } from '../../app/pick/pick-dialog';
import { ranked } from '../../app/pick/rank';
import { useStrings } from '../../i18n';
import { Avatar, Button, Dialog, Icon, Skeleton, TextInput } from '../../ui';
import { boardStrings } from './board.strings';
import { amount, move, restWords } from './moves';
import { inOrder, workOf } from './order';
import { previewQuery } from './queries';

export interface AskProps { ids: readonly string[]; members: readonly Member[]; teams: readonly Team[]; figures: BoardFigures | undefined; from?: string | undefined; onClose: () => void }

const about = (ids: readonly string[], t: ReturnType<typeof useStrings<typeof boardStrings.en>>) => t('selected', { count: ids.length });

/** To whom: everybody with the load that they would have, who has most room first; who cannot have any of it says why. */
export function AssignAsk({ ids, members, teams, from, onClose }: AskProps) {
  const t = useStrings(boardStrings);
  const [query, setQuery] = useState('');
  const [note, setNote] = useState('');
  const { data: preview } = useQuery(previewQuery(ids));
  const targets = new Map(preview?.targets.map((target) => [target.memberId, target]));
  const room = ({ id }: Member) => { const target = targets.get(id); return target === undefined ? 9 : target.capacity === null ? target.after / 100 : target.after / Math.max(1, target.capacity); };
  const rank = { here: 0, away: 1, off: 2 } as const;
  const people = members.filter(({ active, role }) => active && role !== 'brand_analyst').sort((a, b) => rank[workOf(a)] - rank[workOf(b)] || room(a) - room(b) || a.name.localeCompare(b.name));
  const go = (member: Member) => () => {
    onClose();
    void move({ ids, to: { kind: 'member', memberId: member.id }, who: member.name, force: targets.get(member.id)?.over === true, ...(note === '' ? {} : { note }), ...(from === undefined ? {} : { from }) });
  };
  const options = ranked(people, query, (member) => `${member.name} ${member.email}`).map((member): PickOption => {
    const target = targets.get(member.id);
    return {
      id: member.id, label: member.name, detail: targetWords(target, ids.length, member, t), disabled: target !== undefined && target.refused.length >= ids.length,
      mark: <Avatar name={member.name} src={member.avatarUrl} size="sm" presence={member.presence} />, run: go(member),
    };
  });
  const teamOptions = ranked(teams.filter(({ kind }) => kind !== 'group'), query, ({ name }) => name).map((team) => teamOption(team, ids, note, onClose));
  return (
    <PickDialog
      title={t('assignTitle')} placeholder={t('assignTo')} query={query} onQueryChange={setQuery} chip={about(ids, t)} empty={t('nobodyFits')} onClose={onClose}
      groups={[{ id: 'people', title: t('members'), options }, { id: 'teams', title: t('teams'), options: teamOptions }, { id: 'queue', title: t('toQueue'), options: query === '' ? [{ id: 'queue', label: t('toQueue'), mark: <Icon of={Inbox} />, keys: ['U'], run: () => { onClose(); void move({ ids, to: { kind: 'queue' }, who: t('unassigned') }); } }] : [] }]}
      footer={<TextInput className="bd-note" aria-label={t('noteFor')} placeholder={t('noteFor')} value={note} maxLength={4000} onChange={(event) => setNote(event.target.value)} />}
    />
  );
}

function targetWords(target: MoveTarget | undefined, count: number, member: Member, t: ReturnType<typeof useStrings<typeof boardStrings.en>>): string {
  if (target === undefined) return '';
  const why = target.refused.find(({ reason }) => reason !== 'there')?.reason ?? target.refused[0]?.reason;
  if (target.refused.length >= count && why !== undefined) return t(`why-${why}`);
  const load = target.capacity === null ? t('loadAfterOpen', { before: amount(target.before), after: amount(target.after) }) : t('loadAfter', { before: amount(target.before), after: amount(target.after), capacity: amount(target.capacity) });
  return [load, target.over ? t('overWords') : '', target.offDuty || workOf(member) === 'off' ? t('offWords') : '', target.refused.length > 0 && why !== undefined ? t('dropSome', { count: target.refused.length, why: t(`why-${why}`) }) : ''].filter((part) => part !== '').join(', ');
}

const teamOption = (team: Team, ids: readonly string[], note: string, onClose: () => void): PickOption => ({
  id: team.id, label: team.name, mark: <Icon of={team.kind === 'branch' ? Store : Users} />,
  run: () => { onClose(); void move({ ids, to: { kind: 'team', teamId: team.id }, who: team.name, ...(note === '' ? {} : { note }) }); },
});

export function TeamAsk({ ids, teams, onClose }: AskProps) {
  const t = useStrings(boardStrings);
  const [query, setQuery] = useState('');
  const options = ranked(teams.filter(({ kind }) => kind !== 'group'), query, ({ name }) => name).map((team) => teamOption(team, ids, '', onClose));
  return <PickDialog title={t('teamTitle')} placeholder={t('teamTo')} query={query} onQueryChange={setQuery} chip={about(ids, t)} empty={t('noTeams')} groups={[{ id: 'teams', title: t('teams'), options }]} onClose={onClose} />;
}

export function JumpAsk({ members, figures, onJump, onClose }: Pick<AskProps, 'members' | 'figures' | 'onClose'> & { onJump: (memberId: string) => void }) {
  const t = useStrings(boardStrings);
  const [query, setQuery] = useState('');
  const options = ranked(inOrder(members, undefined), query, (member) => `${member.name} ${member.email}`).map((member): PickOption => {
    const load = figures?.members[member.id];
    return {
      id: member.id, label: member.name, detail: load === undefined ? '' : load.capacity === null ? t('loadNowOpen', { load: amount(load.load) }) : t('loadNow', { load: amount(load.load), capacity: amount(load.capacity) }),
      mark: <Avatar name={member.name} src={member.avatarUrl} size="sm" presence={member.presence} />, run: () => { onClose(); onJump(member.id); },
    };
  });
  return <PickDialog title={t('jumpTitle')} placeholder={t('jumpTo')} query={query} onQueryChange={setQuery} empty={t('nobodyFits')} groups={[{ id: 'people', title: t('members'), options }]} onClose={onClose} />;
}

/** Everybody's load before and after, before it is let go. */
export function SpreadAsk({ ids, members, onClose }: AskProps) {
  const t = useStrings(boardStrings);
  const { data: preview, isError } = useQuery(previewQuery(ids, true));
  const plan = preview?.plan ?? null;
  const names = new Map(members.map((member) => [member.id, member]));
  const rows = [...(plan?.loads ?? [])].sort((a, b) => (names.get(a.memberId)?.name ?? '').localeCompare(names.get(b.memberId)?.name ?? ''));
  const go = () => {
    onClose();
    void move({ ids, to: { kind: 'spread' }, who: t('whoNobody') });
  };
  return (
    <Dialog
      open onOpenChange={(open) => !open && onClose()} title={t('spreadTitle')} {...(preview === undefined ? {} : { description: t('spreadLead', { count: preview.count, weight: amount(preview.weight) }) })}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button key={plan === null ? 'counting' : 'counted'} tone="primary" disabled={plan === null || plan.steps.length === 0} autoFocus onClick={go}>{t('spreadGo')}</Button></>}
    >
      {isError && <p role="alert">{t('previewFailed')}</p>}
      {preview === undefined && !isError && <p role="status"><span className="vh">{t('counting')}</span><Skeleton width="80%" height={18} /></p>}
      {plan !== null && plan.steps.length === 0 && <p>{t('spreadNobody')}</p>}
      <ul className="bd-loads">
        {rows.map(({ memberId, before, after, capacity }) => {
          const member = names.get(memberId);
          const words = capacity === null ? t('loadAfterOpen', { before: amount(before), after: amount(after) }) : t('loadAfter', { before: amount(before), after: amount(after), capacity: amount(capacity) });
          return <li key={memberId}><Avatar name={member?.name ?? '?'} src={member?.avatarUrl ?? null} size="sm" /><b>{member?.name ?? '?'}</b><span className="grow" /><span className="mut">{words}</span></li>;
        })}
      </ul>
      {plan !== null && plan.refused.length > 0 && plan.steps.length > 0 && <p className="help">{restWords(plan.refused, t('whoNobody'))}</p>}
    </Dialog>
  );
}
