import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Pencil, Plus } from 'lucide';
import { useState } from 'react';
import type { KindTrial, KindView, PeopleFilter } from '@kontuar/contract';
import { request } from '../../app/client';
import { kindsQuery } from '../../app/kinds';
import { useTeams } from '../../app/directory';
import { useCan } from '../../app/me';
import { PeopleEditor } from '../../app/people/people-editor';
import { peopleSentence } from '../../app/people/people-words';
import { usePeopleSpeaker } from '../../app/people/use-people-speaker';
import { productWords } from '../../app/product-words';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Avatar, Button, Field, Icon, IconButton, Select, Switch, Tag, TextInput, useToast } from '../../ui';
import { keyOf } from '../../app/fields/field-keys';
import { kindPartStrings } from './kinds.strings';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';

const priorityWords = { low: 'priorityLow', normal: 'priorityNormal', high: 'priorityHigh', urgent: 'priorityUrgent' } as const;
const everybody: PeopleFilter = { by: 'all', of: [] };

/** Kinds of customers: how much each counts for what is next, and by which rule somebody is of it. */
export function KindsPart() {
  const t = useStrings(kindPartStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const manages = useCan('kind.manage');
  const query = useQuery({ ...kindsQuery, refetchInterval: (state) => ((state.state.data?.waiting ?? 0) > 0 ? 2000 : false) });
  const speaker = usePeopleSpeaker({ by: 'all', of: (query.data?.items ?? []).flatMap(({ rule }) => rule ?? []) });
  const teams = useTeams();
  const w = useStrings(productWords);
  const [editing, edit, close] = useDialog<{ kind: KindView | undefined }>();
  const archive = useMutation({
    mutationFn: ({ kind, archived }: { kind: KindView; archived: boolean }) => request('PATCH', `/kinds/${kind.id}`, { archived }),
    onSuccess: (_, { kind, archived }) => { if (archived) toast({ text: t('archived', { name: kind.name[locale] }), undo: () => archive.mutate({ kind, archived: false }) }); },
    onError: failed, onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.kinds }),
  });
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} action={manages && <Button tone="primary" onClick={() => edit({ kind: undefined })}><Icon of={Plus} size={14} />{t('add')}</Button>} />
      {(query.data?.waiting ?? 0) > 0 && <p className="help" role="status">{t('waiting', { count: query.data?.waiting ?? 0 })}</p>}
      <Loaded query={query}>
        <ul className="card lst">
          {query.data?.items.map((kind) => {
            const says = [kind.weight === 0 ? '' : t('weighs', { count: kind.weight }), kind.teamId === null ? '' : t('goesTo', { team: teams.find(({ id }) => id === kind.teamId)?.name ?? '' }), kind.priority === null ? '' : t('priorityIs', { priority: w(priorityWords[kind.priority]) }), kind.rule === null ? t('byHand') : `${t(kind.ruleOn ? 'ruleOn' : 'ruleOff')}: ${peopleSentence(kind.rule, speaker)}`].filter((part) => part !== '').join(' · ');
            return (
              <li key={kind.id}>
                <div className="lst-r">
                  <span className="lst-t"><b>{kind.name[locale]}</b><span>{says}</span></span>
                  {kind.archived && <Tag>{t('archivedTag')}</Tag>}
                  {manages && (
                    <>
                      <IconButton size="sm" label={`${t('edit')}: ${kind.name[locale]}`} onClick={() => edit({ kind })}><Icon of={Pencil} size={14} /></IconButton>
                      <IconButton size="sm" label={`${t(kind.archived ? 'back' : 'archive')}: ${kind.name[locale]}`} onClick={() => archive.mutate({ kind, archived: !kind.archived })}><Icon of={kind.archived ? ArchiveRestore : Archive} size={14} /></IconButton>
                    </>
                  )}
                </div>
              </li>
            );
          })}
        </ul>
      </Loaded>
      {editing && <KindForm kind={editing.kind} close={close} />}
    </>
  );
}

