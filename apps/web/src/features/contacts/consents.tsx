import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide';
import { useState } from 'react';
import type { ConsentPurposeList, ConsentSaying, ConsentsOfContact, ContactView } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Field, Icon, IconButton, Menu, MenuItem, Select, Tag, TextArea, TextInput, useNow, useToast } from '../../ui';
import { consentsStrings } from './consents.strings';

/** To what a person said yes and no; every line that was ever written about it stays. */
export function Consents({ contact, edits }: { contact: ContactView; edits: boolean }) {
  const t = useStrings(consentsStrings);
  const locale = useLocale();
  const now = useNow();
  const toast = useToast();
  const cache = useQueryClient();
  const members = useMembers();
  const [asking, setAsking] = useState<string>();
  const [whole, setWhole] = useState(false);
  const key = queryKeys.consents(contact.id);
  const { data } = useQuery({ queryKey: key, queryFn: ({ signal }) => request<ConsentsOfContact>('GET', `/contacts/${contact.id}/consents`, undefined, { signal }), staleTime: 30_000 });
  const { data: purposes } = useQuery({ queryKey: queryKeys.consentPurposes, queryFn: ({ signal }) => request<ConsentPurposeList>('GET', '/privacy/purposes', undefined, { signal }), staleTime: 300_000 });
  const say = useMutation({
    mutationFn: (input: Partial<ConsentSaying> & Pick<ConsentSaying, 'purpose' | 'given'>) => request<ConsentsOfContact>('POST', `/contacts/${contact.id}/consents`, input),
    onSuccess: (next) => {
      cache.setQueryData(key, next);
      setAsking(undefined);
      toast({ text: t('saved') });
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const nameOf = (purpose: string) => {
    const name = purposes?.items.find((one) => one.key === purpose)?.name[locale] ?? purpose;
    return name.slice(0, 1).toLocaleUpperCase(locale) + name.slice(1);
  };
  if (data === undefined || purposes === undefined) return null;
  return (
    <section>
      <h3>{t('title')}</h3>
      <ul className="cons">
        {data.standing.map(({ purpose, state, since }) => (
          <li key={purpose}>
            <span>{nameOf(purpose)}{since !== null && <span className="mut"> · {t('since', { day: formatDay(locale, new Date(since), now) })}</span>}</span>
            {state === 'none' ? <span className="mut">{t('none')}</span> : <Tag {...(state === 'given' ? { tone: 'ok' as const } : { tone: 'waiting' as const })}>{t(state)}</Tag>}
            {edits && (
              <Menu label={t('menu', { purpose: nameOf(purpose) })} trigger={<IconButton size="sm" tone="ghost" label={t('menu', { purpose: nameOf(purpose) })}><Icon of={Ellipsis} size={14} /></IconButton>}>
                <MenuItem onSelect={() => setAsking(purpose)}>{t('give')}</MenuItem>
                {state !== 'withdrawn' && <MenuItem onSelect={() => say.mutate({ purpose, given: false })}>{t('withdraw')}</MenuItem>}
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {data.history.length > 0 && <button type="button" className="lnk" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? t('hide') : t('history', { count: data.history.length })}</button>}
      {whole && (
        <ol className="cons-h">
          {data.history.map((line) => {
            const who = members.find(({ id }) => id === line.memberId)?.name;
            return (
              <li key={line.id}>
                <span>{t(line.given ? 'said' : 'refused', { purpose: nameOf(line.purpose) })}<span className="mut"> · {formatDay(locale, new Date(line.at), now)} · {t(line.source)}{who === undefined ? '' : ` · ${t('by', { who })}`}{line.proof.version === undefined ? '' : ` · ${t('version', { version: line.proof.version })}`}</span></span>
                {line.proof.text !== undefined && <q className="mut">{line.proof.text}</q>}
              </li>
            );
          })}
        </ol>
      )}
      {asking !== undefined && <Giving name={nameOf(asking)} busy={say.isPending} onClose={() => setAsking(undefined)} onKeep={(input) => say.mutate({ purpose: asking, given: true, ...input })} />}
    </section>
  );
}

const today = (): string => new Date().toLocaleDateString('sv-SE');

function Giving({ name, busy, onClose, onKeep }: { name: string; busy: boolean; onClose: () => void; onKeep: (input: Pick<ConsentSaying, 'proof' | 'source'> & { at?: string }) => void }) {
  const t = useStrings(consentsStrings);
  const [text, setText] = useState('');
  const [version, setVersion] = useState('');
  const [source, setSource] = useState<'agent' | 'form'>('agent');
  const [day, setDay] = useState(today);
  const [tried, setTried] = useState(false);
  const keep = () => {
    setTried(true);
    if (text.trim() === '') return;
    onKeep({ source, proof: { text: text.trim(), ...(version.trim() === '' ? {} : { version: version.trim() }) }, ...(day === '' || day >= today() ? {} : { at: new Date(`${day}T12:00:00`).toISOString() }) });
  };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('dialog', { purpose: name })} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={busy} onClick={keep}>{t('save')}</Button></>}>
      <div className="form-d">
        <p>{t('body')}</p>
        <Field label={t('text')} help={t('textHint')} error={tried && text.trim() === '' ? t('needsText') : undefined}><TextArea rows={4} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} /></Field>
        <Field label={t('versionField')} optional><TextInput maxLength={60} value={version} onChange={(event) => setVersion(event.target.value)} /></Field>
        <Field label={t('how')}><Select options={[{ value: 'agent', label: t('agent') }, { value: 'form', label: t('form') }]} value={source} onValueChange={(value) => setSource(value === 'form' ? 'form' : 'agent')} /></Field>
        <Field label={t('day')}><TextInput type="date" max={today()} value={day} onChange={(event) => setDay(event.target.value)} /></Field>
      </div>
    </Dialog>
  );
}
