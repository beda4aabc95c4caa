import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BusinessCalendar, RoutingInput, RoutingPolicy, RoutingSettings } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery, useTeams } from '../../app/directory';
import { useCan } from '../../app/me';
import { nameIn, offered, useMatters } from '../../app/matters/matters';
import { valueWords } from '../../app/views/sentence';
import { useSpeaker } from '../../app/views/speaker';
import { filterWords } from '../../app/views/views.strings';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, Field, Tag, TextInput, useToast } from '../../ui';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { slaQuery } from './promises-part';
import { priorities, readNumber, skillsOf, weightsForm, weightsOf, type WeightsForm } from './routing-form';
import { Needs } from './routing-needs';
import { RoutingPeople } from './routing-people';
import { formOf, policyOf, PolicyFields, policyWords, type PolicyForm } from './routing-policy';
import { RoutingTry } from './routing-trial';
import { routingStrings } from './routing.strings';
import './routing.css';

const routingQuery = queryOptions({ queryKey: ['routing'], queryFn: ({ signal }) => request<RoutingSettings>('GET', '/routing', undefined, { signal }) });

interface Draft { policy: PolicyForm; weights: WeightsForm; needs: RoutingSettings['needs'] }
const draftOf = ({ policy, weights, needs }: RoutingSettings): Draft => ({ policy: formOf(policy), weights: weightsForm(weights), needs });
/** Undefined: something cannot be read. */
function inputOf({ policy, weights, needs }: Draft): RoutingInput | undefined {
  const [readPolicy, readWeights] = [policyOf(policy), weightsOf(weights)];
  return readPolicy === undefined || readWeights === undefined ? undefined : { policy: readPolicy, weights: readWeights, needs };
}

/** How work finds people: tried on a day before it holds. */
export function RoutingPart() {
  const t = useStrings(routingStrings);
  const query = useQuery(routingQuery);
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} />
      <Loaded query={query}>{query.data !== undefined && <Rules settings={query.data} />}</Loaded>
    </>
  );
}

