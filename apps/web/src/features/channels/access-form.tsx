import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ChannelView } from '@kontuar/contract';
import { membersQuery, teamsQuery } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, Check, Field, SegmentedControl, Select, useToast } from '../../ui';
import { channelsStrings } from './channels.strings';
import { changeChannel } from './queries';

type Access = Pick<ChannelView, 'access' | 'teamIds' | 'memberIds' | 'defaultTeamId'>;

/** Who sees the channel's conversations, and where new ones go. */
export function AccessForm({ channel }: { channel: ChannelView }) {
  const t = useStrings(channelsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const teams = useQuery(teamsQuery).data ?? [];
  const members = (useQuery(membersQuery).data ?? []).filter((member) => member.active);
  const before: Access = { access: channel.access, teamIds: channel.teamIds, memberIds: channel.memberIds, defaultTeamId: channel.defaultTeamId };
  const [now, setNow] = useState(before);
  const dirty = JSON.stringify(now) !== JSON.stringify(before);
  const save = useMutation({
    mutationFn: (access: Access) => changeChannel(cache, channel.id, access),
    onSuccess: (saved, access) => {
      setNow(access);
      toast({ text: t('saved', { name: saved.name }), undo: () => save.mutate(before) });
    },
    onError: (error) => toast({ text: t('notSaved', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(now);
  };
  const toggled = (list: string[], id: string, on: boolean) => (on ? [...list, id] : list.filter((each) => each !== id));
  return (
    <section className="part" aria-labelledby="h-access">
      <header>
        <h2 id="h-access">{t('access')}</h2>
      </header>
      <form className="card con-f" onSubmit={submit}>
        <div>
          <SegmentedControl
            label={t('access')}
            value={now.access}
            onValueChange={(access) => setNow({ ...now, access })}
            choices={[
              { value: 'everyone', label: t('accessEveryone') },
              { value: 'restricted', label: t('accessRestricted') },
            ]}
          />
        </div>
        {now.access === 'restricted' && (
          <>
            <p className="help">{t('accessHelp')}</p>
            <fieldset className="plain">
              <legend className="lab">{t('teams')}</legend>
              {teams.length === 0 && <p className="help">{t('noTeams')}</p>}
              <div className="picks">
                {teams.map((team) => (
                  <Check key={team.id} checked={now.teamIds.includes(team.id)} onCheckedChange={(on) => setNow({ ...now, teamIds: toggled(now.teamIds, team.id, on) })}>
                    {team.name}
                  </Check>
                ))}
              </div>
            </fieldset>
            <fieldset className="plain">
              <legend className="lab">{t('members')}</legend>
              <div className="picks">
                {members.map((member) => (
                  <Check key={member.id} checked={now.memberIds.includes(member.id)} onCheckedChange={(on) => setNow({ ...now, memberIds: toggled(now.memberIds, member.id, on) })}>
                    {member.name}
                  </Check>
                ))}
              </div>
            </fieldset>
          </>
        )}
        <Field label={t('defaultTeam')}>
          <Select
            value={now.defaultTeamId ?? ''}
            onValueChange={(id) => setNow({ ...now, defaultTeamId: id === '' ? null : id })}
            options={[{ value: '', label: t('defaultTeamNone') }, ...teams.map((team) => ({ value: team.id, label: team.name }))]}
          />
        </Field>
        <div className="row-end">
          {dirty && (
            <Button tone="ghost" onClick={() => setNow(before)}>
              {t('reset')}
            </Button>
          )}
          <Button type="submit" tone="primary" disabled={!dirty} busy={save.isPending}>
            {t('saveSettings')}
          </Button>
        </div>
      </form>
    </section>
  );
}
