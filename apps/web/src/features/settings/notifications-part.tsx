import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide';
import { useEffect, useState } from 'react';
import type { NoticeChoicesPatch, NoticeKind, NoticeSettings, NoticeWay } from '@kontuar/contract';
import { request } from '../../app/client';
import { noticeSettingsQuery } from '../../app/notices/queries';
import { play } from '../../app/notices/sound';
import { formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { Button, Check, Field, Icon, IconButton, Select, Switch, TextInput, useToast } from '../../ui';
import { DayChoice } from './day-choice';
import { notificationsStrings } from './notifications.strings';
import { Loaded, PartHead, useFailed } from './parts';
import { pushHere, pushOff, pushOn, type PushState } from './push-here';
import './notifications.css';

const kinds = ['mention', 'assigned', 'message', 'unassigned', 'watched', 'approval', 'planned', 'aside', 'send-failed', 'case', 'promise', 'rating', 'knowledge', 'quality', 'rule', 'channel'] as const satisfies readonly NoticeKind[];
const ways = ['app', 'push', 'email', 'digest'] as const satisfies readonly NoticeWay[];

export function NotificationsPart() {
  const t = useStrings(notificationsStrings);
  const query = useQuery(noticeSettingsQuery);
  const cache = useQueryClient();
  const failed = useFailed();
  const save = useMutation({
    mutationFn: (patch: NoticeChoicesPatch) => request<NoticeSettings>('PATCH', '/me/notices', patch),
    onSuccess: (settings) => cache.setQueryData(noticeSettingsQuery.queryKey, settings),
    onError: failed,
  });
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} />
      <Loaded query={query}>
        {query.data && (
          <div className="sheet">
            <Quiet settings={query.data} save={save.mutate} />
            <What settings={query.data} save={save.mutate} />
            <Devices settings={query.data} save={save.mutate} />
            <Sound settings={query.data} save={save.mutate} />
            <Watching settings={query.data} save={save.mutate} />
          </div>
        )}
      </Loaded>
    </>
  );
}

interface PartProps { settings: NoticeSettings; save: (patch: NoticeChoicesPatch) => void }

