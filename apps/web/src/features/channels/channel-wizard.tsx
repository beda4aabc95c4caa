import './channels.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, TriangleAlert } from 'lucide';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { ChannelView, ConnectorView } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, ChannelMark, Dot, EmptyState, Field, focusInvalid, Icon, Select, Skeleton, TextInput } from '../../ui';
import { Asking, Checks } from './checks';
import { channelsStrings } from './channels.strings';
import { grouped, type ConnectorGroup } from './connector-groups';
import { connectorName } from './connector-words';
import { ConsentState } from './consent-state';
import { consentStrings } from './consent.strings';
import { Install } from './install';
import { addChannel, connectorsQuery, tryChannel } from './queries';
import { RedirectAddress } from './redirect-address';
import { SchemaFields } from './schema-fields';
import { isShown, nameFrom } from './settings-schema';
import { useConsent } from './use-consent';
import { useSettingsForm } from './use-settings-form';

export interface ChannelWizardProps {
  initial?: string;
  /** What stands under the finished channel: where to go next. */
  after: (channel: ChannelView, again: () => void) => ReactNode;
  /** Beside the tiles when nothing is chosen: skipping a step of the first run. */
  aside?: ReactNode;
}

/** Fewer are seen at one glance. */
const searchFrom = 8;
const groupWords = { mail: 'groupMail', messaging: 'groupMessaging', social: 'groupSocial', reviews: 'groupReviews', other: 'groupOther', manual: 'groupManual' } as const satisfies Record<ConnectorGroup, string>;

/** Pick a platform, fill in its form, see it tested, save. */
export function ChannelWizard({ initial, after, aside }: ChannelWizardProps) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const [query, setQuery] = useState('');
  const connectors = useQuery(connectorsQuery);
  const channels = useQuery(channelsQuery);
  const [picked, setPicked] = useState(initial);
  const [done, setDone] = useState<ChannelView>();
  if (connectors.isPending) return <WizardSkeleton />;
  if (connectors.isError) {
    return (
      <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void connectors.refetch()}>{t('tryAgain')}</Button>}>
        {problemWords(connectors.error)}
      </EmptyState>
    );
  }
  const chosen = connectors.data.find((connector) => connector.id === picked);
  const groups = grouped(connectors.data, query, locale);
  const count = (id: string) => channels.data?.filter((channel) => channel.connectorId === id).length ?? 0;
  const tiles = (list: ConnectorView[]) => (
    <ul className="tiles">
      {list.map((connector) => (
        <li key={connector.id}>
          <Tile
            connector={connector}
            connected={count(connector.id)}
            on={connector.id === picked}
            pick={() => {
              setPicked(connector.id);
              setDone(undefined);
            }}
          />
        </li>
      ))}
    </ul>
  );
  return (
    <div className="ch-g">
      <div>
        {connectors.data.length > searchFrom && <TextInput type="search" className="tiles-q" value={query} aria-label={t('findPlatform')} placeholder={t('findPlatform')} onChange={(event) => setQuery(event.target.value)} />}
        {groups.map(({ group, connectors: members }) => (
          <section key={group} aria-labelledby={`g-${group}`}>
            <h2 className="lab" id={`g-${group}`}>{t(groupWords[group])}</h2>
            {tiles(members)}
          </section>
        ))}
        {groups.length === 0 && <p className="mut" role="status">{t('findNone')}</p>}
        {aside}
      </div>
      {done ? (
        <Finished channel={done} connector={chosen} footer={after(done, () => { setDone(undefined); setPicked(undefined); })} />
      ) : chosen ? (
        <Connect key={chosen.id} connector={chosen} done={setDone} cancel={() => setPicked(undefined)} />
      ) : (
        <section className="con card con-0">
          <EmptyState art="broken" title={t('pickFirst')}>
            {t('pickFirstBody')}
          </EmptyState>
        </section>
      )}
    </div>
  );
}

