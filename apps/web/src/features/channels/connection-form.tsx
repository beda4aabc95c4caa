import { useMutation, useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide';
import { useState, type FormEvent } from 'react';
import type { ChannelView, ConnectorView, HealthView } from '@kontuar/contract';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, Field, focusInvalid, Icon, TextInput, useToast } from '../../ui';
import { channelsStrings } from './channels.strings';
import { Asking, Checks } from './checks';
import { changeChannel, checkChannel, tryChannel } from './queries';
import { connectorName } from './connector-words';
import { RedirectAddress } from './redirect-address';
import { redirectStrings } from './redirect.strings';
import { RenewButton } from './renewal-state';
import { SchemaFields } from './schema-fields';
import { hasNewSecrets } from './settings-schema';
import type { Renewal } from './use-renewal';
import { useSettingsForm } from './use-settings-form';

/** Name and settings. Credentials that were typed anew are tested before they replace the old ones. */
export function ConnectionForm({ channel, connector, renewal }: { channel: ChannelView; connector: ConnectorView; renewal: Renewal }) {
  const t = useStrings(channelsStrings);
  const r = useStrings(redirectStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const [name, setName] = useState(channel.name);
  const [round, setRound] = useState(0);
  const [trial, setTrial] = useState<HealthView>();
  const save = useMutation({
    mutationFn: async (anyway: boolean) => {
      const settings = form.toSend();
      // Without all secrets there is nothing whole to test beforehand: the saved channel is checked instead.
      const testable = hasNewSecrets(form.fields, form.values);
      if (testable && !anyway) {
        const health = await tryChannel({ connectorId: connector.id, settings });
        setTrial(health);
        if (health.state === 'failed') return false;
      }
      await changeChannel(cache, channel.id, { name: name.trim(), settings });
      if (form.fields.length > 0) await checkChannel(cache, channel.id).catch(() => undefined);
      return true;
    },
    onSuccess: (saved) => {
      if (!saved) return;
      setTrial(undefined);
      toast({ text: t('saved', { name: name.trim() }) });
    },
  });
  const form = useSettingsForm(connector, channel.settings, save.error);
  const dirty = name !== channel.name || JSON.stringify(form.values) !== JSON.stringify(channel.settings);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    focusInvalid(event.currentTarget);
    if (form.check() && name.trim() !== '') save.mutate(false);
  };
  const reset = () => {
    setName(channel.name);
    form.set(channel.settings);
    setTrial(undefined);
    save.reset();
    setRound(round + 1);
  };
  return (
    <section className="part" aria-labelledby="connection" data-round={round}>
      <header>
        <h2 id="connection" tabIndex={-1}>
          {t('connection')}
        </h2>
        {renewal.offered && <><span className="grow" /><RenewButton renewal={renewal} /></>}
      </header>
      {form.fields.length > 0 && <p className="help">{channel.state === 'unauthorized' && !renewal.offered ? t('reconnectHelp') : t('connectionHelp')}</p>}
      <form className="card con-f" onSubmit={submit} noValidate>
        <Field label={t('name')} error={name.trim() === '' ? t('required') : undefined}>
          <TextInput value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        {renewal.offered && connector.consent !== null && (
          <details className="fold" open={connector.consent.redirectBreaks.length > 0}>
            <summary className="lnk">{r('callback')}</summary>
            <div className="fold-b"><RedirectAddress consent={connector.consent} name={connectorName(connector, locale)} /></div>
          </details>
        )}
        <SchemaFields key={round} fields={form.fields} values={form.values} onChange={form.set} errorAt={form.errorAt} />
        {save.isPending && <Asking />}
        {trial && !save.isPending && <Checks steps={trial.steps} reveal connectorId={connector.id} />}
        {save.isError && <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>{t('notSaved', { reason: problemWords(save.error) })}</Banner>}
        <div className="row-end">
          {dirty && (
            <Button tone="ghost" onClick={reset}>
              {t('reset')}
            </Button>
          )}
          {trial?.state === 'failed' && (
            <Button busy={save.isPending} onClick={() => save.mutate(true)}>
              {t('saveSettings')}
            </Button>
          )}
          <Button type="submit" tone="primary" disabled={!dirty} busy={save.isPending}>
            {trial?.state === 'failed' ? t('testAgain') : t('saveSettings')}
          </Button>
        </div>
      </form>
    </section>
  );
}
