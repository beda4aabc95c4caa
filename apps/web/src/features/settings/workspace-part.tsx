import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type FormEvent } from 'react';
import type { WorkspacePatch, WorkspaceSettings } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { meQuery } from '../../app/me';
import { useStrings } from '../../i18n';
import { Button, Combobox, Field, SegmentedControl, Select, TextInput, useToast } from '../../ui';
import { Loaded, PartHead, useFailed } from './parts';
import { settingsKeys, workspaceQuery } from './queries';
import { settingsStrings } from './settings.strings';
import { changedParts, withCurrent } from './workspace-choices';

const reopenHours = [0, 1, 4, 24, 72, 168, 336, 720];
const keepDays = [7, 14, 30, 60, 90, 180, 365];

export function WorkspacePart() {
  const t = useStrings(settingsStrings);
  const settings = useQuery(workspaceQuery);
  return (
    <>
      <PartHead title={t('workspace')} lead={t('workspaceLead')} />
      <Loaded query={settings}>{settings.data && <WorkspaceForm key={JSON.stringify(settings.data)} before={settings.data} />}</Loaded>
    </>
  );
}

function WorkspaceForm({ before }: { before: WorkspaceSettings }) {
  const t = useStrings(settingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const { data: channels = [] } = useQuery(channelsQuery);
  const [now, setNow] = useState(before);
  const patch = changedParts(before, now);
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })), []);
  const save = useMutation({
    mutationFn: (change: WorkspacePatch) => request<WorkspaceSettings>('PATCH', '/workspace', change),
    onSuccess: async (_, change) => {
      const back = changedParts({ ...before, ...change }, before);
      toast({ text: t('saved'), ...(Object.keys(back).length > 0 ? { undo: () => save.mutate(back) } : {}) });
      await cache.invalidateQueries({ queryKey: settingsKeys.workspace });
      await cache.invalidateQueries({ queryKey: meQuery.queryKey });
    },
    onError: failed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (now.name.trim() !== '') save.mutate(patch);
  };
  const hours = (count: number) => (count === 0 ? t('reopenNever') : count % 24 === 0 ? t('reopenDays', { count: count / 24 }) : t('reopenHours', { count }));
  return (
    <form className="sheet" onSubmit={submit}>
      <section>
        <h2>{t('workspaceName')}</h2>
        <div className="fields">
          <Field label={t('name')} help={t('workspaceNameHelp')} error={now.name.trim() === '' ? t('nameMissing') : undefined}>
            <TextInput maxLength={200} value={now.name} onChange={(event) => setNow({ ...now, name: event.target.value })} />
          </Field>
          <div className="field">
            <span className="lab" aria-hidden="true">
              {t('workspaceLocale')}
            </span>
            <div>
              <SegmentedControl
                label={t('workspaceLocale')}
                value={now.locale}
                onValueChange={(locale) => setNow({ ...now, locale })}
                choices={[
                  { value: 'en', label: 'English' },
                  { value: 'pl', label: 'Polski' },
                ]}
              />
            </div>
            <p className="help">{t('workspaceLocaleHelp')}</p>
          </div>
          <Field label={t('timeZone')}>
            <Combobox options={zones} value={now.timeZone} onValueChange={(timeZone) => setNow({ ...now, timeZone })} />
          </Field>
        </div>
      </section>
      <section>
        <div>
          <h2>{t('reopenTitle')}</h2>
          <p className="help">{t('reopenHelp')}</p>
        </div>
        <Field label={t('reopenTitle')} hideLabel>
          <Select
            value={String(now.reopenWindowHours)}
            onValueChange={(value) => setNow({ ...now, reopenWindowHours: Number(value) })}
            options={withCurrent(reopenHours, now.reopenWindowHours).map((count) => ({ value: String(count), label: hours(count) }))}
          />
        </Field>
      </section>
      <section>
        <div>
          <h2>{t('keepTitle')}</h2>
          <p className="help">{t('keepHelp')}</p>
        </div>
        <Field label={t('keepTitle')} hideLabel>
          <Select
            value={String(now.keepDeliveriesDays)}
            onValueChange={(value) => setNow({ ...now, keepDeliveriesDays: Number(value) })}
            options={withCurrent(keepDays, now.keepDeliveriesDays).map((count) => ({ value: String(count), label: t('keepDays', { count }) }))}
          />
        </Field>
      </section>
      <section>
        <div>
          <h2>{t('noticeMailTitle')}</h2>
          <p className="help">{t('noticeMailHelp')}</p>
        </div>
        <Field label={t('noticeMailTitle')} hideLabel>
          <Select
            value={now.noticeChannelId ?? ''}
            onValueChange={(value) => setNow({ ...now, noticeChannelId: value === '' ? null : value })}
            options={[{ value: '', label: t('noticeMailNone') }, ...channels.filter(({ capabilities }) => capabilities.subject).map(({ id, name }) => ({ value: id, label: name }))]}
          />
        </Field>
      </section>
      <section>
        <span />
        <div className="row-end">
          <Button type="submit" tone="primary" busy={save.isPending} disabled={Object.keys(patch).length === 0}>
            {t('save')}
          </Button>
        </div>
      </section>
    </form>
  );
}
