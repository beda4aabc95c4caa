import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Store, Trash2, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Team, TeamInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { membersQuery, teamsQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Avatar, Button, Check, EmptyState, Field, Icon, IconButton, SegmentedControl, TextInput, useToast } from '../../ui';
import { ConfirmDialog, FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

export function TeamsPart() {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const manages = useCan('team.manage');
  const teams = useQuery(teamsQuery);
  const [editing, edit, closeEdit] = useDialog<Team | 'new'>();
  const [removing, ask, closeAsk] = useDialog<Team>();
  const remove = useMutation({
    mutationFn: (team: Team) => request('DELETE', `/teams/${team.id}`),
    onSuccess: async (_, team) => {
      closeAsk();
      toast({ text: t('removed', { name: team.name }) });
      await Promise.all([cache.invalidateQueries({ queryKey: queryKeys.teams }), cache.invalidateQueries({ queryKey: queryKeys.members })]);
    },
    onError: failed,
  });
  const add = manages && (
    <Button tone="primary" onClick={() => edit('new')}>
      <Icon of={Plus} size={14} />
      {t('teamNew')}
    </Button>
  );
  return (
    <>
      <PartHead title={t('teams')} lead={t('teamsLead')} action={(teams.data?.length ?? 0) > 0 && add} />
      <Loaded query={teams}>
        {teams.data?.length === 0 && (
          <EmptyState art="list" title={t('teamsEmpty')} action={add}>
            {t('teamsEmptyBody')}
          </EmptyState>
        )}
        {teams.data && teams.data.length > 0 && (
          <ul className="card lst">
            {teams.data.map((team) => (
              <li key={team.id}>
                <div className="lst-r">
                  <Icon of={team.kind === 'branch' ? Store : UsersRound} />
                  <span className="lst-t">
                    <b>{team.name}</b>
                    <span>
                      {team.kind === 'branch' ? t('teamKindBranch') : t('teamKindTeam')}, {team.memberIds.length === 0 ? t('nobody') : t('people', { count: team.memberIds.length })}
                    </span>
                  </span>
                  <span className="lst-x">{t('openCount', { count: team.openCount })}</span>
                  {manages && (
                    <>
                      <IconButton size="sm" label={`${t('edit')}: ${team.name}`} onClick={() => edit(team)}>
                        <Icon of={Pencil} size={14} />
                      </IconButton>
                      <IconButton size="sm" label={`${t('remove')}: ${team.name}`} onClick={() => ask(team)}>
                        <Icon of={Trash2} size={14} />
                      </IconButton>
                    </>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {editing && <TeamForm team={editing === 'new' ? undefined : editing} close={closeEdit} />}
      {removing && (
        <ConfirmDialog title={t('removeTeamTitle', { name: removing.name })} body={t('removeTeamBody')} act={t('remove')} busy={remove.isPending} close={closeAsk} confirm={() => remove.mutate(removing)} />
      )}
    </>
  );
}

function TeamForm({ team, close }: { team: Team | undefined; close: () => void }) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const members = (useQuery(membersQuery).data ?? []).filter((member) => member.active || team?.memberIds.includes(member.id));
  const [now, setNow] = useState<TeamInput>({ name: team?.name ?? '', kind: team?.kind ?? 'team', memberIds: team?.memberIds ?? [] });
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
              onCheckedChange={(on) => setNow({ ...now, memberIds: on ? [...now.memberIds, member.id] : now.memberIds.filter((id) => id !== member.id) })}
            >
              <span className="pick-p">
                <Avatar name={member.name} size="xs" /> {member.name}
              </span>
            </Check>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}