function What({ settings: { choices }, save }: PartProps) {
  const t = useStrings(notificationsStrings);
  const toggle = (kind: NoticeKind, way: NoticeWay, on: boolean) => save({ ways: { [kind]: on ? [...choices.ways[kind], way] : choices.ways[kind].filter((each) => each !== way) } });
  return (
    <section className="ntf-w">
      <div><h2>{t('what')}</h2><p className="help">{t('whatHelp')}</p></div>
      <div className="fields">
        <table className="ntf">
          <thead><tr><th scope="col">{t('kind')}</th>{ways.map((way) => <th key={way} scope="col">{t(way)}</th>)}</tr></thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`kind-${kind}`)}</th>
                {ways.map((way) => (
                  <td key={way}><label className="ntf-c"><input type="checkbox" aria-label={`${t(`kind-${kind}`)}: ${t(way)}`} checked={choices.ways[kind].includes(way)} onChange={(event) => toggle(kind, way, event.target.checked)} /></label></td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <div className="ntf-2">
          <Field label={t('digestEvery')}>
            <Select value={choices.digest.every} onValueChange={(every) => save({ digest: { every: every === 'hour' ? 'hour' : 'day' } })} options={[{ value: 'hour', label: t('everyHour') }, { value: 'day', label: t('everyDay') }]} />
          </Field>
          {choices.digest.every === 'day' && <Field label={t('at')}><TextInput type="time" value={choices.digest.at} onChange={(event) => event.target.value !== '' && save({ digest: { at: event.target.value } })} /></Field>}
        </div>
      </div>
    </section>
  );
}

function Devices({ settings: { choices, devices, pushKey }, save }: PartProps) {
  const t = useStrings(notificationsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [state, setState] = useState<PushState>();
  const [busy, setBusy] = useState(false);
  useEffect(() => void pushHere(pushKey, devices).then(setState, () => setState('unsupported')), [pushKey, devices]);
  const reload = () => cache.invalidateQueries({ queryKey: noticeSettingsQuery.queryKey });
  const turn = async (work: () => Promise<unknown>) => {
    setBusy(true);
    await work().then(reload, () => void toast({ text: t('pushFailed'), tone: 'danger' })).finally(() => setBusy(false));
  };
  const attempt = useMutation({
    mutationFn: () => request<{ taken: boolean }>('POST', '/me/devices/try'),
    onSuccess: ({ taken }) => void toast(taken ? { text: t('pushTried') } : { text: t('pushNotTaken'), tone: 'danger' }),
    onError: failed,
  });
  return (
    <section>
      <div><h2>{t('device')}</h2><p className="help">{t('deviceHelp')}</p></div>
      <div className="fields">
        {state === 'denied' && <p className="help" role="status">{t('pushDenied')}</p>}
        {state === 'unsupported' && <p className="help" role="status">{t('pushUnsupported')}</p>}
        <div className="row-start">
          {state === 'off' && <Button tone="primary" busy={busy} onClick={() => void turn(async () => setState(await pushOn(pushKey)))}>{t('pushOn')}</Button>}
          {state === 'on' && <Button busy={busy} onClick={() => void turn(() => pushOff(devices))}>{t('pushOff')}</Button>}
          {devices.length > 0 && <Button busy={attempt.isPending} onClick={() => attempt.mutate()}>{t('pushTry')}</Button>}
        </div>
        {devices.length > 0 && (
          <ul className="card lst" aria-label={t('devices')}>
            {devices.map((device) => (
              <li key={device.id}>
                <div className="lst-r">
                  <span className="lst-t"><b>{device.name}{device.current && <span className="mut"> ({t('current')})</span>}</b><span>{device.lastSentAt === null ? t('noPush') : t('lastPush', { time: formatMoment(locale, new Date(device.lastSentAt)) })}</span></span>
                  <IconButton size="sm" label={t('deviceRemove', { name: device.name })} onClick={() => void request('DELETE', `/me/devices/${device.id}`).then(reload, failed)}><Icon of={Trash2} size={14} /></IconButton>
                </div>
              </li>
            ))}
          </ul>
        )}
        <Switch label={t('discreet')} help={t('discreetHelp')} checked={choices.push.withoutText} onCheckedChange={(withoutText) => save({ push: { withoutText } })} />
        <Field label={t('every')}>
          <Select value={String(choices.push.everyMinutes)} onValueChange={(minutes) => save({ push: { everyMinutes: Number(minutes) } })} options={[...new Set([1, 5, 15, 60, choices.push.everyMinutes])].sort((a, b) => a - b).map((minutes) => ({ value: String(minutes), label: t('everyMinutes', { count: minutes }) }))} />
        </Field>
      </div>
    </section>
  );
}

const usualNight = { from: '20:00', to: '07:00', days: [0, 1, 2, 3, 4, 5, 6] };

function Quiet({ settings: { choices, quiet, quietUntil }, save }: PartProps) {
  const t = useStrings(notificationsStrings);
  const locale = useLocale();
  const hours = choices.quiet;
  const paused = choices.pausedUntil !== null && new Date(choices.pausedUntil) > new Date();
  return (
    <section>
      <div><h2>{t('quiet')}</h2><p className="help">{t('quietHelp')}</p></div>
      <div className="fields">
        <p className="row-start ntf-q" role="status">
          {quiet && <b>{quietUntil === null ? t('now') : t('nowUntil', { time: formatMoment(locale, new Date(quietUntil)) })}</b>}
          {paused && choices.pausedUntil !== null ? <Button onClick={() => save({ pausedUntil: null })}>{t('resume')} ({formatTime(locale, new Date(choices.pausedUntil))})</Button> : <Button onClick={() => save({ pausedUntil: new Date(Date.now() + 3_600_000).toISOString() })}>{t('pause')}</Button>}
        </p>
        <Switch label={t('offShift')} checked={choices.quietOffShift} onCheckedChange={(quietOffShift) => save({ quietOffShift })} />
        <Switch label={t('quietHours')} checked={hours !== null} onCheckedChange={(on) => save({ quiet: on ? usualNight : null })} />
        {hours !== null && (
          <>
            <div className="ntf-2">
              <Field label={t('from')}><TextInput type="time" value={hours.from} onChange={(event) => event.target.value !== '' && save({ quiet: { ...hours, from: event.target.value } })} /></Field>
              <Field label={t('to')}><TextInput type="time" value={hours.to} onChange={(event) => event.target.value !== '' && save({ quiet: { ...hours, to: event.target.value } })} /></Field>
            </div>
            <DayChoice label={t('days')} days={hours.days} onChange={(days) => save({ quiet: { ...hours, days } })} />
          </>
        )}
      </div>
    </section>
  );
}

function Sound({ settings: { choices }, save }: PartProps) {
  const t = useStrings(notificationsStrings);
  const { sound } = choices;
  return (
    <section>
      <div><h2>{t('sound')}</h2><p className="help">{t('soundHelp')}</p></div>
      <div className="fields">
        <fieldset className="plain">
          <legend className="lab">{t('soundFor')}</legend>
          {kinds.map((kind) => <Check key={kind} checked={sound.kinds.includes(kind) && choices.ways[kind].includes('app')} disabled={!choices.ways[kind].includes('app')} onCheckedChange={(on) => save({ sound: { kinds: on ? [...sound.kinds, kind] : sound.kinds.filter((each) => each !== kind) } })}>{t(`kind-${kind}`)}</Check>)}
        </fieldset>
        <div className="range">
          <input type="range" min={0} max={100} step={10} aria-label={t('volume')} value={Math.round(sound.volume * 100)} onChange={(event) => save({ sound: { volume: Number(event.target.value) / 100 } })} />
          <output>{sound.volume === 0 ? t('silent') : `${Math.round(sound.volume * 100)} %`}</output>
          <Button size="sm" disabled={sound.volume === 0} onClick={() => play(sound.volume)}>{t('listen')}</Button>
        </div>
        <Switch label={t('onlyHidden')} checked={sound.onlyHidden} onCheckedChange={(onlyHidden) => save({ sound: { onlyHidden } })} />
      </div>
    </section>
  );
}

function Watching({ settings: { choices }, save }: PartProps) {
  const t = useStrings(notificationsStrings);
  return (
    <section>
      <div><h2>{t('watch')}</h2><p className="help">{t('watchHelp')}</p></div>
      <div className="fields">
        <Switch label={t('watchMentioned')} checked={choices.watch.mentioned} onCheckedChange={(mentioned) => save({ watch: { mentioned } })} />
        <Switch label={t('watchWrote')} checked={choices.watch.wrote} onCheckedChange={(wrote) => save({ watch: { wrote } })} />
      </div>
    </section>
  );
}
