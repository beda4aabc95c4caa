import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Label } from '@kontuar/contract';
import { request } from '../../app/client';
import { labelsQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Field, SegmentedControl, TextInput, useToast } from '../../ui';
import { ListPart } from './list-part';
import { FormDialog, useFailed } from './parts';
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
  const labels = useQuery(labelsQuery);
  return (
    <ListPart
      query={labels}
      words={{ title: t('labels'), lead: t('labelsLead'), add: t('labelNew'), empty: t('labelsEmpty'), emptyBody: t('labelsEmptyBody') }}
      manages={useCan('label.manage')}
      nameOf={({ name }) => name}
      searched={({ name }) => name}
      row={{ mark: ({ tone }) => <i className="lbl" data-tone={tone} aria-hidden="true" /> }}
      removal={{ path: ({ id }) => `/labels/${id}`, keys: [queryKeys.labels], ask: ({ name }) => ({ title: t('removeLabelTitle', { name }), body: t('removeLabelBody') }) }}
      form={(label, close) => <LabelForm label={label} close={close} />}
    />
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
