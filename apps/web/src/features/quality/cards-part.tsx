import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide';
import { useState } from 'react';
import type { QualitySettings, Scorecard, ScorecardQuality } from '@kontuar/contract';
import { request } from '../../app/client';
import { useTeams } from '../../app/directory';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Field, Icon, IconButton, Select, Skeleton, Switch, Tag, TextInput, useToast } from '../../ui';
import { cardsQuery, settingsQuery } from './queries';
import { roundStrings } from './round.strings';
import { inWords } from './words';

const blank = (): ScorecardQuality['name'] => ({ en: '', pl: '' });
const anchors = [['low', 1], ['middle', 3], ['high', 5]] as const;

/** What work is measured by: open to those who are measured, changed by those who review. */
export function CardsPart() {
  const t = useStrings(roundStrings);
  const manages = useCan('quality.manage');
  const teams = useTeams();
  const { data } = useQuery(cardsQuery);
  const [editing, setEditing] = useState<string | null>(null);
  if (data === undefined) return <Skeleton width="70%" height={18} />;
  const everybody = data.items.find(({ teamId }) => teamId === null);
  return (
    <>
      <p className="help">{t('cardsLead')}</p>
      {data.items.map((card) => (editing === card.id ? <Edit key={card.id} card={card} onDone={() => setEditing(null)} /> : <Card key={card.id} of={card} teamName={teams.find(({ id }) => id === card.teamId)?.name} {...(manages && !card.archived ? { onEdit: () => setEditing(card.id) } : {})} />))}
      {manages && everybody !== undefined && (editing === 'new' ? <Edit card={{ ...everybody, id: '', name: '', version: 0 }} onDone={() => setEditing(null)} /> : <p className="qua-f"><Button onClick={() => setEditing('new')}>{t('add')}</Button></p>)}
      {manages && <Settings />}
    </>
  );
}

