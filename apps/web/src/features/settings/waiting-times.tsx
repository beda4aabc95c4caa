import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { KindList, WaitingTimesInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { useKindName, useKinds } from '../../app/kinds';
import { queryKeys } from '../../app/query-keys';
import { formatSpan, useStrings } from '../../i18n';
import { Button, Field, Icon, IconButton, Select, TextInput, useToast } from '../../ui';
import { FormDialog, useFailed } from './parts';
import { waitingTimesStrings } from './waiting-times.strings';

type Time = KindList['waitingTimes'][number];
const channelKinds = ['mail', 'messaging', 'public', 'reviews', 'logged'] as const;

/** How long customers may wait before the clock says late, where it differs from what is usual. */
export function WaitingTimes({ items, manages }: { items: readonly Time[]; manages: boolean }) {
  const t = useStrings(waitingTimesStrings);
  const kindName = useKindName();
  const [editing, setEditing] = useState(false);
  const says = ({ channelKind, customerKind, minutes }: Time) => t('says', { who: customerKind === null ? t('everybody') : kindName(customerKind), where: channelKind === null ? t('anyChannel') : t(`on_${channelKind}`), time: formatSpan(minutes * 60_000) });
  return (
    <section className="wt" aria-label={t('title')}>
      <h3>{t('title')}</h3>
      <p className="help">{t('lead')}</p>
      {items.length === 0 ? <p className="mut">{t('none')}</p> : <ul>{items.map((time) => <li key={`${time.channelKind} ${time.customerKind}`}>{says(time)}</li>)}</ul>}
      {manages && <p><Button size="sm" onClick={() => setEditing(true)}>{t('change')}</Button></p>}
      {editing && <TimesForm items={items} close={() => setEditing(false)} />}
    </section>
  );
}

function TimesForm({ items, close }: { items: readonly Time[]; close: () => void }) {
  const t = useStrings(waitingTimesStrings);
  const kinds = useKinds();
  const kindName = useKindName();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [rows, setRows] = useState<readonly Time[]>(items.length > 0 ? items : [{ channelKind: 'messaging', customerKind: null, minutes: 30 }]);
  const [tried, setTried] = useState(false);
  const change = (at: number, next: Partial<Time>) => setRows(rows.map((row, index) => (index === at ? { ...row, ...next } : row)));
  const isWrong = new Set(rows.map(({ channelKind, customerKind }) => `${channelKind} ${customerKind}`)).size < rows.length || rows.some(({ channelKind, customerKind }) => channelKind === null && customerKind === null);
  const save = useMutation({
    mutationFn: () => request<KindList>('PUT', '/kinds/waiting-times', { items: [...rows] } satisfies WaitingTimesInput),
    onSuccess: (list) => {
      close();
      toast({ text: t('saved') });
      cache.setQueryData(queryKeys.kinds, list);
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (!isWrong) save.mutate();
  };
  return (
    <FormDialog wide title={t('change')} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      {rows.map((row, at) => (
        <div key={at} className="wt-r">
          <Field label={t('customer')}><Select value={row.customerKind ?? ''} onValueChange={(kind) => change(at, { customerKind: kind === '' ? null : kind })} options={[{ value: '', label: t('everybody') }, ...kinds.filter((kind) => !kind.archived || kind.key === row.customerKind).map(({ key }) => ({ value: key, label: kindName(key) }))]} /></Field>
          <Field label={t('channel')}><Select value={row.channelKind ?? ''} onValueChange={(kind) => change(at, { channelKind: kind === '' ? null : (kind as Time['channelKind']) })} options={[{ value: '', label: t('anyChannel') }, ...channelKinds.map((kind) => ({ value: kind, label: t(`on_${kind}`) }))]} /></Field>
          <Field label={t('minutes')}><TextInput type="number" min={1} max={43_200} value={row.minutes} onChange={(event) => change(at, { minutes: Math.max(1, Math.min(43_200, Math.round(Number(event.target.value) || 1))) })} /></Field>
          <IconButton size="sm" label={t('remove')} onClick={() => setRows(rows.filter((_, index) => index !== at))}><Icon of={Trash2} size={14} /></IconButton>
        </div>
      ))}
      <p><Button size="sm" onClick={() => setRows([...rows, { channelKind: null, customerKind: kinds[0]?.key ?? null, minutes: 30 }])}><Icon of={Plus} size={14} />{t('add')}</Button></p>
      {tried && isWrong && <p className="field-bad" role="alert">{t('twice')}</p>}
    </FormDialog>
  );
}
