import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, UserPlus } from 'lucide';
import { useState } from 'react';
import type { Invitation, Member, MemberPatch } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { membersQuery, teamsQuery } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { SickDialog } from '../../app/sick/sick-dialog';
import { sickStrings } from '../../app/sick/sick.strings';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Avatar, Button, Check, Dialog, foldText, Icon, IconButton, Menu, MenuHeading, MenuItem, MenuSeparator, Select, Tag, TextInput, useToast } from '../../ui';
import { InvitePeople } from './invite-people';
import { Loaded, PartHead, useFailed } from './parts';
import { invitationsQuery, settingsKeys } from './queries';
import { grantable, roleWords } from './roles';
import { settingsStrings } from './settings.strings';

export function MembersPart() {
  const t = useStrings(settingsStrings);
  const manages = useCan('member.manage');
  const invites = useCan('member.invite');
  const members = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  const [query, setQuery] = useState('');
  const [withInactive, setWithInactive] = useState(false);
  const wanted = foldText(query);
  const shown = (members.data ?? [])
    .filter((member) => (withInactive || member.active) && foldText(`${member.name} ${member.email}`).includes(wanted))
    .sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name));
  return (
    <>
      <PartHead
        title={t('members')}
        lead={t('membersLead')}
        action={
          invites && (
            <Button tone="primary" onClick={() => setInviting(true)}>
              <Icon of={UserPlus} size={14} />
              {t('invite')}
            </Button>
          )
        }
      />
      <div className="tools">
        <TextInput type="search" aria-label={t('search')} placeholder={t('search')} value={query} onChange={(event) => setQuery(event.target.value)} />
        {manages && (
          <Check checked={withInactive} onCheckedChange={setWithInactive}>
            {t('showInactive')}
          </Check>
        )}
      </div>
      <Loaded query={members}>
        {shown.length === 0 && <p className="mut">{t('nothingFound', { query })}</p>}
        {shown.length > 0 && (
          <ul className="card lst">
            {shown.map((member) => (
              <li key={member.id}>
                <MemberRow member={member} manages={manages} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {invites && <Pending />}
      <Dialog open={inviting} onOpenChange={setInviting} title={t('inviteTitle')}>
        <InvitePeople />
      </Dialog>
    </>
  );
}

function MemberRow({ member, manages }: { member: Member; manages: boolean }) {
  const t = useStrings(settingsStrings);
  const locale = useLocale();
  const me = useMe();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const teams = useQuery(teamsQuery).data ?? [];
  const patch = useMutation({
    mutationFn: (change: MemberPatch) => request<Member>('PATCH', `/members/${member.id}`, change),
    onSuccess: async (_, change) => {
      const back: MemberPatch = { ...(change.role ? { role: member.role } : {}), ...(change.teamIds ? { teamIds: member.teamIds } : {}), ...(change.active === undefined ? {} : { active: member.active }) };
      const text =
        change.active === false ? t('deactivated', { name: member.name }) : change.active ? t('activated', { name: member.name }) : change.role ? t('roleChanged', { name: member.name, role: t(roleWords[change.role][0]) }) : t('saved');
      toast({ text, undo: () => patch.mutate(back) });
      await Promise.all([cache.invalidateQueries({ queryKey: queryKeys.members }), cache.invalidateQueries({ queryKey: queryKeys.teams })]);
    },
    onError: (error) => (error instanceof ApiProblem && error.code === 'last-owner' ? void toast({ text: t('lastOwner'), tone: 'danger' }) : failed(error)),
  });
  const moves = useCan('board.move');
  const s = useStrings(sickStrings);
  const [sick, setSick] = useState(false);
  const isMe = member.id === me.member.id;
  // An administrator must not be able to put an owner out of the house.
  const changeable = manages && !isMe && (member.role !== 'owner' || me.member.role === 'owner');
  const teamNames = teams.filter((team) => member.teamIds.includes(team.id)).map((team) => team.name);
  return (
    <div className={member.active ? 'lst-r' : 'lst-r off'}>
      <Avatar name={member.name} src={member.avatarUrl} {...(member.active ? { presence: member.presence } : {})} />
      <span className="lst-t">
        <b>
          {member.name} {isMe && <span className="mut">({t('you')})</span>}
        </b>
        <span>
          {member.email}
          {teamNames.length > 0 && ` · ${teamNames.join(', ')}`}
        </span>
      </span>
      {!member.active && <Tag>{t('inactive')}</Tag>}
      <span className="lst-x wide">{t('openCount', { count: formatNumber(locale, member.openCount) })}</span>
      {changeable ? (
        <Select
          className="role"
          aria-label={`${t('role')}: ${member.name}`}
          value={member.role}
          disabled={patch.isPending || !member.active}
          onValueChange={(role) => patch.mutate({ role: role as Member['role'] })}
          options={grantable(me.member.role).map((role) => ({ value: role, label: t(roleWords[role][0]) }))}
        />
      ) : (
        <span className="lst-x">{t(roleWords[member.role][0])}</span>
      )}
      {changeable && (
        <Menu
          label={t('actions', { name: member.name })}
          align="end"
          trigger={
            <IconButton size="sm" label={t('actions', { name: member.name })}>
              <Icon of={Ellipsis} />
            </IconButton>
          }
        >
          {teams.length > 0 && <MenuHeading>{t('colTeams')}</MenuHeading>}
          {teams.map((team) => {
            const inTeam = member.teamIds.includes(team.id);
            return (
              <MenuItem key={team.id} checked={inTeam} onSelect={() => patch.mutate({ teamIds: inTeam ? member.teamIds.filter((id) => id !== team.id) : [...member.teamIds, team.id] })}>
                {team.name}
              </MenuItem>
            );
          })}
          {teams.length > 0 && <MenuSeparator />}
          {moves && member.active && member.duty.state !== 'sick' && member.role !== 'brand_analyst' && <MenuItem onSelect={() => setSick(true)}>{s('act', { name: member.name })}</MenuItem>}
          <MenuItem {...(member.active ? { tone: 'danger' as const } : {})} onSelect={() => patch.mutate({ active: !member.active })}>
            {member.active ? t('deactivate') : t('activate')}
          </MenuItem>
        </Menu>
      )}
      {sick && <SickDialog member={member} onClose={() => setSick(false)} />}
    </div>
  );
}

/** Invitations that nobody used yet. */
function Pending() {
  const t = useStrings(settingsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const invitations = useQuery(invitationsQuery);
  const takeBack = useMutation({
    mutationFn: (invitation: Invitation) => request('DELETE', `/invitations/${invitation.id}`),
    onSuccess: async (_, invitation) => {
      toast({ text: t('takenBack', { email: invitation.email }) });
      await cache.invalidateQueries({ queryKey: settingsKeys.invitations });
    },
    onError: failed,
  });
  const open = invitations.data ?? [];
  if (open.length === 0) return null;
  return (
    <section className="pending">
      <h2 className="lab">{t('pending')}</h2>
      <ul className="card lst">
        {open.map((invitation) => (
          <li key={invitation.id}>
            <div className="lst-r">
              <span className="lst-t">
                <b>{invitation.email}</b>
                <span>
                  {t(roleWords[invitation.role][0])}, {t('pendingUntil', { when: formatMoment(locale, new Date(invitation.expiresAt)) })}
                </span>
              </span>
              <Button size="sm" busy={takeBack.isPending} onClick={() => takeBack.mutate(invitation)}>
                {t('takeBack')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