function needsWords(connector: ConnectorView): 'needsManual' | 'needsWebsite' | 'needsCredentials' | 'needsNothing' {
  if (connector.capabilities.logOnly === true) return 'needsManual';
  if (connector.receives.includes('widget')) return 'needsWebsite';
  return Object.keys((connector.settingsSchema['properties'] as object | undefined) ?? {}).length > 0 ? 'needsCredentials' : 'needsNothing';
}

function Tile({ connector, connected, on, pick }: { connector: ConnectorView; connected: number; on: boolean; pick: () => void }) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  return (
    <button className={connected > 0 ? 'tile ok' : 'tile'} type="button" aria-pressed={on} onClick={pick}>
      <ChannelMark connector={connector.id} size="lg" decorative />
      <span className="tile-t">
        <b>{connectorName(connector, locale)}</b>
        <span>{connected > 0 ? t('connected', { count: connected }) : t(needsWords(connector))}</span>
      </span>
      {connected > 0 && (
        <span className="tile-s" data-s="ok">
          <Icon of={Check} />
        </span>
      )}
    </button>
  );
}

function Connect({ connector, done, cancel }: { connector: ConnectorView; done: (channel: ChannelView) => void; cancel: () => void }) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const c = useStrings(consentStrings);
  const [typedName, setTypedName] = useState<string>();
  const [byHand, setByHand] = useState(false);
  const consent = useConsent(connector.id);
  const save = useMutation({ mutationFn: () => addChannel(cache, { connectorId: connector.id, name: name.trim(), settings: form.toSend(), access: 'everyone', teamIds: [], memberIds: [], defaultTeamId: null, choice: consent.choice, ...(consenting && consent.id !== undefined ? { consentId: consent.id } : {}) }), onSuccess: done });
  const test = useMutation({ mutationFn: () => tryChannel({ connectorId: connector.id, settings: form.toSend() }) });
  const form = useSettingsForm(connector, undefined, test.error ?? save.error);
  // Offered once what it needs can be filled in: a mailbox needs it with some providers only.
  const offered = connector.consent !== null && connector.consent.needs.every((key) => form.fields.some((field) => field.key === key && isShown(field, form.values)));
  const fills = connector.consent?.fills ?? [];
  const handFields = form.fields.some((field) => fills.includes(field.key) && field.kind !== 'hidden');
  const consenting = offered && !byHand;
  const granted = consenting ? consent.choices[consent.choice]?.label : undefined;
  const name = typedName ?? granted ?? nameFrom(form.fields, form.values) ?? connectorName(connector, locale);
  // A channel that only agents write into has nothing to test.
  const testable = connector.capabilities.logOnly !== true;
  const health = test.data;
  // A remark is no obstacle; a failure is one that the person may overrule.
  const passed = health !== undefined && health.state !== 'failed';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    focusInvalid(event.currentTarget);
    if (!form.check(consenting ? fills : []) || name.trim() === '') return;
    if (consenting && consent.state !== 'ready') return consent.start(form.toSend());
    if (consenting) return save.mutate();
    if (testable && !passed) test.mutate();
    else save.mutate();
  };
  // The server found a field that cannot be right: there is nothing to overrule.
  const refused = test.error instanceof ApiProblem && test.error.status === 400;
  const add = () => {
    if (form.check() && name.trim() !== '') save.mutate();
  };
  const change = (values: Record<string, unknown>) => {
    form.set(values);
    // A test speaks of the values that were tested.
    if (!test.isIdle) test.reset();
    if (!save.isIdle) save.reset();
  };
  const verdict = consenting && consent.state === 'ready' ? 'consentReady' : test.isPending ? 'testing' : health ? ({ ok: 'testOk', warning: 'testWarning', failed: 'testFailed' } as const)[health.state] : 'testNotDone';
  return (
    <section className="con card" aria-labelledby="con-h">
      <header>
        <ChannelMark connector={connector.id} size="lg" decorative />
        <div>
          <h2 id="con-h" className="ell">{name}</h2>
          {testable && (
            <p data-s={health?.state}>
              <Dot {...(health ? { tone: ({ ok: 'ok', warning: 'warn', failed: 'danger' } as const)[health.state] } : {})} />
              {t(verdict, { count: health?.steps.filter((step) => step.state === 'failed').length ?? 0 })}
            </p>
          )}
        </div>
      </header>
      <form className="con-f" onSubmit={submit} noValidate>
        {form.presets.length > 0 && (
          <Field label={t('preset')} optional>
            <Select
              defaultValue=""
              onValueChange={(label) => {
                const preset = form.presets.find((each) => each.label === label);
                if (preset) form.use(preset);
                if (!test.isIdle) test.reset();
              }}
              options={[{ value: '', label: t('presetNone') }, ...form.presets.map((preset) => ({ value: preset.label, label: preset.label }))]}
            />
          </Field>
        )}
        <SchemaFields fields={consenting ? form.fields.filter((field) => !fills.includes(field.key)) : form.fields} values={form.values} onChange={change} errorAt={form.errorAt} />
        <Field label={t('name')} help={t('nameHelp')} error={name.trim() === '' ? t('required') : undefined}>
          <TextInput value={name} maxLength={200} onChange={(event) => setTypedName(event.target.value)} />
        </Field>
        {consenting && connector.consent !== null && consent.state !== 'ready' && <RedirectAddress consent={connector.consent} name={connectorName(connector, locale)} />}
        {consenting && <ConsentState consent={consent} name={connectorName(connector, locale)} />}
        {offered && handFields && <p><button type="button" className="lnk" onClick={() => setByHand(!byHand)}>{byHand ? c('byConsent', { name: connectorName(connector, locale) }) : c('byHand')}</button></p>}
        {test.isPending && <Asking />}
        {health && <Checks steps={health.steps} reveal connectorId={connector.id} />}
        {test.isError && !refused && <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>{t('testImpossible', { reason: problemWords(test.error) })}</Banner>}
        {save.isError && <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>{t('saveFailed', { reason: problemWords(save.error) })}</Banner>}
        <footer>
          <Button tone="ghost" onClick={cancel}>
            {t('cancel')}
          </Button>
          <span className="grow" />
          {health?.state === 'warning' && (
            <Button onClick={() => test.mutate()} busy={test.isPending}>
              {t('testAgain')}
            </Button>
          )}
          {(health?.state === 'failed' || (test.isError && !refused)) && (
            <Button onClick={add} busy={save.isPending}>
              {t('saveAnyway')}
            </Button>
          )}
          <Button type="submit" tone="primary" busy={test.isPending || save.isPending || consent.state === 'starting'} disabled={consenting && consent.state === 'waiting'}>
            {consenting ? (consent.state === 'ready' ? t('save') : c('connectWith', { name: connectorName(connector, locale) })) : !testable || passed ? t('save') : health || test.isError ? t('testAgain') : t('test')}
          </Button>
        </footer>
      </form>
    </section>
  );
}

function Finished({ channel, connector, footer }: { channel: ChannelView; connector: ConnectorView | undefined; footer: ReactNode }) {
  const t = useStrings(channelsStrings);
  return (
    <section className="con card" aria-labelledby="con-h">
      <header role="status">
        <ChannelMark connector={channel.connectorId} size="lg" decorative />
        <div>
          <h2 id="con-h">{t('doneTitle', { name: channel.name })}</h2>
          <p data-s="ok">
            <Dot tone="ok" />
            {channel.capabilities.logOnly === true ? t('doneManual') : t('doneBody')}
          </p>
        </div>
      </header>
      <div className="con-f">
        {connector && <Install channel={channel} connector={connector} />}
        <footer>{footer}</footer>
      </div>
    </section>
  );
}

function WizardSkeleton() {
  return (
    <div className="ch-g" aria-hidden="true">
      <div className="tiles">
        {[0, 1, 2, 3].map((each) => (
          <Skeleton key={each} height={64} />
        ))}
      </div>
      <Skeleton height={280} />
    </div>
  );
}
