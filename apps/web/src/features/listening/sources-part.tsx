import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide';
import { useState } from 'react';
import type { ListeningSource, ListeningSourceMade } from '@kontuar/contract';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, CopyButton, Field, Icon, RelativeTime, Select, Switch, Tag, TextInput } from '../../ui';
import { listeningStrings } from './listening.strings';
import { useActOn } from './queries';
import { keepChoices, sourceKinds, termsIn } from './source-kinds';
import { Spending } from './spending';
import { SourceFacts, SourceWizard } from './source-wizard';
import { sourcesStrings } from './sources.strings';

/** Where is listened, how fresh it is, what it cannot see and what it costs. */
export function SourcesPart({ sources, previews, onClose }: { sources: readonly ListeningSource[]; previews: boolean; onClose: () => void }) {
  const words = useStrings(listeningStrings);
  const t = useStrings(sourcesStrings);
  const manages = useCan('channel.manage');
  const decides = useCan('listening.manage');
  const cache = useQueryClient();
  const { mutate } = useActOn();
  const show = (on: boolean, said: string, undo?: () => void) => mutate({ method: 'PATCH', path: '/listening/settings', body: { previews: on }, said, ...(undo === undefined ? {} : { undo }) });
  const remove = ({ id, name }: ListeningSource) => mutate({ method: 'DELETE', path: `/listening/sources/${id}`, said: words('sourceRemoved', { name }), undo: () => mutate({ path: `/listening/sources/${id}/restore`, said: words('undone') }) });
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<ListeningSourceMade>();
  return (
    <section className="hear-e card" aria-label={words('sources')}>
      <header className="hear-ea"><h2>{words('sources')}</h2><span className="grow" />{manages && !adding && <Button size="sm" tone="primary" onClick={() => setAdding(true)}><Icon of={Plus} size={14} /> {t('add')}</Button>}<Button size="sm" onClick={onClose}>{words('done')}</Button></header>
      {adding && <SourceWizard onClose={() => setAdding(false)} onMade={(answer) => { setMade(answer); setAdding(false); void cache.invalidateQueries({ queryKey: queryKeys.listening }); }} />}
      {made?.secret != null && <p className="hear-ea" role="status"><b>{words('secretOnce')}</b> <code>{made.secret}</code><CopyButton text={made.secret} label={words('secretOnce')} /></p>}
      <ul className="hear-so">
        <li><b>{words('ownChannels')}</b><span className="mut">{words('ownBlind')}</span></li>
        {sources.map((source) => <Source key={source.id} of={source} manages={manages} onRemove={() => remove(source)} />)}
      </ul>
      {sources.length === 0 && <p className="mut">{words('noSources')}</p>}
      {decides && <Switch checked={previews} onCheckedChange={(on) => show(on, words('changed'), () => show(!on, words('undone')))} label={t('previews')} help={t('previewsHelp')} />}
    </section>
  );
}

interface Changed { allowance: number; terms: string[]; keepDays: number; active: boolean }

function Source({ of: source, manages, onRemove }: { of: ListeningSource; manages: boolean; onRemove: () => void }) {
  const words = useStrings(listeningStrings);
  const t = useStrings(sourcesStrings);
  const locale = useLocale();
  const { mutate } = useActOn();
  const put = (body: Partial<Changed>, said: string, undo?: () => void) => mutate({ method: 'PATCH', path: `/listening/sources/${source.id}`, body, said, ...(undo === undefined ? {} : { undo }) });
  const change = (body: Partial<Changed>, before: Partial<Changed>) => put(body, words('changed'), () => put(before, words('undone')));
  const spent = source.spending?.most;
  const door = `${location.origin}/hooks/listening/${source.id}`;
  return (
    <li>
      <span className="hear-ea"><b>{source.name}</b><Tag>{t(`kind-${source.kind}`)}</Tag>{!source.active && <Tag tone="waiting">{words('paused')}</Tag>}</span>
      <span className="mut">{words('posts', { count: source.posts })}, {source.lastPostAt === null ? words('nothingYet') : <RelativeTime at={source.lastPostAt} />}{source.lastLookAt !== null && <> · {t('lastHeard', { time: '' })}<RelativeTime at={source.lastLookAt} /></>}{source.calls > 0 && <> · {t('calls', { count: source.calls })}</>}</span>
      {source.trouble !== null && <span className="hear-bad">{inWords(source.trouble, locale)}{source.failingSince !== null && <> {t('failingSince', { time: '' })}<RelativeTime at={source.failingSince} /></>}</span>}
      <Spending of={source} onChange={manages ? (allowance) => change({ allowance }, spent === undefined ? {} : { allowance: spent }) : undefined} />
      <SourceFacts kind={source.kind} />
      {manages && (
        <>
          {(source.kind === 'push' || source.url !== null) && <span className="hear-ea"><code>{source.url ?? door}</code>{source.kind === 'push' && <CopyButton text={door} label={words('doorAddress')} />}</span>}
          {sourceKinds[source.kind].needs.includes('terms') && <Terms of={source} onChange={(terms) => change({ terms }, { terms: source.terms })} />}
          <span className="hear-ea">
            <Field label={t('keep')} hideLabel><Select value={String(source.keepDays)} options={[...new Set([...keepChoices, source.keepDays])].sort((a, b) => a - b).map((days) => ({ value: String(days), label: t('days', { count: days }) }))} onValueChange={(days) => change({ keepDays: Number(days) }, { keepDays: source.keepDays })} /></Field>
            <Switch checked={source.active} onCheckedChange={(active) => change({ active }, { active: !active })} label={t('listens')} /><Button size="sm" tone="ghost" onClick={onRemove}>{words('removeSource')}</Button>
          </span>
        </>
      )}
    </li>
  );
}

function Terms({ of: { kind, terms }, onChange }: { of: ListeningSource; onChange: (terms: string[]) => void }) {
  const t = useStrings(sourcesStrings);
  const kept = terms.join(', ');
  const [text, setText] = useState<string>();
  const wanted = termsIn(text ?? kept);
  if (text === undefined) return <span className="hear-ea"><span dir="auto">{kept}</span><Button size="sm" tone="ghost" onClick={() => setText(kept)}>{t('editTerms')}</Button></span>;
  return (
    <form className="hear-ef" onSubmit={(event) => { event.preventDefault(); onChange(wanted); setText(undefined); }}>
      <Field label={t(kind === 'mastodon' ? 'tags' : 'terms')} help={t(kind === 'mastodon' ? 'tagsHelp' : 'termsHelp')}><TextInput autoFocus required minLength={2} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <Button type="submit" size="sm" disabled={wanted.length === 0}>{t('saveTerms')}</Button>
    </form>
  );
}
