import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Condition, ConversationSort, Filter, NamedSort, SavedView, ViewInput } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { useTeams } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { useFieldSorts } from '../../app/fields/sorts';
import { problemWords } from '../../app/problem-words';
import { usePaused } from '../../app/pick/use-paused';
import { queryKeys } from '../../app/query-keys';
import { countQuery } from '../../app/views/queries';
import { useSpeaker } from '../../app/views/speaker';
import { sentenceOf } from '../../app/views/sentence';
import { writeWhere } from '../../app/views/tree';
import { blocksOf, filterOfBlocks } from '../../app/filters/blocks';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, focusInvalid, Select, TextInput, useToast } from '../../ui';
import { ViewConditions } from '../../app/filters/conversations/view-conditions';
import { isComplete } from '../../app/filters/conversations/blocks';
import { viewStrings } from '../../app/filters/conversations/editor.strings';
import './views.css';

const sortWords = { waiting: 'sortWaiting', recent: 'sortRecent', oldest: 'sortOldest', priority: 'sortPriority', due: 'sortDue', mood: 'sortMood', snooze: 'sortSnooze' } as const satisfies Record<NamedSort, string>;
const viewSorts = Object.keys(sortWords) as NamedSort[];

export interface ViewDialogProps {
  /** The view that is edited; none: a new one, or only a filter. */
  view?: SavedView | undefined;
  tree: Filter;
  sort: ConversationSort;
  /** Begins at the name instead of the conditions. */
  naming: boolean;
  onClose: () => void;
}

/** One place for a filter: look at it as blocks and as a sentence, see how many match, show them, or give it a name and keep it. */
export function ViewDialog({ view, tree, sort: sortBefore, naming, onClose }: ViewDialogProps) {
  const t = useStrings(viewStrings);
  const me = useMe();
  const leads = useCan('view.manage');
  const maySave = useCan('view.save');
  const teams = useTeams().filter((team) => leads || me.member.teamIds.includes(team.id));
  const speaker = useSpeaker();
  const navigate = useNavigate();
  const client = useQueryClient();
  const toast = useToast();
  const [root, setRoot] = useState(() => blocksOf<Condition>(tree));
  const [name, setName] = useState(view?.name ?? '');
  const [icon, setIcon] = useState(view?.icon ?? '');
  const [sort, setSort] = useState<ConversationSort>(sortBefore);
  const fieldSorts = useFieldSorts(sort);
  const [sharing, setSharing] = useState(view?.sharing ?? 'private');
  const [teamId, setTeam] = useState(view?.teamId ?? '');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const filter = filterOfBlocks(root, isComplete);
  const editable = view?.editable ?? false;
  const sharings = (['private', 'team', 'workspace'] as const).filter((each) => each === sharing || each === 'private' || (each === 'team' ? teams.length > 0 : leads));

  const show = () => {
    onClose();
    void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { ...(view === undefined ? {} : { saved: view.id }), where: writeWhere(filter), sort } });
  };
  const save = async (anew: boolean): Promise<void> => {
    setTried(true);
    if (name.trim() === '' || (sharing === 'team' && teamId === '')) return;
    setBusy(true);
    const body: ViewInput = { name: name.trim(), icon: icon.trim() === '' ? null : icon.trim(), filter, sort, sharing, teamId: sharing === 'team' ? teamId : null };
    try {
      const saved = view !== undefined && !anew ? await request<SavedView>('PATCH', `/views/${view.id}`, { ...body, version: view.version }) : await request<SavedView>('POST', '/views', body);
      client.setQueryData<SavedView[]>(queryKeys.views, (before) => (before === undefined ? before : before.some(({ id }) => id === saved.id) ? before.map((each) => (each.id === saved.id ? saved : each)) : [...before, saved]));
      void client.invalidateQueries({ queryKey: queryKeys.views });
      void client.invalidateQueries({ queryKey: queryKeys.viewCounts });
      toast({ text: t('saved', { name: saved.name }) });
      onClose();
      void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { saved: saved.id } });
    } catch (error) {
      const changed = error instanceof ApiProblem && error.code === 'view-changed';
      if (changed) void client.invalidateQueries({ queryKey: queryKeys.views });
      toast({ text: changed ? t('changedMeanwhile') : t('failed', { reason: problemWords(error) }), tone: 'danger' });
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!naming && name.trim() === '') return show();
    focusInvalid(event.currentTarget);
    void save(view !== undefined && !editable);
  };
  const title = view !== undefined ? t('editTitle', { name: view.name }) : t(naming ? 'newTitle' : 'filterTitle');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} size="wide"
      footer={
        <>
          <span className="vd-n" role="status"><MatchCount filter={filter} /></span>
          <span className="grow" />
          <Button onClick={show}>{t('apply')}</Button>
          {maySave && view !== undefined && editable && <Button onClick={() => void save(true)} disabled={busy}>{t('saveNew')}</Button>}
          {maySave && <Button tone="primary" type="submit" form="view-form" disabled={busy}>{t(view !== undefined && !editable ? 'saveNew' : 'save')}</Button>}
        </>
      }
    >
      <form id="view-form" className="vd" onSubmit={submit}>
        <ViewConditions root={root} speaker={speaker} onChange={setRoot} />
        <p className="vd-s">{sentenceOf(filter, speaker)}</p>
        {maySave && (
          <div className="vd-f">
            <Field label={t('icon')} className="vd-i">
              <TextInput value={icon} maxLength={16} placeholder={t('iconPlaceholder')} onChange={(event) => setIcon(event.target.value)} />
            </Field>
            <Field label={t('name')} className="vd-name" optional={!naming && view === undefined} error={tried && name.trim() === '' ? t('nameMissing') : undefined}>
              <TextInput value={name} maxLength={80} autoFocus={naming} placeholder={t('namePlaceholder')} onChange={(event) => setName(event.target.value)} />
            </Field>
            <Field label={t('sort')}>
              <Select value={sort} options={[...viewSorts.map((value) => ({ value: value as ConversationSort, label: t(sortWords[value]) })), ...fieldSorts]} onValueChange={(value) => setSort(value as ConversationSort)} />
            </Field>
            <Field label={t('sharing')}>
              <Select value={sharing} disabled={view !== undefined && !editable} options={sharings.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => setSharing(value as SavedView['sharing'])} />
            </Field>
            {sharing === 'team' && (
              <Field label={t('teamWhich')} error={tried && teamId === '' ? t('teamMissing') : undefined}>
                <Select value={teamId} options={[...(teamId === '' ? [{ value: '', label: '—' }] : []), ...teams.map((team) => ({ value: team.id, label: team.name }))]} onValueChange={setTeam} />
              </Field>
            )}
          </div>
        )}
      </form>
    </Dialog>
  );
}

/** How many match now, while it is edited. */
function MatchCount({ filter }: { filter: Filter }) {
  const t = useStrings(viewStrings);
  const asked = usePaused(JSON.stringify(filter));
  const { data, error, isFetching, isPlaceholderData } = useQuery(countQuery(JSON.parse(asked) as Filter));
  if (error) return t('matchWrong', { reason: problemWords(error) });
  if (data === undefined || (isFetching && isPlaceholderData)) return t('counting');
  if (data.count === null) return t('matchSlow');
  return data.more ? t('matchMore', { count: data.count }) : t('match', { count: data.count });
}
