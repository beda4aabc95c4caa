import './stuck.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { StuckItem, StuckKind, StuckList, StuckReason, StuckSettings } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { momentWords } from '../../app/times/moment-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Field, Select, Skeleton, Tag, TextInput, useNow, useToast } from '../../ui';
import { stuckStrings } from './stuck.strings';

const kinds = ['ageing', 'ping-pong', 'absent', 'asleep', 'aside', 'promise', 'silent'] as const satisfies readonly StuckKind[];
/** A list over everything that is open is asked for again from time to time, not with every message of the house. */
const AGAIN_MS = 15_000;

/** What does not move on, with the reasons; the longest stuck first. */
export function StuckScreen() {
  const t = useStrings(stuckStrings);
  const manages = useCan('sla.manage');
  const [kind, setKind] = useState<StuckKind | ''>('');
  const [editing, setEditing] = useState(false);
  useShortcut('back', () => history.back());
  const query = useQuery({ queryKey: queryKeys.stuck, queryFn: ({ signal }) => request<StuckList>('GET', '/stuck', undefined, { signal }), refetchInterval: AGAIN_MS });
  const items = (query.data?.items ?? []).filter(({ reasons }) => kind === '' || reasons.some((reason) => reason.kind === kind));
  const counted = (of: StuckKind) => {
    const count = query.data?.counts[of];
    return count === undefined ? t(of) : `${t(of)} (${count.count}${count.more ? '+' : ''})`;
  };
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('title')}>
      <header className="page-h"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div>{manages && !editing && <Button onClick={() => setEditing(true)}>{t('change')}</Button>}</header>
      {editing && <Limits close={() => setEditing(false)} />}
      <div className="stk-q"><Field label={t('all')} hideLabel><Select value={kind} options={[{ value: '', label: t('all') }, ...kinds.map((value) => ({ value, label: counted(value) }))]} onValueChange={(value) => setKind(kinds.find((each) => each === value) ?? '')} /></Field></div>
      {query.isPending && <Skeleton width="70%" height={18} />}
      {query.isError && query.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void query.refetch()}>{t('again')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isSuccess && items.length === 0 && <EmptyState art="list" title={t('empty')}>{t('emptyBody')}</EmptyState>}
      {items.length > 0 && <ul className="stk-l">{items.map((item) => <li key={item.conversation.id}><Row of={item} /></li>)}</ul>}
    </main>
  );
}

function Row({ of: { conversation, reasons } }: { of: StuckItem }) {
  const t = useStrings(stuckStrings);
  const members = useMembers();
  return (
    <Link className="stk-r" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: conversation.id }} preload={false}>
      <b>{conversation.contact.name === '' ? t('unnamed') : conversation.contact.name}</b>
      <span className="mut ell">{conversation.subject ?? conversation.preview.text}</span>
      <span className="stk-w">{reasons.map((reason) => <Why key={reason.kind} reason={reason} />)}</span>
      <span className="mut own">{conversation.assigneeId === null ? t('nobody') : (members.find(({ id }) => id === conversation.assigneeId)?.name ?? t('nobody'))}</span>
    </Link>
  );
}

function Why({ reason: { kind, since, count, words } }: { reason: StuckReason }) {
  const t = useStrings(stuckStrings);
  const locale = useLocale();
  const now = useNow();
  return <span><Tag tone={kind === 'promise' ? 'danger' : 'waiting'}>{t(kind)}</Tag> <span className="mut">{[...(count === null ? [] : [t('handovers', { count })]), t('since', { time: momentWords(locale, new Date(since), now) })].join(', ')}{words !== null && <>: <q>{words}</q></>}</span></span>;
}

const limits = ['ageingDays', 'handovers', 'absentHours', 'asideDays'] as const;
const most = { ageingDays: 60, handovers: 20, absentHours: 240, asideDays: 60 } as const;

/** From when on work counts as stuck. */
function Limits({ close }: { close: () => void }) {
  const { data } = useQuery({ queryKey: [...queryKeys.stuck, 'settings'], queryFn: ({ signal }) => request<StuckSettings>('GET', '/stuck/settings', undefined, { signal }) });
  return data === undefined ? null : <LimitsForm of={data} close={close} />;
}

function LimitsForm({ of, close }: { of: StuckSettings; close: () => void }) {
  const t = useStrings(stuckStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [form, setForm] = useState(of);
  const save = useMutation({
    mutationFn: () => request('PATCH', '/stuck/settings', form),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.stuck });
    },
    onError: (error: Error) => void toast({ text: problemWords(error), tone: 'danger' }),
  });
  return (
    <form className="stk-f card" aria-label={t('settings')} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      {limits.map((limit) => <Field key={limit} label={t(limit === 'handovers' ? 'handoversLimit' : limit)}><TextInput type="number" min={limit === 'handovers' ? 2 : 1} max={most[limit]} required value={form[limit]} onChange={(event) => setForm({ ...form, [limit]: Math.round(Number(event.target.value)) })} /></Field>)}
      <p><Button tone="primary" type="submit" busy={save.isPending}>{t('save')}</Button> <Button type="button" onClick={close}>{t('cancel')}</Button></p>
    </form>
  );
}