function Rules({ settings }: { settings: RoutingSettings }) {
  const t = useStrings(routingStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const manages = useCan('routing.manage');
  const calendars = useQuery(slaQuery).data?.calendars ?? [];
  const [changed, setChanged] = useState<Draft | null>(null);
  const draft = changed ?? draftOf(settings);
  const input = inputOf(draft);
  const set = (part: Partial<Draft>) => setChanged({ ...draft, ...part });
  const save = useMutation({
    mutationFn: (what: RoutingInput) => request<RoutingSettings>('PUT', '/routing', what),
    onSuccess: (after) => {
      cache.setQueryData(routingQuery.queryKey, after);
      setChanged(null);
      toast({ text: t('saved') });
    },
    onError: failed,
  });
  const waiting = (['closed', 'skill', 'full', 'nobody'] as const).filter((why) => settings.waiting[why] > 0);
  const known = skillsOf(settings, draft.needs);
  return (
    <>
      {waiting.length > 0 && <p role="status">{t('waits')}: {waiting.map((why) => <Tag key={why} tone="waiting">{t(`waits_${why}`, { n: String(settings.waiting[why]) })}</Tag>)}</p>}
      <section className="part"><header><h2>{t('how')}</h2><p className="help">{t('howLead')}</p></header>
        <fieldset className="bare form-d" disabled={!manages}><legend className="vh">{t('how')}</legend><PolicyFields form={draft.policy} calendars={calendars} onChange={(policy) => set({ policy })} /></fieldset>
      </section>
      <section className="part sla-c"><header><h2>{t('weights')}</h2><p className="help">{t('weightsLead')}</p></header>
        <fieldset className="bare" disabled={!manages}><legend className="vh">{t('weights')}</legend><Weights form={draft.weights} onChange={(weights) => set({ weights })} /></fieldset>
      </section>
      <section className="part sla-c"><header><h2>{t('needs')}</h2><p className="help">{t('needsLead')}</p></header><Needs needs={draft.needs} known={known} manages={manages} onChange={(needs) => set({ needs })} /></section>
      {manages && (
        <>
          <RoutingTry draft={input} />
          <p className="rt-s">
            {changed !== null && <span className="help" role="status">{t('unsaved')}</span>}
            {changed !== null && <Button onClick={() => setChanged(null)}>{t('discard')}</Button>}
            <Button tone="primary" busy={save.isPending} disabled={changed === null || input === undefined} onClick={() => { if (input !== undefined) save.mutate(input); }}>{t('save')}</Button>
          </p>
        </>
      )}
      <section className="part sla-c"><header><h2>{t('places')}</h2><p className="help">{t('placesLead')}</p></header><Places settings={settings} calendars={calendars} manages={manages} /></section>
      <section className="part sla-c"><header><h2>{t('people')}</h2><p className="help">{t('peopleLead')}</p></header><RoutingPeople members={settings.members} known={known} manages={manages} /></section>
    </>
  );
}

function Weights({ form, onChange }: { form: WeightsForm; onChange: (form: WeightsForm) => void }) {
  const t = useStrings(routingStrings);
  const f = useStrings(filterWords);
  const locale = useLocale();
  const speaker = useSpeaker();
  const matters = useMatters();
  const wrong = (text: string | undefined, least = 0.1, most = 20) => (text !== undefined && text.trim() !== '' && readNumber(text, least, most) === undefined ? t('weightWrong') : undefined);
  const keys = [...new Set([...offered(matters).map(({ key }) => key), ...Object.keys(form.matters)])];
  return (
    <div className="rt-w">
      {keys.map((key) => <Field key={key} label={nameIn(matters, key, locale)} error={wrong(form.matters[key])}><TextInput inputMode="decimal" maxLength={6} placeholder="1" value={form.matters[key] ?? ''} onChange={(event) => onChange({ ...form, matters: { ...form.matters, [key]: event.target.value } })} /></Field>)}
      {priorities.map((key) => <Field key={key} label={`${f('by-priority')}: ${valueWords(speaker, 'priority', key)}`} error={wrong(form.priorities[key])}><TextInput inputMode="decimal" maxLength={6} placeholder="1" value={form.priorities[key] ?? ''} onChange={(event) => onChange({ ...form, priorities: { ...form.priorities, [key]: event.target.value } })} /></Field>)}
      <Field label={t('pending')} error={wrong(form.pending, 0, 1)}><TextInput inputMode="decimal" maxLength={6} value={form.pending} onChange={(event) => onChange({ ...form, pending: event.target.value })} /></Field>
    </div>
  );
}

interface Place { kind: 'team' | 'channel'; id: string; name: string; policy: RoutingPolicy | undefined }

function Places({ settings, calendars, manages }: { settings: RoutingSettings; calendars: readonly BusinessCalendar[]; manages: boolean }) {
  const t = useStrings(routingStrings);
  const teams = useTeams();
  const channels = useQuery(channelsQuery).data ?? [];
  const [editing, edit, close] = useDialog<Place>();
  const places: Place[] = [
    ...teams.filter(({ kind }) => kind !== 'group').map(({ id, name }): Place => ({ kind: 'team', id, name, policy: settings.teams[id] })),
    ...channels.map(({ id, name }): Place => ({ kind: 'channel', id, name, policy: settings.channels[id] })),
  ];
  return (
    <>
      <ul className="card lst">
        {places.map((place) => (
          <li key={place.id}>
            <div className="lst-r">
              <span className="lst-t"><b>{place.name}</b><span>{t(place.kind)} · {place.policy === undefined ? t('as') : policyWords(t, place.policy, calendars)}</span></span>
              {manages && <Button size="sm" aria-label={`${t('change')}: ${place.name}`} onClick={() => edit(place)}>{t('change')}</Button>}
            </div>
          </li>
        ))}
      </ul>
      {editing && <PlaceForm place={editing} fallback={settings.policy} calendars={calendars} close={close} />}
    </>
  );
}

function PlaceForm({ place, fallback, calendars, close }: { place: Place; fallback: RoutingPolicy; calendars: readonly BusinessCalendar[]; close: () => void }) {
  const t = useStrings(routingStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [own, setOwn] = useState(place.policy !== undefined);
  const [form, setForm] = useState(formOf(place.policy ?? fallback));
  const policy = policyOf(form);
  const save = useMutation({
    mutationFn: (what: RoutingPolicy | null) => request<RoutingSettings>('PUT', `/routing/${place.kind}s/${place.id}`, { policy: what }),
    onSuccess: (after) => {
      cache.setQueryData(routingQuery.queryKey, after);
      close();
      toast({ text: t('saved') });
    },
    onError: failed,
  });
  return (
    <FormDialog title={place.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={() => { if (!own) save.mutate(null); else if (policy !== undefined) save.mutate(policy); }}>
      <Check checked={own} onCheckedChange={setOwn}>{t('own')}</Check>
      {own && <PolicyFields form={form} calendars={calendars} onChange={setForm} />}
    </FormDialog>
  );
}
