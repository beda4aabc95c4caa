import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Eraser } from 'lucide';
import { useState } from 'react';
import type { ContactView, ErasureGround, ErasureInput, ErasureTrial, ErasureView, PersonExportView } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Field, Icon, Select, TextInput, useNow, useToast } from '../../ui';
import { personDataStrings } from './person-data.strings';

/** The whole of what is held of a person: as an archive for them, or gone. */
export function PersonData({ contact }: { contact: ContactView }) {
  const t = useStrings(personDataStrings);
  const locale = useLocale();
  const toast = useToast();
  const cache = useQueryClient();
  const [erasing, setErasing] = useState(false);
  const archive = useMutation({
    mutationFn: () => request<PersonExportView>('POST', `/contacts/${contact.id}/exports`, { locale: contact.language === 'pl' || contact.language === 'en' ? contact.language : locale }),
    onSuccess: () => { toast({ text: t('exporting') }); void cache.invalidateQueries({ queryKey: queryKeys.privacy }); },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <section>
      <h3>{t('title')}</h3>
      <div className="pd">
        <Button size="sm" busy={archive.isPending} onClick={() => archive.mutate()}><Icon of={Download} size={14} />{t('export')}</Button>
        <Button size="sm" onClick={() => setErasing(true)}><Icon of={Eraser} size={14} />{t('erase')}</Button>
      </div>
      {erasing && <EraseDialog contact={contact} onClose={() => setErasing(false)} />}
    </section>
  );
}

const grounds = { 'art17-1-b': 'groundB', 'art17-1-a': 'groundA', 'art17-1-c': 'groundC', 'art17-1-d': 'groundD', 'art17-1-e': 'groundE', 'art17-1-f': 'groundF', 'other': 'groundOther' } as const;
const today = (): string => new Date().toLocaleDateString('sv-SE');

function EraseDialog({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const t = useStrings(personDataStrings);
  const toast = useToast();
  const cache = useQueryClient();
  const [step, setStep] = useState<'look' | 'confirm'>('look');
  const [ground, setGround] = useState<ErasureGround>('art17-1-b');
  const [askedOn, setAskedOn] = useState(today);
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const { data: trial, error } = useQuery({ queryKey: [...queryKeys.privacy, 'trial', contact.id], queryFn: ({ signal }) => request<ErasureTrial>('GET', `/contacts/${contact.id}/erasure`, undefined, { signal }), staleTime: 0, gcTime: 0 });
  const erase = useMutation({
    mutationFn: (input: ErasureInput) => request<ErasureView>('POST', `/contacts/${contact.id}/erasure`, input),
    onSuccess: () => {
      toast({ text: t('begun') });
      void cache.invalidateQueries({ queryKey: queryKeys.privacy });
      onClose();
    },
    onError: (problem) => void toast({ text: t('failed', { reason: problemWords(problem) }), tone: 'danger' }),
  });
  const confirmed = trial !== undefined && typed.trim() === trial.confirm;
  const act = () => {
    setTried(true);
    if (confirmed) erase.mutate({ ground, askedOn, confirm: typed.trim() });
  };
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose(); }} title={t('dialog', { name: trial?.contact.name ?? contact.name })}
      footer={step === 'look'
        ? <><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" disabled={trial === undefined} onClick={() => setStep('confirm')}>{t('next')}</Button></>
        : <><Button onClick={() => setStep('look')}>{t('back')}</Button><Button tone="danger" busy={erase.isPending} onClick={act}>{t('act')}</Button></>}
    >
      {step === 'look' ? (
        <div className="form-d">
          <p>{t('asks')}</p>
          {error !== null ? <p role="alert">{problemWords(error)}</p> : trial === undefined ? <p role="status">{t('loading')}</p> : <Trial trial={trial} />}
        </div>
      ) : (
        <div className="form-d">
          <Field label={t('ground')}><Select options={Object.entries(grounds).map(([value, words]) => ({ value, label: t(words) }))} value={ground} onValueChange={(value) => setGround(value as ErasureGround)} /></Field>
          <Field label={t('askedOn')}><TextInput type="date" max={today()} value={askedOn} onChange={(event) => setAskedOn(event.target.value)} /></Field>
          <Field label={t('confirm', { name: trial?.confirm ?? '' })} help={t('confirmHelp')} error={tried && !confirmed ? t('wrong') : undefined}><TextInput autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter') act(); }} /></Field>
        </div>
      )}
    </Dialog>
  );
}

function Trial({ trial }: { trial: ErasureTrial }) {
  const t = useStrings(personDataStrings);
  const locale = useLocale();
  const now = useNow();
  const sources = [...new Set(trial.holds.map(({ source }) => source))];
  return (
    <div className="pd-t">
      <h4>{t('goes')}</h4>
      <Counts rows={trial.goes} />
      {trial.files.count > 0 && <p className="mut">{t('files', { count: trial.files.count })}</p>}
      {trial.elsewhere > 0 && <p className="mut">{t('elsewhere', { count: trial.elsewhere })}</p>}
      <h4>{t('stays')}</h4>
      {trial.holds.length === 0 ? <p className="mut">{t('nothingStays')}</p> : (
        <>
          <ul>{trial.holds.map((hold) => <li key={hold.caseId}>{hold.until === null ? t('heldOpen', { code: hold.code }) : t('heldUntil', { code: hold.code, day: formatDay(locale, new Date(hold.until), now) })}</li>)}</ul>
          <Counts rows={trial.stays} />
          {sources.map((source) => <p key={source} className="mut">{t('source', { source })}</p>)}
        </>
      )}
    </div>
  );
}

function Counts({ rows }: { rows: ErasureTrial['goes'] }) {
  const locale = useLocale();
  return <ul className="pd-c">{rows.map((row) => <li key={row.table}><span>{row.name[locale]}</span><b>{row.rows.toLocaleString(locale)}</b></li>)}</ul>;
}
