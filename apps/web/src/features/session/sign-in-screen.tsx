import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Clock, TriangleAlert } from 'lucide';
import { useState, type FormEvent } from 'react';
import { request } from '../../app/client';
import { meQuery } from '../../app/me';
import { safeReturn } from '../../app/session-gate';
import { useStrings } from '../../i18n';
import { Banner, Button, Field, Icon, PasswordInput, TextInput } from '../../ui';
import { Gate, Question } from './gate';
import { entryWords } from './session-words';
import { sessionStrings } from './session.strings';

export function SignInScreen() {
  const t = useStrings(sessionStrings);
  const { next, ended } = useSearch({ from: '/login' });
  const router = useRouter();
  const cache = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => request('POST', '/auth/login', { email: email.trim(), password }, { expects401: true }),
    onSuccess: async () => {
      // Whatever an earlier member left in memory must not be seen by this one.
      cache.clear();
      await cache.fetchQuery(meQuery);
      router.history.push(safeReturn(next));
    },
    onError: () => setPassword(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== '' && password !== '') signIn.mutate();
  };
  return (
    <Gate title={t('signInTitle')} lead={t('signInLead')}>
      <Question title={t('signIn')}>{t('signInHelp')}</Question>
      <form className="form gate-solo" onSubmit={submit} noValidate>
        {ended === true && !signIn.isError && (
          <Banner boxed icon={<Icon of={Clock} />}>
            {t('sessionEnded')}
          </Banner>
        )}
        {signIn.isError && (
          <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>
            {entryWords(signIn.error, t)}
          </Banner>
        )}
        <Field label={t('email')}>
          <TextInput large type="email" name="email" autoComplete="username" inputMode="email" value={email} onChange={(event) => setEmail(event.target.value)} autoFocus />
        </Field>
        <Field label={t('password')} help={t('forgot')}>
          <PasswordInput large name="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </Field>
        <p className="go">
          <Button type="submit" tone="primary" size="lg" busy={signIn.isPending} disabled={email.trim() === '' || password === ''}>
            {t('signIn')}
          </Button>
        </p>
      </form>
    </Gate>
  );
}
