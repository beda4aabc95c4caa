import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, FileText } from 'lucide';
import { useState } from 'react';
import type { ErasureList, ErasureView, PersonExportList, PrivacySettings, PrivacySettingsPatch, RedactionKind } from '@kontuar/contract';
import { request, requestFile } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, Check, Field, Icon, Tag, TextInput, useNow, useToast } from '../../ui';
import { Loaded, PartHead, useDialog, useFailed } from './parts';
import { PrivacyLetter } from './privacy-letter';
import { Retention } from './retention';
import { privacyStrings } from './privacy.strings';
import { settingsStrings } from './settings.strings';

const kinds = ['card', 'pesel', 'id_card', 'iban'] as const satisfies readonly RedactionKind[];

/** What is masked, how long things are kept, and who asked for their data. */
export function PrivacyPart() {
  const t = useStrings(privacyStrings);
  const s = useStrings(settingsStrings);
  const query = useQuery({ queryKey: [...queryKeys.privacy, 'settings'], queryFn: ({ signal }) => request<PrivacySettings>('GET', '/privacy/settings', undefined, { signal }) });
  return (
    <>
      <PartHead title={s('privacy')} lead={t('lead')} />
      <Loaded query={query}>{query.data !== undefined && <Rules settings={query.data} />}</Loaded>
      <Retention />
      <Erasures />
      <Exports />
    </>
  );
}

function Rules({ settings }: { settings: PrivacySettings }) {
  const t = useStrings(privacyStrings);
  const toast = useToast();
  const cache = useQueryClient();
  const failed = useFailed();
  const [years, setYears] = useState(settings.keepCasesYears === null ? '' : String(settings.keepCasesYears));
  const [days, setDays] = useState(String(settings.keepDeliveriesDays));
  const change = useMutation({
    mutationFn: (patch: PrivacySettingsPatch) => request<PrivacySettings>('PATCH', '/privacy/settings', patch),
    onSuccess: (next) => { cache.setQueryData([...queryKeys.privacy, 'settings'], next); toast({ text: t('saved') }); },
    onError: failed,
  });
  const toggle = (kind: RedactionKind, on: boolean) => change.mutate({ redact: on ? [...settings.redact, kind] : settings.redact.filter((one) => one !== kind) });
  return (
    <div className="sheet">
      <section aria-labelledby="privacy-masks">
        <h2 id="privacy-masks">{t('masks')}</h2>
        <div className="fields">
          <p className="help">{t('masksLead')}</p>
          {kinds.map((kind) => <Check key={kind} checked={settings.redact.includes(kind)} disabled={change.isPending} onCheckedChange={(on) => toggle(kind, on)}>{t(kind)}</Check>)}
        </div>
      </section>
      <section aria-labelledby="privacy-keep">
        <h2 id="privacy-keep">{t('keep')}</h2>
        <form className="fields" onSubmit={(event) => { event.preventDefault(); change.mutate({ keepCasesYears: years.trim() === '' ? null : Number(years), keepDeliveriesDays: Math.max(1, Number(days)) }); }}>
          <Field label={`${t('keepCases')} (${t('years')})`} help={t('keepCasesHelp')} optional><TextInput type="number" min={0} max={30} placeholder={t('byLaw')} value={years} onChange={(event) => setYears(event.target.value)} /></Field>
          <Field label={t('keepDeliveries')}><TextInput type="number" min={1} max={3650} required value={days} onChange={(event) => setDays(event.target.value)} /></Field>
          <div className="row-end"><Button type="submit" tone="primary" busy={change.isPending}>{t('save')}</Button></div>
        </form>
      </section>
    </div>
  );
}

const states = { running: 'running', held: 'held', done: 'done', failed: 'stuck' } as const;