function KindForm({ kind, close }: { kind: KindView | undefined; close: () => void }) {
  const t = useStrings(kindPartStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const teams = useTeams();
  const w = useStrings(productWords);
  const [form, setForm] = useState({ en: kind?.name.en ?? '', pl: kind?.name.pl ?? '', weight: kind?.weight ?? 0, teamId: kind?.teamId ?? null, priority: kind?.priority ?? null, rule: kind?.rule ?? null, ruleOn: kind?.ruleOn ?? false });
  const [tried, setTried] = useState(false);
  const change = (next: Partial<typeof form>) => setForm((before) => ({ ...before, ...next }));
  const wrong = { en: form.en.trim() === '', pl: form.pl.trim() === '' };
  const rule = form.rule !== null && form.rule.by === 'all' && form.rule.of.length === 0 ? null : form.rule;
  const trial = useMutation({ mutationFn: (asked: PeopleFilter) => request<KindTrial>('POST', '/kinds/trial', { rule: asked, ...(kind === undefined ? {} : { kindId: kind.id }) }), onError: failed });
  const save = useMutation({
    mutationFn: () => {
      const shared = { name: { en: form.en.trim(), pl: form.pl.trim() }, weight: form.weight, teamId: form.teamId, priority: form.priority, rule, ruleOn: form.ruleOn && rule !== null };
      return kind === undefined ? request('POST', '/kinds', { key: keyOf(form.en).replaceAll('_', '-'), ...shared }) : request('PATCH', `/kinds/${kind.id}`, shared);
    },
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.kinds });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (!wrong.en && !wrong.pl) save.mutate();
  };
  return (
    <FormDialog wide title={kind === undefined ? t('add') : form.en} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('nameEn')} error={tried && wrong.en ? t('missing') : undefined}><TextInput maxLength={40} autoFocus lang="en" value={form.en} onChange={(event) => change({ en: event.target.value })} /></Field>
      <Field label={t('namePl')} error={tried && wrong.pl ? t('missing') : undefined}><TextInput maxLength={40} lang="pl" value={form.pl} onChange={(event) => change({ pl: event.target.value })} /></Field>
      <Field label={t('weight')} help={t('weightHelp')}><TextInput type="number" min={-720} max={720} value={form.weight} onChange={(event) => change({ weight: Math.max(-720, Math.min(720, Math.round(Number(event.target.value) || 0))) })} /></Field>
      <Field label={t('team')} help={t('teamHelp')}><Select value={form.teamId ?? ''} onValueChange={(id) => change({ teamId: id === '' ? null : id })} options={[{ value: '', label: t('noTeam') }, ...teams.map((team) => ({ value: team.id, label: team.name }))]} /></Field>
      <Field label={t('priority')}><Select value={form.priority ?? ''} onValueChange={(priority) => change({ priority: priority === '' ? null : (priority as KindView['priority']) })} options={[{ value: '', label: t('priorityAs') }, ...(['low', 'high', 'urgent'] as const).map((value) => ({ value, label: w(priorityWords[value]) }))]} /></Field>
      <h3>{t('rule')}</h3>
      <p className="help">{t('ruleHelp')}</p>
      <PeopleEditor filter={form.rule ?? everybody} without={['kind']} onChange={(next) => { change({ rule: next }); trial.reset(); }} />
      {rule !== null && (
        <>
          <Switch checked={form.ruleOn} onCheckedChange={(ruleOn) => change({ ruleOn })} label={t('switchOn')} help={t('switchHelp')} />
          <div><Button size="sm" busy={trial.isPending} onClick={() => trial.mutate(rule)}>{t('try')}</Button></div>
          {trial.data !== undefined && <Trial trial={trial.data} />}
        </>
      )}
    </FormDialog>
  );
}

/** Who would change, before anything does. */
function Trial({ trial }: { trial: KindTrial }) {
  const t = useStrings(kindPartStrings);
  return (
    <div role="status" className="kd-t">
      {([['gain', trial.gain], ['lose', trial.lose]] as const).map(([way, { count, people }]) => (
        <section key={way} aria-label={t(way, { count })}>
          <p><b>{t(way, { count })}</b></p>
          <ul>{people.map((person) => <li key={person.id}><Avatar name={person.name} src={person.avatarUrl} size="sm" /><span className="ell">{person.name}</span></li>)}</ul>
          {count > people.length && <p className="mut">{t('andMore', { count: count - people.length })}</p>}
        </section>
      ))}
      {trial.byHand > 0 && <p className="mut">{t('handWins', { count: trial.byHand })}</p>}
    </div>
  );
}
