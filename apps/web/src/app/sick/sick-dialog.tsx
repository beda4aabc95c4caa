import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Member, MoveTo, SickDone, SickInput, SickPreview } from '@kontuar/contract';
import { formatMoment, formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Dialog, Field, Select, Switch, TextArea, TextInput, useToast } from '../../ui';
import { undoToken } from '../acts/perform';
import { request } from '../client';
import { useMembers, useTeams } from '../directory';
import { problemWords } from '../problem-words';
import { queryKeys } from '../query-keys';
import { sickStrings } from './sick.strings';
import { usualWords } from './usual-words';

const toOf = (value: string): MoveTo => {
  const [kind, id = ''] = value.split(' ');
  return kind === 'member' ? { kind, memberId: id } : kind === 'team' ? { kind, teamId: id } : kind === 'queue' ? { kind } : { kind: 'spread' };
};

/** One act for the morning on which somebody does not come, with what it would come to before it is done. */
export function SickDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useStrings(sickStrings);
  const locale = useLocale();
  const amount = (load: number) => formatNumber(locale, load, { maximumFractionDigits: 1 });
  const cache = useQueryClient();
  const toast = useToast();
  const members = useMembers();
  const teams = useTeams();
  const [to, setTo] = useState('spread');
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const [tells, setTells] = useState(true);
  const [words, setWords] = useState(usualWords);
  const preview = useQuery({ queryKey: ['routing', 'sick', member.id, to], queryFn: ({ signal }) => request<SickPreview>('POST', '/routing/sick/preview', { memberId: member.id, to: toOf(to) }, { signal }), staleTime: 0, gcTime: 0, placeholderData: (before) => before });
  const nameOf = (id: string) => members.find((each) => each.id === id)?.name ?? '–';
  const act = useMutation({
    mutationFn: (input: SickInput) => request<SickDone>('POST', '/routing/sick', input),
    onSuccess: async (done) => {
      onClose();
      const [first] = done.notTold;
      const text = [t('done', { name: member.name, moved: String(done.moved), promises: String(done.promises), told: String(done.told) }), ...(first === undefined ? [] : [t('notTold', { n: String(done.notTold.length), reason: first.detail })])].join('. ');
      const { undoToken: token } = done;
      toast({ text, ...(token === null ? {} : { undo: () => void undoToken(token, text) }) });
      await Promise.all([cache.invalidateQueries({ queryKey: queryKeys.members }), cache.invalidateQueries({ queryKey: ['routing'] })]);
    },
    onError: (error) => void toast({ text: t('notDone', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const data = preview.data;
  const promises = data?.promises ?? [];
  const others = members.filter(({ id, active, role }) => active && id !== member.id && role !== 'brand_analyst');
  const substitute = member.duty.substituteId;
  const options = [
    { value: 'spread', label: t('toSpread') }, { value: 'queue', label: t('toQueue') },
    ...others.map(({ id, name }) => ({ value: `member ${id}`, label: t(id === substitute ? 'toSubstitute' : 'toMember', { name }) })),
    ...teams.filter(({ kind }) => kind !== 'group').map(({ id, name }) => ({ value: `team ${id}`, label: t('toTeam', { name }) })),
  ];
  const isReady = data !== undefined && !preview.isPlaceholderData && (!tells || promises.length === 0 || (words.en.trim() !== '' && words.pl.trim() !== ''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) act.mutate({ memberId: member.id, to: toOf(to), until: until === '' ? null : new Date(until).toISOString(), tell: tells && promises.length > 0 ? words : null, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('title', { name: member.name })} description={t('lead')}>
      <form className="form-d" onSubmit={submit} noValidate>
        <Field label={t('to')}><Select value={to} options={options} onValueChange={setTo} /></Field>
        <div role="status">
          {data === undefined && (preview.isError ? <p>{t('failed', { reason: problemWords(preview.error) })}</p> : <p className="help">{t('counting')}</p>)}
          {data !== undefined && (
            <>
              <p><b>{t('count', { count: data.count })}</b>{data.refused.length > 0 && ` · ${t('stays', { count: data.refused.length })}`}</p>
              <ul>{data.loads.filter(({ memberId }) => memberId !== member.id).map(({ memberId, before, after, capacity }) => <li key={memberId} className="help">{t(capacity === null ? 'load' : 'loadOf', { name: nameOf(memberId), before: amount(before), after: amount(after), capacity: amount(capacity ?? 0) })}</li>)}</ul>
            </>
          )}
        </div>
        <Field label={t('until')} optional help={t('untilHelp')}><TextInput type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} /></Field>
        <Field label={t('note')} optional><TextInput maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} /></Field>
        {promises.length > 0 && (
          <>
            <p><b>{t('promises', { count: promises.length })}</b></p>
            <ul>{promises.slice(0, 12).map(({ id, contactName, dueAt, text }) => <li key={id} className="help">{t('promise', { name: contactName, due: formatMoment(locale, new Date(dueAt)), text })}</li>)}</ul>
            <Switch label={t('tell')} help={t('tellHelp')} checked={tells} onCheckedChange={setTells} />
            {tells && promises.some(({ language }) => language === 'en') && <Field label={t('english')}><TextArea rows={4} maxLength={2000} value={words.en} onChange={(event) => setWords({ ...words, en: event.target.value })} /></Field>}
            {tells && promises.some(({ language }) => language === 'pl') && <Field label={t('polish')}><TextArea rows={4} maxLength={2000} lang="pl" value={words.pl} onChange={(event) => setWords({ ...words, pl: event.target.value })} /></Field>}
          </>
        )}
        <div className="row-end"><Button onClick={onClose}>{t('cancel')}</Button><Button type="submit" tone="primary" busy={act.isPending} disabled={!isReady}>{t('go')}</Button></div>
      </form>
    </Dialog>
  );
}
