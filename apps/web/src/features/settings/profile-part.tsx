import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Me, ProfilePatch } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { meQuery, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { switchLocale, translate, useStrings } from '../../i18n';
import { Button, Check, Field, PasswordInput, SegmentedControl, TextArea, TextInput, useToast } from '../../ui';
import { PartHead, useFailed } from './parts';
import { PictureField } from './picture-field';
import { settingsStrings } from './settings.strings';

const shortestPassword = 10;

export function ProfilePart() {
  const t = useStrings(settingsStrings);
  const me = useMe();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const save = useMutation({
    mutationFn: (patch: ProfilePatch) => request<Me>('PATCH', '/me', patch),
    onSuccess: async (_, patch) => {
      await cache.invalidateQueries({ queryKey: meQuery.queryKey });
      if (patch.locale) await switchLocale(patch.locale);
      // In the language that was just chosen.
      toast({ text: translate(settingsStrings, 'saved') });
    },
    onError: failed,
  });
  return (
    <>
      <PartHead title={t('profile')} lead={t('profileLead')} />
      <div className="sheet">
        <About me={me} busy={save.isPending} save={save.mutate} />
        <UndoSend seconds={me.member.undoSendSeconds} save={(undoSendSeconds) => save.mutate({ undoSendSeconds })} />
        <Signature before={me.member.signature} busy={save.isPending} save={(signature) => save.mutate({ signature })} />
        <Password />
      </div>
    </>
  );
}

function About({ me, busy, save }: { me: Me; busy: boolean; save: (patch: ProfilePatch) => void }) {
  const t = useStrings(settingsStrings);
  const [name, setName] = useState(me.user.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save({ name: name.trim() });
  };
  return (
    <section>
      <h2>{t('profile')}</h2>
      <form className="fields" onSubmit={submit}>
        <PictureField me={me} />
        <Field label={t('yourName')} help={t('yourNameHelp')} error={name.trim() === '' ? t('nameMissing') : undefined}>
          <TextInput autoComplete="name" maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t('email')} help={t('emailHelp')}>
          <TextInput type="email" value={me.user.email} readOnly />
        </Field>
        <div className="field">
          <span className="lab" aria-hidden="true">
            {t('language')}
          </span>
          <div>
            <SegmentedControl
              label={t('language')}
              value={me.user.locale}
              onValueChange={(locale) => save({ locale })}
              choices={[
                { value: 'en', label: 'English' },
                { value: 'pl', label: 'Polski' },
              ]}
            />
          </div>
        </div>
        <div className="row-end">
          <Button type="submit" tone="primary" busy={busy} disabled={name.trim() === me.user.name || name.trim() === ''}>
            {t('save')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function UndoSend({ seconds, save }: { seconds: number | null; save: (seconds: number | null) => void }) {
  const t = useStrings(settingsStrings);
  const [own, setOwn] = useState(seconds ?? 10);
  const words = own === 0 ? t('undoNone') : t('undoSeconds', { count: own });
  return (
    <section>
      <div>
        <h2>{t('undoTitle')}</h2>
        <p className="help">{t('undoHelp')}</p>
      </div>
      <div className="fields" role="radiogroup" aria-label={t('undoTitle')}>
        <Check kind="radio" name="undo" checked={seconds === null} onCheckedChange={() => save(null)}>
          {t('undoChannel')}
        </Check>
        <Check kind="radio" name="undo" checked={seconds !== null} onCheckedChange={() => save(own)}>
          {t('undoOwn')}
        </Check>
        {seconds !== null && (
          <div className="range">
            <input
              type="range"
              min={0}
              max={30}
              aria-label={t('undoOwn')}
              aria-valuetext={words}
              value={own}
              onChange={(event) => setOwn(event.target.valueAsNumber)}
              onPointerUp={() => own !== seconds && save(own)}
              onKeyUp={() => own !== seconds && save(own)}
              onBlur={() => own !== seconds && save(own)}
            />
            <output>{words}</output>
          </div>
        )}
      </div>
    </section>
  );
}

function Signature({ before, busy, save }: { before: string; busy: boolean; save: (signature: string) => void }) {
  const t = useStrings(settingsStrings);
  const [text, setText] = useState(before);
  return (
    <section>
      <h2>{t('signature')}</h2>
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          save(text);
        }}
      >
        <Field label={t('signature')} hideLabel help={t('signatureHelp')}>
          <TextArea rows={4} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        <div className="row-end">
          <Button type="submit" tone="primary" busy={busy} disabled={text === before}>
            {t('save')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Password() {
  const t = useStrings(settingsStrings);
  const me = useMe();
  const toast = useToast();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const short = next.length < shortestPassword;
  const change = useMutation({
    mutationFn: () => request('PATCH', '/me', { currentPassword: current, newPassword: next }, { expects401: true }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      setTried(false);
      toast({ text: t('passwordChanged') });
    },
  });
  const wrong = change.error instanceof ApiProblem && [400, 401, 403].includes(change.error.status);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (current !== '' && !short) change.mutate();
  };
  return (
    <section>
      <h2>{t('passwordTitle')}</h2>
      <form className="fields" onSubmit={submit}>
        <input type="email" name="email" autoComplete="username" value={me.user.email} readOnly hidden />
        <Field label={t('currentPassword')} error={change.isError ? (wrong ? t('passwordWrong') : problemWords(change.error)) : undefined}>
          <PasswordInput autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
        </Field>
        <Field label={t('newPassword')} help={t('newPasswordHelp')} error={tried && short ? t('passwordShort', { count: shortestPassword - next.length }) : undefined}>
          <PasswordInput autoComplete="new-password" maxLength={200} value={next} onChange={(event) => setNext(event.target.value)} />
        </Field>
        <div className="row-end">
          <Button type="submit" busy={change.isPending} disabled={current === '' || next === ''}>
            {t('passwordChange')}
          </Button>
        </div>
      </form>
    </section>
  );
}
