import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide';
import { useState } from 'react';
import type { MonitorChanged, MonitorKind, MonitorView, QueryPreview } from '@kontuar/contract';
import { request } from '../../app/client';
import { percentWords } from '../../app/mood/mood-face';
import { inWords } from '../../app/words/in-words';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, SegmentedControl, Select, Switch, TextArea, TextInput, useToast } from '../../ui';
import { listeningStrings } from './listening.strings';
import { Marked } from './mention-card';
import { previewQuery, useActOn } from './queries';
import { pieceIn, withForms } from './query-piece';
import { Spark } from './spark';

interface Blocks { groups: string[][]; none: string[] }
const kinds = ['brand', 'product', 'campaign', 'person', 'competitor'] as const satisfies readonly MonitorKind[];

/** A word as it is typed into a block: with a space it is a phrase, unless it says itself what it is. */
const pieceOf = (typed: string): string => { const word = typed.trim(); return /\s/.test(word) && !/["():]|\bNEAR\b/.test(word) ? (word.startsWith('~') ? `~"${word.slice(1)}"` : `"${word}"`) : word; };
const joined = (words: readonly string[]): string => words.length > 1 ? `(${words.join(' OR ')})` : words.join('');
export const textOf = ({ groups, none }: Blocks): string => [...groups.filter((group) => group.length > 0).map(joined), ...(none.length > 0 ? [`NOT ${joined(none)}`] : [])].join(' AND ');

export function MonitorEditor({ monitor, onClose }: { monitor: MonitorView | undefined; onClose: (made?: string) => void }) {
  const t = useStrings(listeningStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [form, setForm] = useState({ name: monitor?.name ?? '', kind: monitor?.kind ?? ('brand' as MonitorKind), query: monitor?.query ?? '', active: monitor?.active ?? true });
  const [asText, setAsText] = useState(monitor !== undefined && monitor.blocks === null);
  const wanted = usePaused(form.query);
  const preview = useQuery({ ...previewQuery(wanted, monitor?.id), placeholderData: keepPreviousData });
  const blocks = form.query.trim() === '' ? { groups: [[]], none: [] } : preview.data?.ok === true && wanted === form.query ? preview.data.blocks : undefined;
  const [kept, setKept] = useState<Blocks>(monitor?.blocks ?? { groups: [[]], none: [] });
  const change = (next: Blocks) => { setKept(next); setForm({ ...form, query: textOf(next) }); };
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const { mutate: act } = useActOn();
  const done = (said: string, made: string, undo: () => void) => { toast({ text: said, undo }); void cache.invalidateQueries({ queryKey: queryKeys.listening }); onClose(made); };
  const undone = { said: t('undone') };
  // A query comes back with what it had found; the rest is just said again.
  const back = (made: MonitorView | MonitorChanged) => {
    if (monitor === undefined) return act({ method: 'DELETE', path: `/listening/monitors/${made.id}`, ...undone });
    if ('changeId' in made && made.changeId !== null) return act({ path: `/listening/monitors/${made.id}/undo`, body: { changeId: made.changeId }, ...undone });
    act({ method: 'PATCH', path: `/listening/monitors/${made.id}`, body: { name: monitor.name, kind: monitor.kind, active: monitor.active }, ...undone });
  };
  const save = useMutation({
    mutationFn: () => monitor === undefined ? request<MonitorView>('POST', '/listening/monitors', form) : request<MonitorChanged>('PATCH', `/listening/monitors/${monitor.id}`, form), onError: failed,
    onSuccess: (made: MonitorView | MonitorChanged) => done(t('saved'), made.id, () => back(made)),
  });
  const remove = useMutation({
    mutationFn: ({ id }: MonitorView) => request('DELETE', `/listening/monitors/${id}`), onError: failed,
    onSuccess: (_, { id, name }) => done(t('removed', { name }), '', () => act({ path: `/listening/monitors/${id}/restore`, said: t('undone') })),
  });
  const showAs = (way: 'blocks' | 'text') => {
    if (way === 'text') return setAsText(true);
    if (blocks == null) return void toast({ text: t('tooMuch') });
    setKept(blocks);
    setAsText(false);
  };
  return (
    <form className="hear-e card" aria-label={monitor?.name ?? t('newMonitor')} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <div className="hear-ef"><Field label={t('name')}><TextInput required maxLength={200} value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} /></Field><Field label={t('kind')}><Select value={form.kind} options={kinds.map((value) => ({ value, label: t(value) }))} onValueChange={(kind) => setForm({ ...form, kind: kinds.find((one) => one === kind) ?? 'brand' })} /></Field><SegmentedControl label={t('showAs')} value={asText ? 'text' : 'blocks'} choices={[{ value: 'blocks', label: t('asBlocks') }, { value: 'text', label: t('asText') }]} onValueChange={showAs} /></div>
      {asText ? <Field label={t('query')} help={t('queryHelp')}><TextArea rows={3} spellCheck={false} maxLength={4000} value={form.query} onChange={(event) => setForm({ ...form, query: event.target.value })} /></Field> : <BlocksPart of={kept} onChange={change} />}
      <Preview of={preview.data} fresh={wanted === form.query && !preview.isPlaceholderData} query={form.query} />
      <p className="hear-ea">
        {monitor !== undefined && <Switch checked={form.active} onCheckedChange={(active) => setForm({ ...form, active })} label={t('active')} />}<span className="grow" />
        {monitor !== undefined && <Button type="button" tone="ghost" busy={remove.isPending} onClick={() => remove.mutate(monitor)}>{t('remove')}</Button>}
        <Button type="button" onClick={() => onClose()}>{t('cancel')}</Button><Button type="submit" tone="primary" busy={save.isPending} disabled={form.query.trim() === ''}>{t(monitor === undefined ? 'create' : 'save')}</Button>
      </p>
    </form>
  );
}

function BlocksPart({ of, onChange }: { of: Blocks; onChange: (next: Blocks) => void }) {
  const t = useStrings(listeningStrings);
  const lines = [...of.groups.map((words, at) => ({ words, called: at === 0 ? t('anyOf') : t('andAny'), set: (next: string[]) => onChange({ ...of, groups: of.groups.map((group, place) => place === at ? next : group).filter((group, place) => group.length > 0 || place === 0) }) })), { words: of.none, called: t('andNot'), set: (none: string[]) => onChange({ ...of, none }) }];
  return (
    <div className="hear-bl">
      {lines.map(({ words, called, set }, at) => <Words key={at} called={called} words={words} isNot={at === lines.length - 1} onChange={set} />)}
      {(of.groups.at(-1)?.length ?? 0) > 0 && <Button type="button" size="sm" tone="ghost" onClick={() => onChange({ ...of, groups: [...of.groups, []] })}><Icon of={Plus} size={12} /> {t('addGroup')}</Button>}
    </div>
  );
}

function Words({ called, words, isNot, onChange }: { called: string; words: readonly string[]; isNot: boolean; onChange: (next: string[]) => void }) {
  const t = useStrings(listeningStrings);
  const [typed, setTyped] = useState('');
  const add = () => {
    const piece = pieceOf(typed);
    if (piece !== '') onChange([...words, piece]);
    setTyped('');
  };
  return (
    <div className="hear-w" role="group" aria-label={called}>
      <span className="mut">{called}</span>
      {words.map((word, at) => <span key={word} className="hear-k" data-not={isNot || undefined}>{pieceIn(word).text}<Forms of={word} onChange={(next) => onChange([...new Set(words.map((each, place) => place === at ? next : each))])} /><button type="button" aria-label={t('removeWord', { word })} onClick={() => onChange(words.filter((_, place) => place !== at))}><Icon of={X} size={12} /></button></span>)}
      <TextInput aria-label={`${called}: ${t('word')}`} placeholder={t('addWord')} maxLength={300} value={typed} onChange={(event) => setTyped(event.target.value)} onBlur={add} onKeyDown={(event) => { if (event.key === 'Enter' && typed.trim() !== '') { event.preventDefault(); add(); } }} />
    </div>
  );
}

/** The same word in all its forms, or as it is written. */
function Forms({ of, onChange }: { of: string; onChange: (word: string) => void }) {
  const t = useStrings(listeningStrings);
  const { text, forms, can } = pieceIn(of);
  return can && <button type="button" className="hear-kf" aria-pressed={forms} aria-label={t('allFormsOf', { word: text })} onClick={() => onChange(withForms(of, !forms))}>{t('allForms')}</button>;
}

function Preview({ of, fresh, query }: { of: QueryPreview | undefined; fresh: boolean; query: string }) {
  const t = useStrings(listeningStrings);
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  if (query.trim() === '') return null;
  if (of === undefined) return <p className="hear-p mut" role="status">{t('looking')}</p>;
  if (!of.ok) return <div className="hear-p hear-bad" role="alert"><p>{t('atPlace', { at: of.fault.start + 1, what: inWords(of.fault.message, locale) })}</p>{fresh && <code>{query.slice(0, of.fault.start)}<mark>{query.slice(of.fault.start, of.fault.end) || ' '}</mark>{query.slice(of.fault.end)}</code>}</div>;
  const number = (value: number) => formatNumber(locale, value, { maximumFractionDigits: value < 10 ? 1 : 0 });
  const days = of.perDay.length;
  return (
    <div className="hear-p" role="status" data-old={!fresh || undefined}>
      <Spark of={of.perDay.map(({ hits }) => hits)} />
      {of.hits === 0 ? <span>{t('noHits', { count: days })}</span> : <span><b>{t('perDay', { count: number(of.hits / days) })}</b> {t('lastDays', { count: days })}</span>}
      {of.junk !== null && <b>{t('junkShare', { percent: percentWords(locale, of.junk) })}</b>}
      {of.parts.map(({ text, what, count, start }) => <span key={`${what} ${start}`} className="mut">{t(what, { word: pieceIn(text).text, count: number(count) })}</span>)}
      {of.partial && <span className="mut">{t('partial', { count: number(of.looked) })}</span>}
      {of.samples.length > 0 && <button type="button" className="lnk" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'hideSamples' : 'samples')}</button>}
      {open && <ul className="hear-sa">{of.samples.map(({ post, marks }) => <li key={post.id}><Marked text={post.text} marks={marks} language={post.language} /></li>)}</ul>}
    </div>
  );
}
