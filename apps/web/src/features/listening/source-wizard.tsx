import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ListeningSourceMade, ListeningSourceTrial, SourceKind } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Field, PasswordInput, Select, TextInput, useToast } from '../../ui';
import { inputOf, keepChoices, sourceKinds, type SourceForm } from './source-kinds';
import { sourcesStrings } from './sources.strings';

const kinds = Object.keys(sourceKinds) as SourceKind[]; // Object.keys forgets what the record knows
const empty = { name: '', url: '', terms: '', token: '', allowance: '', keepDays: 30 };

/** First where, then what it has to know, then a trial that says in plain words what is wrong; only then it is kept. */
export function SourceWizard({ onMade, onClose }: { onMade: (made: ListeningSourceMade) => void; onClose: () => void }) {
  const t = useStrings(sourcesStrings);
  const [form, setForm] = useState<SourceForm>();
  const heading = useRef<HTMLHeadingElement>(null);
  const step = form === undefined ? 'where' : 'what';
  useEffect(() => { heading.current?.focus(); }, [step]);
  return (
    <section className="hear-wz" aria-label={t('add')}>
      <header className="hear-ea"><h3 ref={heading} tabIndex={-1}>{form === undefined ? t('where') : t(`kind-${form.kind}`)}</h3><span className="grow" /><Button size="sm" tone="ghost" onClick={form === undefined ? onClose : () => setForm(undefined)}>{t('back')}</Button></header>
      {form === undefined
        ? <ul className="hear-wk">{kinds.map((kind) => <li key={kind}><button type="button" onClick={() => setForm({ ...empty, kind, name: t(`kind-${kind}`) })}><b>{t(`kind-${kind}`)}</b><span className="mut">{t(`about-${kind}`)}</span></button></li>)}</ul>
        : <Details key={form.kind} form={form} onChange={setForm} onMade={onMade} />}
    </section>
  );
}

