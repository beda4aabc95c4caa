import './settings.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide';
import { useState, type FormEvent } from 'react';
import type { Invitation, InvitationInput, Role } from '@kontuar/contract';
import { request } from '../../app/client';
import { teamsQuery } from '../../app/directory';
import { useMe } from '../../app/me';
import { fieldWords, problemWords } from '../../app/problem-words';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Banner, Button, Check, CopyButton, Field, Icon, Select, TextInput } from '../../ui';
import { settingsKeys } from './queries';
import { grantable, roleWords } from './roles';
import { settingsStrings } from './settings.strings';

/** Makes a link for one person and shows it once. Used in a dialog and in the first run. */
export function InvitePeople() {
  const t = useStrings(settingsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const me = useMe();
  const teams = useQuery(teamsQuery).data ?? [];
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const invite = useMutation({
    mutationFn: (input: InvitationInput) => request<Invitation>('POST', '/invitations', input),
    onSuccess: async () => {
      setEmail('');
      await cache.invalidateQueries({ queryKey: settingsKeys.invitations });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== '') invite.mutate({ email: email.trim(), role, teamIds });
  };
  if (invite.data?.url !== undefined) {
    const { url } = invite.data;
    return (
      <div className="once invite-g" role="status">
        <b>{t('inviteReady', { email: invite.data.email })}</b>
        <code tabIndex={0}>{url}</code>
        <p className="help">{t('inviteReadyHelp', { when: formatMoment(locale, new Date(invite.data.expiresAt)) })}</p>
        <p className="acts">
          <CopyButton text={url} label={t('inviteCopy')} />
          <Button size="sm" tone="ghost" onClick={() => invite.reset()}>
            {t('inviteAnother')}
          </Button>
        </p>
      </div>
    );
  }
  return (
    <form className="invite-g" onSubmit={submit} noValidate>
      {invite.isError && (
        <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>
          {t('notSaved', { reason: problemWords(invite.error) })}
        </Banner>
      )}
      <Field label={t('inviteEmail')} error={fieldWords(invite.error, 'email')}>
        <TextInput type="email" inputMode="email" autoComplete="off" maxLength={254} value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
      <Field label={t('inviteRole')}>
        <Select
          value={role}
          onValueChange={(value) => setRole(value as Role)}
          options={grantable(me.member.role).map((each) => ({ value: each, label: `${t(roleWords[each][0])}: ${t(roleWords[each][1])}` }))}
        />
      </Field>
      {teams.length > 0 && (
        <fieldset className="plain">
          <legend className="lab">{t('colTeams')}</legend>
          <div className="picks">
            {teams.map((team) => (
              <Check key={team.id} checked={teamIds.includes(team.id)} onCheckedChange={(on) => setTeamIds(on ? [...teamIds, team.id] : teamIds.filter((each) => each !== team.id))}>
                {team.name}
              </Check>
            ))}
          </div>
        </fieldset>
      )}
      <div>
        <Button type="submit" tone="primary" busy={invite.isPending} disabled={email.trim() === ''}>
          {t('inviteSend')}
        </Button>
      </div>
    </form>
  );
}
