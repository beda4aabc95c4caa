import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Label } from '@kontuar/contract';
import { request } from '../../app/client';
import { labelsQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Field, Icon, IconButton, SegmentedControl, TextInput, useToast } from '../../ui';
import { ConfirmDialog, FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const tones = [
  ['neutral', 'toneNeutral'],
  ['petrol', 'tonePetrol'],
  ['amber', 'toneAmber'],
  ['brick', 'toneBrick'],
  ['pine', 'tonePine'],
  ['violet', 'toneViolet'],
] as const satisfies readonly (readonly [Label['tone'], string])[];

export function LabelsPart() {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const manages = useCan('label.manage');
  const labels = useQuery(labelsQuery);
  const [editing, edit, closeEdit] = useDialog<Label | 'new'>();
  const [removing, ask, closeAsk] = useDialog<Label>();
  const remove = useMutation({
    mutationFn: (label: Label) => request('DELETE', `/labels/${label.id}`),
    onSuccess: async (_, label) => {
      closeAsk();
      toast({ text: t('removed', { name: label.name }) });
      await cache.invalidateQueries({ queryKey: queryKeys.labels });
    },
    onError: failed,
  });
  const add = manages && (
    <Button tone="primary" onClick={() => edit('new')}>
      <Icon of={Plus} size={14} />
      {t('labelNew')}
    </Button>
  );
  return (
    <>
      <PartHead title={t('labels')} lead={t('labelsLead')} action={(labels.data?.length ?? 0) > 0 && add} />
      <Loaded query={labels}>
        {labels.data?.length === 0 && (
          <EmptyState art="list" title={t('labelsEmpty')} action={add}>
            {t('labelsEmptyBody')}
          </EmptyState>
        )}
        {labels.data && labels.data.length > 0 && (
          <ul className="card lst">
            {labels.data.map((label) => (
              <li key={label.id}>
                <div className="lst-r">
                  <i className="lbl" data-tone={label.tone} aria-hidden="true" />
                  <span className="lst-t">
                    <b>{label.name}</b>
                  </span>
                  {manages && (
                    <>
                      <IconButton size="sm" label={`${t('edit')}: ${label.name}`} onClick={() => edit(label)}>
                        <Icon of={Pencil} size={14} />
                      </IconButton>
                      <IconButton size="sm" label={`${t('remove')}: ${label.name}`} onClick={() => ask(label)}>
                        <Icon of={Trash2} size={14} />
                      </IconButton>
                    </>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {editing && <LabelForm label={editing === 'new' ? undefined : editing} close={closeEdit} />}
      {removing && (
        <ConfirmDialog title={t('removeLabelTitle', { name: removing.name })} body={t('removeLabelBody')} act={t('remove')} busy={remove.isPending} close={closeAsk} confirm={() => remove.mutate(removing)} />
      )}
    </>
  );
}

function LabelForm({ label, close }: { label: Label | undefined; close: () => void }) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [name, setName] = useState(label?.name ?? '');
  const [tone, setTone] = useState<Label['tone']>(label?.tone ?? 'neutral');
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => request(label ? 'PATCH' : 'POST', label ? `/labels/${label.id}` : '/labels', { name: name.trim(), tone }),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.labels });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (name.trim() !== '') save.mutate();
  };
  return (
    <FormDialog title={label?.name ?? t('labelNew')} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={tried && name.trim() === '' ? t('nameMissing') : undefined}>
        <TextInput maxLength={200} autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <div className="field">
        <span className="lab" aria-hidden="true">
          {t('labelTone')}
        </span>
        <div className="tones-w">
          <SegmentedControl
            label={t('labelTone')}
            value={tone}
            onValueChange={setTone}
            choices={tones.map(([value, words]) => ({
              value,
              label: (
                <span className="pick-p">
                  <i className="lbl" data-tone={value} aria-hidden="true" />
                  {t(words)}
                </span>
              ),
            }))}
          />
        </div>
      </div>
    </FormDialog>
  );
}