function Card({ of, teamName, onEdit }: { of: Scorecard; teamName: string | undefined; onEdit?: () => void }) {
  const t = useStrings(roundStrings);
  return (
    <section className="part qua-s" aria-label={of.name}>
      <header><h2>{of.name}</h2><span className="mut">{of.teamId === null ? t('forEverybody') : t('forTeam', { team: teamName ?? '' })}, {t('version', { version: of.version })}</span>{of.archived && <Tag>{t('archived')}</Tag>}<span className="grow" />{onEdit !== undefined && <Button size="sm" onClick={onEdit}>{t('edit')}</Button>}</header>
      <div className="qua-x" tabIndex={0} role="group" aria-label={of.name}>
        <table className="words">
          <thead><tr><th scope="col" /><th scope="col">{t('weight')}</th><th scope="col">1</th><th scope="col">3</th><th scope="col">5</th></tr></thead>
          <tbody>{of.qualities.map((quality) => <tr key={quality.key}><th scope="row">{inWords(quality.name)}</th><td>{quality.weight}</td>{anchors.map(([which]) => <td key={which}>{inWords(quality.anchors[which])}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Edit({ card, onDone }: { card: Scorecard; onDone: () => void }) {
  const t = useStrings(roundStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const teams = useTeams();
  const isNew = card.id === '';
  const [name, setName] = useState(card.name);
  const [teamId, setTeam] = useState(card.teamId ?? teams[0]?.id ?? '');
  const [qualities, setQualities] = useState<readonly ScorecardQuality[]>(card.qualities);
  const save = useMutation({
    mutationFn: (more: object) => (isNew ? request('POST', '/quality/scorecards', { name, teamId, qualities }) : request('PATCH', `/quality/scorecards/${card.id}`, { version: card.version, ...more })),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: queryKeys.quality });
      toast({ text: t('saved') });
      onDone();
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const put = (at: number, more: Partial<ScorecardQuality>) => setQualities(qualities.map((each, index) => (index === at ? { ...each, ...more } : each)));
  const add = () => {
    const number = qualities.reduce((most, { key }) => Math.max(most, Number(/^own-(\d+)$/.exec(key)?.[1] ?? 0)), 0) + 1;
    setQualities([...qualities, { key: `own-${number}`, name: blank(), weight: 1, anchors: { low: blank(), middle: blank(), high: blank() } }]);
  };
  return (
    <form className="qua-n" aria-label={isNew ? t('add') : card.name} onSubmit={(event) => { event.preventDefault(); save.mutate({ name, qualities }); }}>
      <div className="qua-q">
        <Field label={t('cardName')}><TextInput required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} /></Field>
        {isNew && <Field label={t('forTeam', { team: '' }).trim()}><Select value={teamId} options={teams.map(({ id, name: team }) => ({ value: id, label: team }))} onValueChange={setTeam} /></Field>}
      </div>
      {qualities.map((quality, at) => (
        <details key={quality.key} className="qua-e" open={quality.name.en === '' && quality.name.pl === ''}>
          <summary>{inWords(quality.name) || t('addQuality')} <span className="mut">{t('weight')}: {quality.weight}</span></summary>
          <div className="qua-eg">
            <Field label={t('nameEn')}><TextInput maxLength={300} value={quality.name.en} onChange={(event) => put(at, { name: { ...quality.name, en: event.target.value } })} /></Field>
            <Field label={t('namePl')}><TextInput maxLength={300} value={quality.name.pl} onChange={(event) => put(at, { name: { ...quality.name, pl: event.target.value } })} /></Field>
            <Field label={t('weight')}><TextInput type="number" min={0} max={10} step={0.5} value={quality.weight} onChange={(event) => put(at, { weight: Number(event.target.value) })} /></Field>
            <IconButton label={t('removeQuality', { name: inWords(quality.name) })} onClick={() => setQualities(qualities.filter((_, index) => index !== at))}><Icon of={X} /></IconButton>
            {anchors.flatMap(([which, score]) => (['en', 'pl'] as const).map((language) => <Field key={`${which} ${language}`} label={t('anchor', { score, language })} optional><TextInput maxLength={300} value={quality.anchors[which][language]} onChange={(event) => put(at, { anchors: { ...quality.anchors, [which]: { ...quality.anchors[which], [language]: event.target.value } } })} /></Field>))}
          </div>
        </details>
      ))}
      <p className="qua-f"><Button size="sm" onClick={add}><Icon of={Plus} size={14} />{t('addQuality')}</Button></p>
      <p className="qua-f"><Button type="submit" tone="primary" busy={save.isPending} disabled={name.trim() === '' || (isNew && teamId === '')}>{t('save')}</Button><Button tone="ghost" onClick={onDone}>{t('cancel')}</Button>{!isNew && card.teamId !== null && <Button tone="ghost" onClick={() => save.mutate({ archived: true })}>{t('archive')}</Button>}</p>
    </form>
  );
}

function Settings() {
  const t = useStrings(roundStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const { data } = useQuery(settingsQuery);
  const change = useMutation({
    mutationFn: (patch: Partial<QualitySettings>) => request<QualitySettings>('PATCH', '/quality/settings', patch),
    onSuccess: (next) => {
      cache.setQueryData(settingsQuery.queryKey, next);
      void cache.invalidateQueries({ queryKey: [...queryKeys.quality, 'queue'] });
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  if (data === undefined) return null;
  const number = (key: 'randomShare' | 'days', least: number, most: number) => <TextInput key={data[key]} type="number" min={least} max={most} defaultValue={data[key]} onBlur={(event) => { const value = Math.round(Number(event.target.value)); if (value >= least && value <= most && value !== data[key]) change.mutate({ [key]: value }); }} />;
  return (
    <section className="part qua-s" aria-labelledby="quality-settings">
      <header><h2 id="quality-settings">{t('settings')}</h2></header>
      <div className="qua-q"><Field label={t('randomShare')}>{number('randomShare', 0, 100)}</Field><Field label={t('days')}>{number('days', 1, 90)}</Field></div>
      <Switch checked={data.listenersShown} onCheckedChange={(listenersShown) => change.mutate({ listenersShown })} label={t('listenersShown')} help={t('listenersHelp')} />
      <Switch checked={data.draftsHeard} onCheckedChange={(draftsHeard) => change.mutate({ draftsHeard })} label={t('draftsHeard')} />
    </section>
  );
}
