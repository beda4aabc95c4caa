import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PeopleFilter, Segment } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { PeopleEditor } from '../../app/people/people-editor';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, Select, TextInput, useToast } from '../../ui';
import { customersStrings } from './customers.strings';
import { peopleCountQuery } from './queries';
import { useCountWords } from './count-words';

interface SegmentDialogProps { segment?: Segment | undefined; filter: PeopleFilter; naming: boolean; onShow: (filter: PeopleFilter) => void; onSaved: (segment: Segment) => void; onClose: () => void }

/** Whom to show: as conditions and as a sentence, with how many match; shown at once, or kept under a name. */
export function SegmentDialog({ segment, filter: before, naming, onShow, onSaved, onClose }: SegmentDialogProps) {
  const t = useStrings(customersStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const leads = useCan('view.manage');
  const saves = useCan('view.save');
  const [filter, setFilter] = useState(before);
  const [name, setName] = useState(segment?.name ?? '');
  const [sharing, setSharing] = useState(segment?.sharing ?? 'private');
  const [tried, setTried] = useState(false);
  const { data: count } = useQuery(peopleCountQuery({ filter: JSON.parse(usePaused(JSON.stringify(filter))) as PeopleFilter }));
  const words = useCountWords();
  const editable = segment === undefined || segment.editable;
  const save = useMutation({
    mutationFn: () => segment === undefined ? request<Segment>('POST', '/segments', { name, filter, sharing }) : request<Segment>('PATCH', `/segments/${segment.id}`, { name, filter, ...(sharing === segment.sharing ? {} : { sharing }) }),
    onSuccess: async (saved) => {
      await cache.invalidateQueries({ queryKey: queryKeys.segments });
      void cache.invalidateQueries({ queryKey: queryKeys.segmentCounts });
      void cache.invalidateQueries({ queryKey: queryKeys.people });
      toast({ text: t('saved') });
      onSaved(saved);
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const submit = () => {
    setTried(true);
    if (name.trim() !== '') save.mutate();
  };
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose(); }} size="wide" title={naming || segment !== undefined ? t('segmentTitle') : t('filterTitle')}
      footer={(
        <>
          <span className="cu-n" role="status">{words(count)}</span>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone={naming ? 'plain' : 'primary'} onClick={() => onShow(filter)}>{t('show')}</Button>
          {saves && editable && <Button tone={naming ? 'primary' : 'plain'} busy={save.isPending} onClick={submit}>{t('save')}</Button>}
        </>
      )}
    >
      <div className="cu-d">
        {saves && editable && (
          <div className="cu-df">
            <Field label={t('segmentName')} error={tried && name.trim() === '' ? t('needsName') : undefined}><TextInput maxLength={80} autoFocus={naming} value={name} onChange={(event) => setName(event.target.value)} /></Field>
            {leads && <Field label={t('share')}><Select value={sharing} options={(['private', 'workspace'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(value) => setSharing(value as Segment['sharing'])} /></Field>}
          </div>
        )}
        <PeopleEditor filter={filter} onChange={setFilter} />
      </div>
    </Dialog>
  );
}
