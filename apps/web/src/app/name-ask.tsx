import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Me } from '@kontuar/contract';
import { useStrings } from '../i18n';
import { Button, TextInput, useToast } from '../ui';
import { appStrings } from './app.strings';
import { request } from './client';
import { meQuery, useMe } from './me';
import { problemWords } from './problem-words';
import './name-ask.css';

/** Whoever was called after an address is asked once, above everything and in nobody's way. */
export function NameAsk() {
  const { user } = useMe();
  const [later, setLater] = useState(false);
  return user.nameGuessed && !later ? <Ask guess={user.name} later={() => setLater(true)} /> : null;
}

function Ask({ guess, later }: { guess: string; later: () => void }) {
  const t = useStrings(appStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => request<Me>('PATCH', '/me', { name: name.trim() }),
    onSuccess: (me) => cache.setQueryData(meQuery.queryKey, me),
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate();
  };
  return (
    <form className="name-ask" onSubmit={submit} aria-label={t('nameAsk')}>
      <p>{t('nameNow', { name: guess })}</p>
      <TextInput aria-label={t('nameAsk')} placeholder={t('nameAsk')} autoComplete="name" maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
      <Button type="submit" size="sm" tone="primary" busy={save.isPending} disabled={name.trim() === ''}>{t('nameSave')}</Button>
      <Button size="sm" tone="ghost" onClick={later}>{t('nameLater')}</Button>
    </form>
  );
}
