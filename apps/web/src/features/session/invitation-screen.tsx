import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide';
import { useState, type FormEvent } from 'react';
import type { AcceptInvitationInput, InvitationPreview, Role } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { meQuery } from '../../app/me';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, EmptyState, Field, focusInvalid, Icon, PasswordInput, Skeleton, TextInput } from '../../ui';
import { Gate, Question } from './gate';
import { entryWords, shortestPassword } from './session-words';
import { sessionStrings } from './session.strings';

const roleKeys = { owner: 'roleOwner', admin: 'roleAdmin', supervisor: 'roleSupervisor', agent: 'roleAgent', brand_analyst: 'roleAnalyst' } as const satisfies Record<Role, string>;

export function InvitationScreen() {
  const t = useStrings(sessionStrings);
  const { token } = useParams({ from: '/invite/$token' });
  const path = `/invitations/by-token/${encodeURIComponent(token)}`;
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => request<InvitationPreview>('GET', path, undefined, { signal, expects401: true }),
    staleTime: Infinity,
  });
  const gone = preview.error instanceof ApiProblem && [400, 404, 409, 410].includes(preview.error.status);
  return (
    <Gate title={preview.data ? t('inviteTitle', { workspace: preview.data.workspaceName }) : 'Kontuar'} lead={t('inviteLead')}>
      {preview.isPending && (
        <div className="form gate-solo" role="status" aria-label={t('loading')}>
          <Skeleton height={30} width={220} />
          <Skeleton height={38} />
          <Skeleton height={38} />
        </div>
      )}
      {preview.isError && (gone ? <EmptyState art="lock" title={t('inviteGone')}>{t('inviteGoneHelp')}</EmptyState> : <Banner boxed urgent tone="danger">{entryWords(preview.error, t)}</Banner>)}
      {preview.data && <Join path={path} invitation={preview.data} />}
    </Gate>
  );
}

function Join({ path, invitation }: { path: string; invitation: InvitationPreview }) {
  const t = useStrings(sessionStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const isNew = !invitation.existingUser;
  const tooShort = isNew && password.length < shortestPassword;
  const join = useMutation({
    mutationFn: () => {
      const input: AcceptInvitationInput = { password, locale, ...(isNew ? { name: name.trim() } : {}) };
      return request('POST', `${path}/accept`, input, { expects401: true });
    },
    onSuccess: async () => {
      cache.clear();
      await cache.fetchQuery(meQuery);
      await navigate({ to: '/inbox' });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    focusInvalid(event.currentTarget);
    if (!tooShort && password !== '' && (!isNew || name.trim() !== '')) join.mutate();
  };
  return (
    <>
      <Question title={isNew ? t('inviteNew') : t('signIn')}>
        {t('inviteRole', { role: t(roleKeys[invitation.role]) })} {!isNew && t('inviteExisting')}
      </Question>
      <form className="form gate-solo" onSubmit={submit} noValidate>
        {join.isError && (
          <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>
            {entryWords(join.error, t)}
          </Banner>
        )}
        <Field label={t('email')}>
          <TextInput large type="email" name="email" autoComplete="username" value={invitation.email} readOnly />
        </Field>
        {isNew && (
          <Field label={t('yourName')} help={t('yourNameHelp')} error={tried && name.trim() === '' ? t('nameMissing') : undefined}>
            <TextInput large name="name" autoComplete="name" maxLength={200} value={name} onChange={(event) => setName(event.target.value)} autoFocus />
          </Field>
        )}
        <Field
          label={t('password')}
          {...(isNew ? { help: t('passwordHelp') } : {})}
          error={tried && tooShort ? t('passwordShort', { count: shortestPassword - password.length }) : undefined}
        >
          <PasswordInput large name="password" autoComplete={isNew ? 'new-password' : 'current-password'} value={password} onChange={(event) => setPassword(event.target.value)} />
        </Field>
        <p className="go">
          <Button type="submit" tone="primary" size="lg" keys={['Ctrl', '↵']} busy={join.isPending}>
            {t('inviteJoin')}
          </Button>
        </p>
      </form>
    </>
  );
}