function Details({ form, onChange, onMade }: { form: SourceForm; onChange: (form: SourceForm) => void; onMade: (made: ListeningSourceMade) => void }) {
  const t = useStrings(sourcesStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const { needs, own } = sourceKinds[form.kind];
  const input = inputOf(form);
  const asked = JSON.stringify({ ...input, name: '', keepDays: 0 });
  const trial = useMutation({ mutationFn: async () => ({ asked, answer: await request<ListeningSourceTrial>('POST', '/listening/sources/try', input) }) });
  const add = useMutation({
    mutationFn: () => request<ListeningSourceMade>('POST', '/listening/sources', input),
    onSuccess: (made) => { toast({ text: t('added') }); onMade(made); void cache.invalidateQueries({ queryKey: queryKeys.listening }); },
  });
  // What was changed since has not been tried.
  const answer = trial.data?.asked === asked ? trial.data.answer : undefined;
  const tries = form.kind !== 'push';
  const trouble = trial.error ?? add.error;
  return (
    <form className="hear-wf" onSubmit={(event) => { event.preventDefault(); if (tries && answer === undefined) trial.mutate(); else add.mutate(); }}>
      <SourceFacts kind={form.kind} />
      <div className="hear-ef">
        <Field label={t('nameOf')}><TextInput required maxLength={200} value={form.name} onChange={(event) => onChange({ ...form, name: event.target.value })} /></Field>
        <Field label={t('keep')} help={t('keepWhy')}><Select value={String(form.keepDays)} options={keepChoices.map((days) => ({ value: String(days), label: t('days', { count: days }) }))} onValueChange={(days) => onChange({ ...form, keepDays: Number(days) })} /></Field>
      </div>
      {needs.includes('url') && <Field label={t('addressOf')} help={t(form.kind === 'mastodon' ? 'serverExample' : form.kind === 'site-map' ? 'mapExample' : 'feedExample')}><TextInput type="url" required maxLength={2000} value={form.url} onChange={(event) => onChange({ ...form, url: event.target.value })} /></Field>}
      {needs.includes('terms') && <Field label={t(form.kind === 'mastodon' ? 'tags' : 'terms')} help={t(form.kind === 'mastodon' ? 'tagsHelp' : 'termsHelp')}><TextInput required minLength={2} maxLength={2000} value={form.terms} onChange={(event) => onChange({ ...form, terms: event.target.value })} /></Field>}
      {needs.includes('token') && <Field label={t('token')} help={t('tokenHelp')} optional><PasswordInput autoComplete="off" maxLength={1000} value={form.token} onChange={(event) => onChange({ ...form, token: event.target.value })} /></Field>}
      {needs.includes('key') && <Field label={t(`key-${keyOf(form.kind)}`)} help={t(`keyHelp-${keyOf(form.kind)}`)}><PasswordInput required autoComplete="off" maxLength={1000} value={form.token} onChange={(event) => onChange({ ...form, token: event.target.value })} /></Field>}
      {needs.includes('allowance') && <Field label={t(`allowance-${meteredOf(form.kind)}`)} help={t(`allowanceHelp-${meteredOf(form.kind)}`)} optional><TextInput inputMode="numeric" pattern="[1-9][0-9]{0,6}" maxLength={7} value={form.allowance} onChange={(event) => onChange({ ...form, allowance: event.target.value })} /></Field>}
      {own === true && <Field label={t('serverOf')} help={t('serverHelp')} optional><TextInput type="url" maxLength={2000} value={form.url} onChange={(event) => onChange({ ...form, url: event.target.value })} /></Field>}
      <div role="status" aria-live="polite">
        {trial.isPending && <p className="mut">{t('trying')}</p>}
        {trouble !== null && <p className="hear-bad">{t('fails', { reason: problemWords(trouble) })}</p>}
        {answer !== undefined && !trial.isPending && <Answer of={answer} locale={locale} />}
      </div>
      <p className="hear-ea">
        {tries && <Button type="submit" tone={answer === undefined ? 'primary' : 'plain'} busy={trial.isPending} {...(answer === undefined ? {} : { onClick: (event) => { event.preventDefault(); trial.mutate(); } })}>{t('tryIt')}</Button>}
        {(!tries || answer !== undefined) && <Button type={tries ? 'button' : 'submit'} tone={answer?.ok === false ? 'plain' : 'primary'} busy={add.isPending} {...(tries ? { onClick: () => add.mutate() } : {})}>{answer?.ok === false ? t('keepAnyway') : t('addNow')}</Button>}
      </p>
    </form>
  );
}

const keyOf = (kind: SourceKind): 'youtube' | 'x' | 'reddit' => (kind === 'youtube' || kind === 'x' ? kind : 'reddit');
const meteredOf = (kind: SourceKind): 'youtube' | 'x' => (kind === 'youtube' ? kind : 'x');

function Answer({ of: { ok, trouble, samples }, locale }: { of: ListeningSourceTrial; locale: 'en' | 'pl' }) {
  const t = useStrings(sourcesStrings);
  if (!ok) return <p className="hear-bad">{t('fails', { reason: inWords(trouble ?? '', locale) })}</p>;
  if (samples.length === 0) return <p>{t('worksQuiet')}</p>;
  return <><p>{t('worksWith')}</p><ul className="hear-c">{samples.map((sample, at) => <li key={sample.url ?? at}><b dir="auto">{sample.author}</b> <span dir="auto">{sample.title || sample.text}</span></li>)}</ul></>;
}

/** What nobody should have to find out later. */
export function SourceFacts({ kind }: { kind: SourceKind }) {
  const t = useStrings(sourcesStrings);
  return (
    <dl className="hear-fa">
      <div><dt>{t('fresh')}</dt><dd>{t(`fresh-${kind}`)}</dd></div>
      <div><dt>{t('blindTo')}</dt><dd>{t(`blind-${kind}`)}</dd></div>
      <div><dt>{t('cost')}</dt><dd>{t(`cost-${kind}`)}</dd></div>
    </dl>
  );
}
