import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, TriangleAlert } from 'lucide';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { SetupInput } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { meQuery } from '../../app/me';
import { runSteps, type RunStep } from '../../app/session-gate';
import { switchLocale, useLocale, useStrings } from '../../i18n';
import { Banner, Button, Field, focusInvalid, Icon, PasswordInput, SegmentedControl, TextInput } from '../../ui';
import { Gate, Question } from './gate';
import { entryWords, looksLikeEmail, shortestPassword } from './session-words';
import { sessionStrings } from './session.strings';

const stepWords = {
  workspace: ['stepWorkspace', 'stepWorkspaceSub'],
  you: ['stepYou', 'stepYouSub'],
  channel: ['stepChannel', 'stepChannelSub'],
  team: ['stepTeam', 'stepTeamSub'],
  try: ['stepTry', 'stepTrySub'],
} as const;

export interface FirstRunProps {
  step: RunStep;
  go: (step: RunStep) => void;
  /** Known once the workspace exists. */
  workspaceName?: string;
  /** The steps that belong to other features; the app hands them in. */
  channel: ReactNode;
  team: ReactNode;
  tryIt: ReactNode;
}

export function FirstRun({ step, go, workspaceName, channel, team, tryIt }: FirstRunProps) {
  const t = useStrings(sessionStrings);
  const [brand, setBrand] = useState('');
  const at = runSteps.indexOf(step);
  const shownName = workspaceName ?? (brand.trim() === '' ? undefined : brand.trim());
  return (
    <Gate
      title={t('runTitle')}
      lead={t('runLead')}
      fixedLanguage={at > 1}
      steps={
        <ol className="steps" aria-label={t('steps')}>
          {runSteps.map((each, index) => (
            <li key={each} className={index === at ? 'now' : index < at ? 'done' : undefined} aria-current={index === at ? 'step' : undefined}>
              <span className="st-n">{index < at ? <Icon of={Check} size={14} /> : index + 1}</span>
              <span className="st-t">
                <b>{t(stepWords[each][0])}</b>
                <span>{each === 'workspace' && shownName !== undefined ? shownName : t(stepWords[each][1])}</span>
                {index < at && <span className="vh">{t('stepDone')}</span>}
              </span>
            </li>
          ))}
        </ol>
      }
    >
      {step === 'workspace' && <BrandStep brand={brand} setBrand={setBrand} done={() => go('you')} />}
      {step === 'you' && <OwnerStep brand={brand.trim()} back={() => go('workspace')} done={() => go('channel')} />}
      {step === 'channel' && (
        <>
          <Question title={t('channelTitle')}>{t('channelHelp')}</Question>
          {channel}
        </>
      )}
      {step === 'team' && (
        <>
          <Question title={t('teamTitle')}>{t('teamHelp')}</Question>
          {team}
        </>
      )}
      {step === 'try' && (
        <>
          <Question title={t('tryTitle')}>{t('tryHelp')}</Question>
          {tryIt}
        </>
      )}
    </Gate>
  );
}

function BrandStep({ brand, setBrand, done }: { brand: string; setBrand: (name: string) => void; done: () => void }) {
  const t = useStrings(sessionStrings);
  const locale = useLocale();
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    focusInvalid(event.currentTarget);
    if (brand.trim() !== '') done();
  };
  return (
    <>
      <Question title={t('brandTitle')}>{t('brandHelp')}</Question>
      <div className="gate-g">
        <form className="form" onSubmit={submit} noValidate>
          <Field label={t('brandName')} error={tried && brand.trim() === '' ? t('nameMissing') : undefined}>
            <TextInput large name="organization" autoComplete="organization" maxLength={200} value={brand} onChange={(event) => setBrand(event.target.value)} autoFocus />
          </Field>
          <div className="field">
            <span className="lab" aria-hidden="true">
              {t('language')}
            </span>
            <div>
              <SegmentedControl
                label={t('language')}
                value={locale}
                onValueChange={(next) => void switchLocale(next)}
                choices={[
                  { value: 'en', label: 'English' },
                  { value: 'pl', label: 'Polski' },
                ]}
              />
            </div>
          </div>
          <p className="go">
            <Button type="submit" tone="primary" size="lg" keys={['Ctrl', '↵']}>
              {t('next')}
            </Button>
          </p>
        </form>
        <figure className="prev">
          <figcaption>{t('previewTitle')}</figcaption>
          <div className="pv">
            <p className="pv-h">
              <b>{brand.trim() === '' ? 'Dom Lipowy' : brand.trim()}</b>
              <span>{t('previewReply')}</span>
            </p>
            <p className="pv-b">{t('previewHello')}</p>
            <p className="pv-b o">{t('previewQuestion')}</p>
          </div>
        </figure>
      </div>
    </>
  );
}

function OwnerStep({ brand, back, done }: { brand: string; back: () => void; done: () => void }) {
  const t = useStrings(sessionStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const open = useMutation({
    mutationFn: async () => {
      const input: SetupInput = { workspaceName: brand, name: name.trim(), email: email.trim(), password, locale };
      await request('POST', '/setup', input, { expects401: true });
      await cache.fetchQuery(meQuery);
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      // A guess that settings can correct: opening must not fail on it.
      if (timeZone) await request('PATCH', '/workspace', { timeZone, locale }).catch(() => undefined);
    },
    onSuccess: done,
  });
  const missing = password.length < shortestPassword;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    focusInvalid(event.currentTarget);
    if (name.trim() !== '' && looksLikeEmail(email) && !missing) open.mutate();
  };
  const closed = open.error instanceof ApiProblem && [403, 404, 409, 410].includes(open.error.status);
  return (
    <>
      <Question title={t('youTitle')}>{t('youHelp')}</Question>
      <form className="form gate-solo" onSubmit={submit} noValidate>
        {open.isError && (
          <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />} action={closed ? <a className="btn sm" href="/login">{t('toSignIn')}</a> : undefined}>
            {closed ? t('closed') : entryWords(open.error, t)}
          </Banner>
        )}
        <Field label={t('yourName')} help={t('yourNameHelp')} error={tried && name.trim() === '' ? t('nameMissing') : undefined}>
          <TextInput large name="name" autoComplete="name" maxLength={200} value={name} onChange={(event) => setName(event.target.value)} autoFocus />
        </Field>
        <Field label={t('email')} error={tried && !looksLikeEmail(email) ? t('emailBad') : undefined}>
          <TextInput large type="email" name="email" autoComplete="username" inputMode="email" maxLength={254} value={email} onChange={(event) => setEmail(event.target.value)} />
        </Field>
        <Field label={t('password')} help={t('passwordHelp')} error={tried && missing ? t('passwordShort', { count: shortestPassword - password.length }) : undefined}>
          <PasswordInput large name="password" autoComplete="new-password" maxLength={200} value={password} onChange={(event) => setPassword(event.target.value)} />
        </Field>
        <p className="go">
          <Button type="submit" tone="primary" size="lg" keys={['Ctrl', '↵']} busy={open.isPending}>
            {t('create')}
          </Button>
          <Button tone="ghost" size="lg" onClick={back}>
            {t('back')}
          </Button>
        </p>
      </form>
    </>
  );
}
