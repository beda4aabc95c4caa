import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Store, UsersRound } from 'lucide';
import { useState } from 'react';
import type { Team, TeamInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { membersQuery, teamsQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Avatar, Check, Field, Icon, SegmentedControl, TextInput, useToast } from '../../ui';
import { ListPart } from './list-part';
import { FormDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

export function TeamsPart() {
  const t = useStrings(settingsStrings);
  const teams = useQuery(teamsQuery);
  const kindOf = ({ kind }: Team) => t(kind === 'branch' ? 'teamKindBranch' : kind === 'group' ? 'teamKindGroup' : 'teamKindTeam');
  return (
    <ListPart
      query={teams}
      words={{ title: t('teams'), lead: t('teamsLead'), add: t('teamNew'), empty: t('teamsEmpty'), emptyBody: t('teamsEmptyBody') }}
      manages={useCan('team.manage')}
      nameOf={({ name }) => name}
      searched={({ name }) => name}
      row={{
        mark: ({ kind }) => <Icon of={kind === 'branch' ? Store : UsersRound} />,
        detail: (team) => `${kindOf(team)}, ${team.memberIds.length === 0 ? t('nobody') : t('people', { count: team.memberIds.length })}`,
        aside: ({ openCount }) => <span className="lst-x">{t('openCount', { count: openCount })}</span>,
      }}
      removal={{ path: ({ id }) => `/teams/${id}`, keys: [queryKeys.teams, queryKeys.members], ask: ({ name }) => ({ title: t('removeTeamTitle', { name }), body: t('removeTeamBody') }) }}
      form={(team, close) => <TeamForm team={team} close={close} />}
    />
  );
}

function TeamForm({ team, close }: { team: Team | undefined; close: () => void }) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const members = (useQuery(membersQuery).data ?? []).filter((member) => member.active || team?.memberIds.includes(member.id));
  const [now, setNow] = useState<TeamInput>({ name: team?.name ?? '', kind: team?.kind ?? 'team', memberIds: team?.memberIds ?? [], leadIds: team?.leadIds ?? [] });
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => (team ? request('PATCH', `/teams/${team.id}`, { ...now, name: now.name.trim() }) : request('POST', '/teams', { ...now, name: now.name.trim() })),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await Promise.all([cache.invalidateQueries({ queryKey: queryKeys.teams }), cache.invalidateQueries({ queryKey: queryKeys.members })]);
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (now.name.trim() !== '') save.mutate();
  };
  return (
    <FormDialog title={team?.name ?? t('teamNew')} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={tried && now.name.trim() === '' ? t('nameMissing') : undefined}>
        <TextInput maxLength={200} autoFocus value={now.name} onChange={(event) => setNow({ ...now, name: event.target.value })} />
      </Field>
      <div>
        <SegmentedControl
          label={t('teamKind')}
          value={now.kind}
          onValueChange={(kind) => setNow({ ...now, kind })}
          choices={[
            { value: 'team', label: t('teamKindTeam') },
            { value: 'branch', label: t('teamKindBranch') },
            { value: 'group', label: t('teamKindGroup') },
          ]}
        />
      </div>
      <fieldset className="plain">
        <legend className="lab">{t('teamMembers')}</legend>
        <div className="pick-l">
          {members.map((member) => (
            <Check
              key={member.id}
              checked={now.memberIds.includes(member.id)}
              onCheckedChange={(on) => setNow({ ...now, memberIds: on ? [...now.memberIds, member.id] : now.memberIds.filter((id) => id !== member.id), leadIds: now.leadIds.filter((id) => on || id !== member.id) })}
            >
              <span className="pick-p">
                <Avatar name={member.name} src={member.avatarUrl} size="xs" /> {member.name}
              </span>
            </Check>
          ))}
        </div>
      </fieldset>
      {now.memberIds.length > 0 && (
        <fieldset className="plain">
          <legend className="lab">{t('teamLeads')}</legend>
          <p className="help">{t('teamLeadsHelp')}</p>
          <div className="pick-l">
            {members.filter(({ id }) => now.memberIds.includes(id)).map((member) => (
              <Check key={member.id} checked={now.leadIds.includes(member.id)} onCheckedChange={(on) => setNow({ ...now, leadIds: on ? [...now.leadIds, member.id] : now.leadIds.filter((id) => id !== member.id) })}>
                <span className="pick-p"><Avatar name={member.name} src={member.avatarUrl} size="xs" /> {member.name}</span>
              </Check>
            ))}
          </div>
        </fieldset>
      )}
    </FormDialog>
  );
}