function Erasures() {
  const t = useStrings(privacyStrings);
  const failed = useFailed();
  const [about, open, close] = useDialog<ErasureView>();
  const query = useQuery({ queryKey: [...queryKeys.privacy, 'erasures'], queryFn: ({ signal }) => request<ErasureList>('GET', '/privacy/erasures', undefined, { signal, query: { limit: 50 } }), refetchInterval: (state) => (state.state.data?.items.some((one) => one.state === 'running') === true ? 2000 : false) });
  const items = query.data?.items ?? [];
  const list = useMutation({ mutationFn: () => requestFile('GET', '/privacy/erasures/replay-list'), onSuccess: (file) => keep(file, 'erasures.jsonl'), onError: failed });
  return (
    <section className="prv" aria-labelledby="privacy-erasures">
      <h2 id="privacy-erasures">{t('requests')}</h2>
      <Loaded query={query}>
        {items.length === 0 ? <p className="mut">{t('noRequests')}</p> : <ul className="card lst">{items.map((one) => <Erasure key={one.id} one={one} onLetter={() => open(one)} />)}</ul>}
      </Loaded>
      {items.length > 0 && <p className="mut prv-l"><Button size="sm" busy={list.isPending} onClick={() => list.mutate()}><Icon of={Download} size={14} />{t('list')}</Button> {t('listHelp')}</p>}
      {about !== undefined && <PrivacyLetter erasure={about} close={close} />}
    </section>
  );
}

function Erasure({ one, onLetter }: { one: ErasureView; onLetter: () => void }) {
  const t = useStrings(privacyStrings);
  const locale = useLocale();
  const now = useNow();
  const rows = one.counts.reduce((sum, count) => sum + count.rows, 0);
  const says = [
    t('askedOn', { day: formatDay(locale, new Date(`${one.askedOn}T12:00:00`), now) }), ...(rows === 0 ? [] : [t('rows', { count: rows })]), ...(one.state === 'held' ? [t('heldBy', { codes: one.holds.map(({ code }) => code).join(', ') })] : []),
    ...(one.letterSentAt === null ? [] : [t('letterSent', { day: formatDay(locale, new Date(one.letterSentAt), now) })]), ...(one.replayed ? [t('replayed')] : []),
  ];
  return (
    <li>
      <div className="lst-r">
        <span className="lst-t"><b>{one.name ?? t('nobody')}</b><span>{says.join(' · ')}</span></span>
        <Tag {...(one.state === 'held' ? { tone: 'waiting' as const } : one.state === 'done' ? { tone: 'ok' as const } : {})}>{t(states[one.state])}</Tag>
        {one.state === 'held' && <Button size="sm" onClick={onLetter}><Icon of={FileText} size={14} />{t('letter')}</Button>}
      </div>
    </li>
  );
}

function Exports() {
  const t = useStrings(privacyStrings);
  const locale = useLocale();
  const now = useNow();
  const failed = useFailed();
  const query = useQuery({ queryKey: [...queryKeys.privacy, 'exports'], queryFn: ({ signal }) => request<PersonExportList>('GET', '/privacy/exports', undefined, { signal }), refetchInterval: (state) => (state.state.data?.items.some((one) => one.state === 'waiting') === true ? 2000 : false) });
  const fetchIt = useMutation({ mutationFn: async (one: PersonExportList['items'][number]) => keep(await requestFile('GET', `/privacy/exports/${one.id}/file`), `${one.name === '' ? 'person' : one.name}.zip`), onError: failed });
  const items = query.data?.items ?? [];
  return (
    <section className="prv" aria-labelledby="privacy-exports">
      <h2 id="privacy-exports">{t('exports')}</h2>
      <Loaded query={query}>
        {items.length === 0 ? <p className="mut">{t('noExports')}</p> : (
          <ul className="card lst">
            {items.map((one) => (
              <li key={one.id}>
                <div className="lst-r">
                  <span className="lst-t"><b>{one.name === '' ? t('nobody') : one.name}</b><span>{[formatDay(locale, new Date(one.createdAt), now), ...(one.expiresAt === null || one.state !== 'ready' ? [] : [t('until', { day: formatDay(locale, new Date(one.expiresAt), now) })])].join(' · ')}</span></span>
                  <Tag {...(one.state === 'ready' ? { tone: 'ok' as const } : one.state === 'failed' ? { tone: 'danger' as const } : {})}>{t(one.state)}</Tag>
                  {one.state === 'ready' && (one.mine ? <Button size="sm" busy={fetchIt.isPending} onClick={() => fetchIt.mutate(one)}><Icon of={Download} size={14} />{t('fetch')}</Button> : <span className="mut">{t('notYours')}</span>)}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function keep(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
